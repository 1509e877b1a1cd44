"""What the operator's commands have in common: how they end, and how they show progress."""

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TypeVar

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import TaskID

from booking_chat.service.messaging.records import KAFKA_AWAY
from booking_chat.service.storage.mongo import PyMongoError
from chat_tools.progress import Progress, RefusedError, Silence

Result = TypeVar("Result")

REFUSED = 1
COULD_NOT_TELL = 2
"""The exit status when something that is needed does not answer."""


def finished(work: Coroutine[None, None, Result]) -> Result:
    """Runs a command's work; ends with 1 when refused, 2 when an engine does not answer."""
    try:
        return asyncio.run(work)
    except RefusedError as error:
        typer.echo(f"refused: {error}", err=True)
        raise typer.Exit(REFUSED) from error
    except (*KAFKA_AWAY, PyMongoError) as error:
        typer.echo(f"could not do it: {str(error) or repr(error)}", err=True)
        raise typer.Exit(COULD_NOT_TELL) from error


def as_json(result: BaseModel) -> str:
    return result.model_dump_json(by_alias=True, indent=2)


class _Shown:
    """Each step is a bar of its own."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._step: TaskID | None = None

    def begin(self, step: str, total: int) -> None:
        self._step = self._bars.add_task(step, total=total)

    def advance(self, count: int) -> None:
        if self._step is not None:
            self._bars.advance(self._step, count)


@contextmanager
def progress_shown(*, wanted: bool) -> Iterator[Progress]:
    """Bars on standard error while a person watches, else nothing."""
    if not (wanted and sys.stderr.isatty()):
        yield Silence()
        return
    with Bars(console=Console(stderr=True), transient=True) as bars:
        yield _Shown(bars)
