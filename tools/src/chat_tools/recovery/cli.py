"""`booking-chat recover` and `booking-chat restore-check`."""

from pathlib import Path
from typing import Annotated

import typer

from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.storage.mongo import connect, disconnect
from chat_tools.audit.verify import LIVE_LOGS
from chat_tools.console import as_json, finished, progress_shown
from chat_tools.progress import Progress
from chat_tools.recovery import check as checking
from chat_tools.recovery import recover as recovering
from chat_tools.recovery.check import RestoreReport, accepted_messages
from chat_tools.recovery.recover import RecoveryReport

_INCOMPLETE = 1
PassOver = Annotated[
    bool, typer.Option(help="go on after commands that have left the log before they were read")
]
Json = Annotated[bool, typer.Option("--json", help="the report as JSON")]


def recover(
    pass_over_missing: PassOver = False,  # noqa: FBT002 - a switch
    json: Json = False,  # noqa: FBT002 - a switch
) -> None:
    """Bring chat-core's store up to date from the event log, after a restore or a loss.

    Stop chat-core first. Works on a restored backup and on an empty database, and can be
    repeated. Exit status: 0 when chat-core can be started, 1 when something is missing, 2 when an
    engine does not answer.
    """

    async def everything(progress: Progress) -> RecoveryReport:
        config = ServiceConfig()
        client = connect(config.mongo_url, config.mongo_driver)
        try:
            async with LogReader(kafka_connection(config)) as reader:
                return await recovering.recover(
                    client,
                    reader,
                    LIVE_LOGS,
                    progress=progress,
                    pass_over_missing=pass_over_missing,
                )
        finally:
            await disconnect(client)

    with progress_shown(wanted=not json) as progress:
        report = finished(everything(progress))
    typer.echo(as_json(report) if json else _recovery_in_words(report))
    if not report.complete:
        raise typer.Exit(_INCOMPLETE)


def restore_check(
    accepted: Annotated[
        Path | None,
        typer.Option(help="gateways' logs: says what became of each message accepted in them"),
    ] = None,
    json: Json = False,  # noqa: FBT002 - a switch
) -> None:
    """Say what restored data lack, without changing anything.

    Exit status: 0 when store and logs fit together and nothing that was asked about is lost, 1
    when something is missing, 2 when an engine does not answer.
    """

    async def everything(progress: Progress) -> RestoreReport:
        config = ServiceConfig()
        client = connect(config.mongo_url, config.mongo_driver)
        lines = accepted.open(errors="replace") if accepted else None
        try:
            async with LogReader(kafka_connection(config)) as reader:
                return await checking.restore_check(
                    client,
                    reader,
                    LIVE_LOGS,
                    accepted_messages(lines or ()),
                    progress=progress,
                )
        finally:
            if lines:
                lines.close()
            await disconnect(client)

    with progress_shown(wanted=not json) as progress:
        report = finished(everything(progress))
    typer.echo(as_json(report) if json else _check_in_words(report))
    if not report.complete:
        raise typer.Exit(_INCOMPLETE)


def _recovery_in_words(report: RecoveryReport) -> str:
    came_back = (
        f"{report.events} events read: {report.threads} threads, {report.messages} messages and"
        f" {report.rejections} rejections came back"
    )
    lines = [came_back]
    for part in report.partitions:
        if part.recovered:
            lines.append(
                f"partition {part.partition}: {part.recovered} commands were decided before,"
                f" the command log goes on at {part.next_after}"
            )
        if part.parked:
            lines.append(
                f"partition {part.partition}: {part.parked} posts were parked with their bookings,"
                " chat-core decides them when it runs"
            )
        if part.missing:
            what = "passed over" if part.passed_over else "chat-core stops there"
            lines.append(
                f"partition {part.partition}: {part.missing} commands have left the log before"
                f" they were read: {what}"
            )
    lines += report.problems
    if report.problem_count > len(report.problems):
        lines.append(f"and {report.problem_count - len(report.problems)} more")
    if report.complete:
        lines.append("chat-core can be started")
    elif report.problem_count:
        lines.append("some events could not be recovered: see above")
    else:
        lines.append("commands are missing; to go on without them: --pass-over-missing")
    return "\n".join(lines)


def _check_in_words(report: RestoreReport) -> str:
    lines = []
    for part in report.partitions:
        if part.behind:
            lines.append(
                f"partition {part.partition}: the store lacks {part.behind} commands that were"
                " decided and published"
            )
        if part.missing:
            lines.append(
                f"partition {part.partition}: {part.missing} commands have left the log before"
                " they were read"
            )
        if part.ahead:
            lines.append(
                f"partition {part.partition}: the store is {part.ahead} commands past the end of"
                " the log: Kafka was restored to an earlier state"
            )
    if report.events_not_stored:
        lines.append(f"{report.events_not_stored} message events have no stored message")
    if report.asked:
        lines.append(
            f"{report.asked} accepted messages asked about: {report.stored} stored,"
            f" {report.rejected} rejected, {report.pending} still in the command log,"
            f" {len(report.lost)} lost"
        )
        lines += [
            f"lost: message {message.message_id} of booking {message.booking_id}"
            for message in report.lost
        ]
    needs_recovery = report.events_not_stored or any(
        part.behind or part.missing for part in report.partitions
    )
    if needs_recovery:
        lines.append("run `booking-chat recover` before chat-core is started")
    if report.complete:
        lines.append("store and logs fit together")
    return "\n".join(lines)
