"""`booking-chat dead-letters`: list, show, redrive, discard."""

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from pydantic import BaseModel

from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import connect, disconnect
from chat_core.storage.collections import Collections
from chat_tools.console import as_json, finished
from chat_tools.dead_letters.admin import Action, Desk, Entry
from chat_tools.dead_letters.letter import Letter, printable

app = typer.Typer(no_args_is_help=True, help="Records that could not be read, and what to do.")

Ids = Annotated[list[str], typer.Argument(help="topic/partition/offset of the original record")]
By = Annotated[str, typer.Option(help="who does it", default_factory=getpass.getuser)]
Again = Annotated[bool, typer.Option("--again", help="also what was dealt with before")]


class EntryList(BaseModel):
    letters: list[Entry]


@asynccontextmanager
async def _desk() -> AsyncIterator[Desk]:
    config = ServiceConfig()
    client = connect(config.mongo_url, config.mongo_driver)
    publisher = Publisher(config, "dead-letters")
    await publisher.start()
    try:
        async with LogReader(kafka_connection(config)) as reader:
            yield Desk(reader, publisher, Collections(client))
    finally:
        await publisher.stop()
        await disconnect(client)


@app.command("list")
def list_letters(
    again: Again = False,  # noqa: FBT002 - a switch
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,  # noqa: FBT002 - a switch
) -> None:
    """What waits for a decision; with --again also what was dealt with."""

    async def entries() -> list[Entry]:
        async with _desk() as desk:
            return await desk.entries(with_done=again)

    found = finished(entries())
    if json:
        typer.echo(as_json(EntryList(letters=found)))
        return
    now = datetime.now(UTC)
    for entry in found:
        letter = entry.letter
        age = str(now - letter.set_aside_at).split(".")[0]
        typer.echo(
            f"{printable(letter.letter_id.encode())}  {printable(letter.reason.encode())}"
            f"  {age} old  {letter.size} bytes"
        )
        for action in entry.actions:
            typer.echo(f"    {_in_words(action)}")
    typer.echo(f"{len(found)} dead letters")


@app.command()
def show(
    letter_id: Annotated[str, typer.Argument(help="topic/partition/offset of the original")],
) -> None:
    """One letter with its headers and body; bytes that are no text are escaped."""

    async def letter() -> tuple[Letter, list[Action]]:
        async with _desk() as desk:
            return await desk.letter(letter_id)

    found, actions = finished(letter())
    summary, original = found.summary, found.original
    typer.echo(f"{summary.letter_id}  set aside at {summary.set_aside_at} by {summary.consumer}")
    typer.echo(f"reason: {printable(summary.reason.encode())}")
    typer.echo(f"detail: {printable(summary.detail.encode())}")
    for action in actions:
        typer.echo(_in_words(action))
    typer.echo(f"key: {printable(original.key)}")
    for name, value in original.headers:
        typer.echo(f"header {printable(name.encode())}: {printable(value)}")
    typer.echo(f"body, {summary.size} bytes:\n{printable(original.value)}")


@app.command()
def redrive(ids: Ids, by: By, again: Again = False) -> None:  # noqa: FBT002 - a switch
    """Publish the original records once more, after what was wrong has been put right."""

    async def all_of_them() -> None:
        async with _desk() as desk:
            for letter_id in ids:
                await desk.redrive(letter_id, by=by, at=datetime.now(UTC), again=again)
                typer.echo(f"redriven: {letter_id}")

    finished(all_of_them())


@app.command()
def discard(
    ids: Ids,
    reason: Annotated[str, typer.Option(help="why nothing needs to be done")],
    by: By,
    again: Again = False,  # noqa: FBT002 - a switch
) -> None:
    """Let letters go, and keep why."""

    async def all_of_them() -> None:
        async with _desk() as desk:
            for letter_id in ids:
                await desk.discard(
                    letter_id, by=by, at=datetime.now(UTC), reason=reason, again=again
                )
                typer.echo(f"discarded: {letter_id}")

    finished(all_of_them())


def _in_words(action: Action) -> str:
    why = f": {action.reason}" if action.reason else ""
    return f"{action.deed} at {action.at} by {action.by}{why}"
