"""Faults of chat-core: killed at each step, stopped and continued, joining and leaving."""

import asyncio
import random
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import monotonic

from chat_core.fault_points import FaultPoint
from devstack.processes import Process
from devstack.waiting import comes_true
from faults.copies import copies_of_events
from faults.stage import STOP_SECONDS, Scene, Stage
from faults.table import Row
from faults.world import some_writers, writers_of_one_thread

WRITERS = 12
MAX_PASSES = 20
"""A worker lives through up to so many batches before it reaches its end."""
DEATH_SECONDS = 120.0
ZOMBIE_POINTS = (FaultPoint.AFTER_DECIDE, FaultPoint.AFTER_COMMIT, FaultPoint.INSIDE_TRANSACTION)
FEW_PASSES = 3
AWAKE_SECONDS = 3.0
"""Long enough for a worker that goes on to do what it should not."""
MAX_GUESTS = 2


def fault_points(count: int, chance: random.Random) -> Iterator[str]:
    """Each point in turn, after a random number of batches."""
    for point in islice(cycle(FaultPoint), count):
        yield f"{point}:{chance.randrange(MAX_PASSES)}"


async def killed_at_each_step(stage: Stage, kills: int, workers: int) -> Row:
    """So many workers at a time, each of which kills itself at a step and is replaced."""
    points = fault_points(kills, random.Random(kills))  # noqa: S311 - not a secret
    writers = await some_writers(stage.publisher, WRITERS)
    async with AsyncExitStack() as at_the_end, stage.scene(writers) as scene:
        await asyncio.gather(*(_die_again_and_again(stage, points, scene) for _ in range(workers)))
        await at_the_end.enter_async_context(stage.workers(1))
        await scene.recovered()
    return await stage.row("chat-core killed at each step of its loop", scene)


async def _die_again_and_again(stage: Stage, points: Iterator[str], scene: Scene) -> None:
    for point in points:
        worker = stage.core(point)
        await worker.start()
        try:
            async with asyncio.timeout(DEATH_SECONDS):
                code = await worker.wait()
        finally:
            await worker.stop(patience=0)
        if code != -signal.SIGKILL:
            raise RuntimeError(f"chat-core ended with {code} at {point}:\n{worker.last_lines()}")
        scene.strike()


async def stopped_and_continued(stage: Stage, times: int) -> Row:
    """A worker is stopped at a step until another has its partitions, and then goes on."""
    writers = await some_writers(stage.publisher, WRITERS)
    async with stage.workers(1), stage.scene(writers) as scene:
        for point in islice(cycle(ZOMBIE_POINTS), times):
            zombie = stage.core(f"{point}:{FEW_PASSES}:STOP")
            await zombie.start()
            try:
                if not await comes_true(partial(_is_stopped, zombie), DEATH_SECONDS):
                    raise TimeoutError(f"chat-core never came to {point}")
                scene.strike()
                await scene.recovered()
                zombie.send(signal.SIGCONT)
                await asyncio.sleep(AWAKE_SECONDS)
            finally:
                await zombie.stop(STOP_SECONDS)
    return await stage.row("chat-core stopped past its session and continued", scene)


async def _is_stopped(process: Process) -> bool:
    """Whether the system says so: the state comes after the name, which is in brackets."""
    status = Path(f"/proc/{process.pid}/stat").read_text()  # noqa: ASYNC240 - not a disk
    return status.rpartition(") ")[2].startswith("T")


async def joining_and_leaving(stage: Stage, seconds: float, every: float) -> Row:
    """One worker stays; others join, and leave when two have come, all the time."""
    writers = await some_writers(stage.publisher, WRITERS)
    guests: deque[Process] = deque()
    async with stage.workers(1), stage.scene(writers) as scene:
        until = monotonic() + seconds
        try:
            while monotonic() < until:
                if len(guests) < MAX_GUESTS:
                    guests.append(stage.core())
                    await guests[-1].start()
                else:
                    await guests.popleft().stop(STOP_SECONDS)
                scene.strike()
                await asyncio.sleep(every)
        finally:
            await asyncio.gather(*(guest.stop(STOP_SECONDS) for guest in guests))
        await scene.recovered()
    return await stage.row("workers joining and leaving", scene)


async def told_to_stop(stage: Stage, times: int) -> Row:
    """SIGTERM in the middle of the work: a worker ends cleanly, and its successor repeats nothing.

    One worker at a time, because a rebalance may give a batch of the others again.
    """
    chance = random.Random(times)  # noqa: S311 - not a secret
    writers = await some_writers(stage.publisher, WRITERS)
    findings = []
    async with AsyncExitStack() as at_the_end, stage.scene(writers) as scene:
        for _ in range(times):
            async with stage.workers(1) as (worker,):
                if scene.struck:
                    await scene.recovered()
                await asyncio.sleep(chance.uniform(0.5, 1.5))
                findings += await _unclean_stop(worker)
                scene.strike()
        await at_the_end.enter_async_context(stage.workers(1))
        await scene.recovered()
    row = await stage.row("chat-core told to stop (SIGTERM)", scene)
    copies = await copies_of_events(stage.config.kafka_bootstrap, scene.ledger)
    return replace(row, findings=[*row.findings, *findings, *copies])


async def _unclean_stop(worker: Process) -> list[str]:
    """What is wrong with how a worker ends that is told to stop."""
    worker.send(signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            code = await worker.wait()
    except TimeoutError:
        return [f"chat-core has not stopped within {STOP_SECONDS:.0f} s"]
    # uvicorn ends the process by the signal that it was told to stop by.
    return [] if code in {0, -signal.SIGTERM} else [f"chat-core stopped with {code}"]


async def many_writers_in_one_thread(stage: Stage, people: int, seconds: float) -> Row:
    """So many people write into one conversation at once, and a worker is killed meanwhile."""
    writers = await writers_of_one_thread(stage.publisher, people)
    async with stage.workers(2) as workers, stage.scene(writers) as scene:
        await asyncio.sleep(seconds / 2)
        await workers[0].kill()
        scene.strike()
        await asyncio.sleep(seconds / 2)
        await scene.recovered()
    return await stage.row(f"{people} writers in one thread, a worker killed", scene)
