"""`booking-chat verify`."""

from dataclasses import replace
from typing import Annotated

import typer

from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.storage.mongo import connect, disconnect
from chat_core.storage.collections import DATABASE
from chat_tools.audit import verify as auditing
from chat_tools.audit.findings import AuditReport
from chat_tools.console import as_json, finished, progress_shown
from chat_tools.progress import Progress

_DAMAGED = 1


def verify(
    json: Annotated[bool, typer.Option("--json", help="the report as JSON")] = False,  # noqa: FBT002 - a switch
    events_topic: Annotated[
        str, typer.Option(help="compare with this event topic, for instance a rebuilt one")
    ] = auditing.LIVE_LOGS.events.name,
    database: Annotated[str, typer.Option(help="the core's database")] = DATABASE,
) -> None:
    """Check that nothing is lost, doubled or out of order.

    Reads MongoDB and Kafka, running or stopped, and changes nothing. Exit status: 0 when all
    holds, 1 when something is wrong, 2 when it could not be checked.
    """
    live = auditing.LIVE_LOGS
    logs = replace(live, events=replace(live.events, name=events_topic))

    async def everything(progress: Progress) -> AuditReport:
        config = ServiceConfig()
        client = connect(config.mongo_url, config.mongo_driver)
        try:
            return await auditing.verify(
                client, kafka_connection(config), progress=progress, logs=logs, database=database
            )
        finally:
            await disconnect(client)

    with progress_shown(wanted=not json) as progress:
        report = finished(everything(progress))
    typer.echo(as_json(report) if json else _in_words(report))
    if not report.holds:
        raise typer.Exit(_DAMAGED)


def _in_words(report: AuditReport) -> str:
    accounts = report.accounts
    balance = (
        f"{sum(a.accepted for a in accounts)} commands accepted ="
        f" {sum(a.stored for a in accounts)} stored"
        f" + {sum(a.repeated for a in accounts)} repeated"
        f" + {sum(a.rejected for a in accounts)} rejected"
        f" + {sum(a.dead_lettered for a in accounts)} dead-lettered"
        f" + {sum(a.parked for a in accounts)} parked"
        f" + {sum(a.recovered for a in accounts)} recovered"
        f" + {sum(a.missing for a in accounts)} missing"
        f" + {sum(a.in_flight for a in accounts)} in flight"
    )
    lines = [
        f"{report.threads} threads, {report.messages} messages",
        f"{report.events} message events, {report.events_on_their_way} more on their way",
        balance,
        *(f"not checked: {note}" for note in report.not_checked),
        *map(str, report.findings),
    ]
    found = sum(report.counts.values())
    if found > len(report.findings):
        lines.append(f"and {found - len(report.findings)} more")
    lines.append("all promises hold" if report.holds else f"{found} things are wrong")
    return "\n".join(lines)
