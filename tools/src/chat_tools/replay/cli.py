"""`booking-chat replay` and `booking-chat rebuild-events`."""

from dataclasses import replace
from typing import Annotated

import typer

from booking_chat.contracts.topics import EVENTS, Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.provision import ProvisionError, endangers, provision_topics
from booking_chat.service.storage.mongo import connect, disconnect
from chat_tools.console import COULD_NOT_TELL, as_json, finished, progress_shown
from chat_tools.progress import Progress, RefusedError
from chat_tools.replay import command_log
from chat_tools.replay.command_log import ReplayReport, Verdict
from chat_tools.replay.event_topic import rebuild_events

_STATUS = {Verdict.UNCHANGED: 0, Verdict.CHANGED: 1, Verdict.INCONCLUSIVE: COULD_NOT_TELL}


def replay(
    json: Annotated[bool, typer.Option("--json", help="the report as JSON")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Read all commands again and prove that nothing changes.

    Nothing is written or published. Exit status: 0 when nothing would change, 1 when
    something would, 2 when it cannot be told, for instance because new commands came in.
    """

    async def everything(progress: Progress) -> ReplayReport:
        config = ServiceConfig()
        client = connect(config.mongo_url, config.mongo_driver)
        try:
            return await command_log.replay(client, kafka_connection(config), progress=progress)
        finally:
            await disconnect(client)

    with progress_shown(wanted=not json) as progress:
        report = finished(everything(progress))
    typer.echo(as_json(report) if json else _in_words(report))
    raise typer.Exit(_STATUS[report.verdict])


def rebuild(
    into: Annotated[str, typer.Option(help="the topic to write; made when it is not there")],
    replication: Annotated[int, typer.Option(help="copies of the topic, if it is made")] = 1,
    min_insync: Annotated[int, typer.Option(help="copies that must acknowledge")] = 1,
) -> None:
    """Write the store's history as events into an empty topic.

    To restore a lost event topic, stop chat-core first: what it publishes meanwhile would
    come before the history.
    """
    topic = replace(EVENTS, name=into)

    async def everything(progress: Progress) -> int:
        config = ServiceConfig()
        try:
            differences = await provision_topics(
                kafka_connection(config),
                replication=replication,
                min_insync=min_insync,
                report=typer.echo,
                topics=[topic],
            )
        except ProvisionError as error:
            raise RefusedError(str(error)) from error
        if unfit := endangers(differences, production=False):
            raise RefusedError("; ".join(map(str, unfit)))
        return await _rebuild(config, topic, progress)

    with progress_shown(wanted=True) as progress:
        written = finished(everything(progress))
    typer.echo(f"wrote {written} events into {into}")


async def _rebuild(config: ServiceConfig, topic: Topic, progress: Progress) -> int:
    client = connect(config.mongo_url, config.mongo_driver)
    publisher = Publisher(config, "rebuild-events")
    await publisher.start()
    try:
        async with LogReader(kafka_connection(config)) as reader:
            return await rebuild_events(client, publisher, reader, topic, progress=progress)
    finally:
        await publisher.stop()
        await disconnect(client)


def _in_words(report: ReplayReport) -> str:
    changed = [
        name for name, digest in report.state_before.items() if report.state_after[name] != digest
    ]
    lines = [
        f"{report.records} commands read again, {report.events} events said again",
        f"{report.writes} batches would be stored, {report.letters} records set aside",
        *(f"{name}: {digest}" for name, digest in report.state_after.items()),
        f"changed meanwhile: {', '.join(changed) or 'nothing'}",
        f"alerts added meanwhile: {report.alerts_added}",
    ]
    if report.worked_meanwhile:
        lines.append("new commands were decided during the run")
    return "\n".join([*lines, str(report.verdict)])
