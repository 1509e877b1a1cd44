"""Plays side by side: most of a play is waiting, so two share a machine well.

Each lane has engines of its own, so that no play's fault is another's.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from faults.repertoire import Play
from faults.stage import running_stage
from faults.table import Row

LONGEST_PLAY_SECONDS = 60 * 60

Outcomes = Mapping[str, asyncio.Future[Row]]
Programme = Sequence[str]
"""The plays of one stage, in order."""


@asynccontextmanager
async def playing(
    repertoire: Mapping[str, Play], programmes: Sequence[Programme], lanes: int
) -> AsyncIterator[Outcomes]:
    """Plays all programmes, so many at a time; gives each play's row, or its error, by name."""
    loop = asyncio.get_running_loop()
    outcomes: Outcomes = {name: loop.create_future() for plays in programmes for name in plays}
    waiting = iter(programmes)
    running = [asyncio.create_task(_lane(waiting, repertoire, outcomes)) for _ in range(lanes)]
    try:
        yield outcomes
    finally:
        for lane in running:
            lane.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _lane(
    waiting: Iterator[Programme], repertoire: Mapping[str, Play], outcomes: Outcomes
) -> None:
    """Takes one programme after the other until none waits."""
    for plays in waiting:
        try:
            with TemporaryDirectory(prefix="booking-chat-faults-") as folder:
                async with running_stage(Path(folder)) as stage:
                    for name in plays:
                        await _note(outcomes[name], repertoire[name](stage))
        except Exception as error:  # noqa: BLE001 - the stage's own; said for all of its plays
            _fail((outcomes[name] for name in plays), error)


async def _note(outcome: asyncio.Future[Row], play: Awaitable[Row]) -> None:
    """Why one play did not come to its end is no reason to leave out the others."""
    try:
        async with asyncio.timeout(LONGEST_PLAY_SECONDS):
            outcome.set_result(await play)
    except Exception as error:  # noqa: BLE001 - whoever awaits it hears of it
        _fail([outcome], error)


def _fail(outcomes: Iterable[asyncio.Future[Row]], error: Exception) -> None:
    for outcome in outcomes:
        if not outcome.done():
            outcome.set_exception(error)
