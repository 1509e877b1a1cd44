"""`booking-chat parked`: list, retry, dead-letter."""

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from pydantic import BaseModel

from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client, connect, disconnect
from chat_tools.console import as_json, finished
from chat_tools.dead_letters.letter import printable
from chat_tools.parked.admin import DATABASES, ParkedDesk, ParkedEntry

app = typer.Typer(
    no_args_is_help=True, help="Bookings that wait until what is wrong with them is put right."
)


class Service(StrEnum):
    CHAT_CORE = "chat-core"
    NOTIFIER = "notifier"


Keys = Annotated[list[str], typer.Argument(help="booking ids, or other keys as `list` shows them")]
Of = Annotated[Service, typer.Option("--service", help="whose parked keys")]


class ParkedList(BaseModel):
    parked: list[ParkedEntry]


@asynccontextmanager
async def _connected() -> AsyncIterator[Client]:
    client = connect(ServiceConfig().mongo_url)
    try:
        yield client
    finally:
        await disconnect(client)


@app.command("list")
def list_parked(
    service: Annotated[Service | None, typer.Option(help="of this service only")] = None,
    trace: Annotated[bool, typer.Option("--trace", help="with tracebacks")] = False,  # noqa: FBT002 - a switch
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,  # noqa: FBT002 - a switch
) -> None:
    """What is parked, why, and how much waits with it; the one that has waited longest first."""

    async def entries() -> list[ParkedEntry]:
        async with _connected() as client:
            services = [service] if service else list(DATABASES)
            return [
                entry for name in services for entry in await ParkedDesk(client, name).entries()
            ]

    found = finished(entries())
    if json:
        typer.echo(as_json(ParkedList(parked=found)))
        return
    now = datetime.now(UTC)
    for entry in found:
        typer.echo(_in_words(entry, now))
        if trace:
            typer.echo(printable(entry.traceback.encode()))
    typer.echo(f"{len(found)} parked")


@app.command()
def retry(keys: Keys, service: Of = Service.CHAT_CORE) -> None:
    """Have parked keys tried now instead of at their next turn."""

    async def all_of_them() -> None:
        async with _connected() as client:
            desk = ParkedDesk(client, service)
            for key in keys:
                await desk.retry(key, datetime.now(UTC))
                typer.echo(f"is tried now: {printable(key.encode())}")

    finished(all_of_them())


@app.command("dead-letter")
def dead_letter(
    keys: Keys,
    reason: Annotated[str, typer.Option(help="why it is given up")],
    by: Annotated[str, typer.Option(help="who does it", default_factory=getpass.getuser)],
    service: Of = Service.CHAT_CORE,
) -> None:
    """Give up what waits of parked keys: it goes to the dead letters, from where it can return."""

    async def all_of_them() -> None:
        publisher = Publisher(ServiceConfig(), "parked")
        await publisher.start()
        try:
            async with _connected() as client:
                desk = ParkedDesk(client, service)
                for key in keys:
                    given_up = await desk.dead_letter(
                        key, publisher, why=reason, by=by, now=datetime.now(UTC)
                    )
                    typer.echo(
                        f"{given_up.dead_lettered} records of {printable(key.encode())} "
                        "are dead letters now"
                    )
                    if given_up.kept:
                        typer.echo(
                            f"{given_up.kept} stay: they are stored, and wait for their events"
                        )
        finally:
            await publisher.stop()

    finished(all_of_them())


def _in_words(entry: ParkedEntry, now: datetime) -> str:
    age = str(now - entry.since).split(".")[0]
    return (
        f"{printable(entry.key.encode())}  {entry.service} {entry.consumer}  {age} old"
        f"  {entry.records} waiting from {entry.topic}/{entry.partition}/{entry.offset}"
        f"  tried {entry.attempts} times\n    {printable(entry.error.encode())}"
    )
