"""Commands drained a second by one worker, from a backlog that is there when it starts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from time import perf_counter

import bare
import world
from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import COMMANDS, EVENTS, Topic
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import connect, disconnect
from chat_core.consumers.catch_up import catch_up
from chat_core.names import COMMANDS_GROUP, SEARCH_GROUP
from chat_core.names import NAME as CORE
from chat_core.storage.collections import DATABASE
from report import Figure, Spread
from stack import Stack
from usage import cpu_seconds

_POLL_SECONDS = 0.02
_LONGEST_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Drained:
    """`cpu_microseconds` is the worker's own, a command; the engines' is not in it."""

    commands_per_second: float
    cpu_microseconds: float
    search_share: float = 0.0
    """How long the search took to catch up afterwards, as a share of the whole drain's time."""


async def measure(stack: Stack, rounds: int, backlog_size: int) -> AsyncIterator[Figure]:
    ours, others = [], []
    async with world.publisher(stack.config) as publisher, _progress(stack) as progress:
        bench = DrainBench(stack, publisher, progress)
        await bench.prepare()
        for _ in range(rounds):
            backlog = list(world.commands(backlog_size))
            ours.append(await bench.ours(backlog))
            others.append(await bench.bare(backlog))
    yield Figure(
        "commands drained by one worker",
        "1/s",
        Spread([one.commands_per_second for one in ours]),
        Spread([one.commands_per_second for one in others]),
    )
    yield Figure(
        "the worker's processor time a command",
        "µs",
        Spread([one.cpu_microseconds for one in ours]),
        Spread([one.cpu_microseconds for one in others]),
    )
    yield Figure(
        "the search's catching up after the drain, against the drain's time",
        "x",
        Spread([one.search_share for one in ours]),
    )


class DrainBench:
    def __init__(self, stack: Stack, publisher: Publisher, progress: GroupProgress) -> None:
        self._stack = stack
        self._publisher = publisher
        self._progress = progress

    async def prepare(self) -> None:
        """Bookings and settings are known to chat-core before anything is measured."""
        self._bare_commands = await self._stack.make_topic(COMMANDS, "bare.commands")
        self._bare_events = await self._stack.make_topic(EVENTS, "bare.events")
        await world.publish_world(self._publisher)
        async with self._stack.services(CORE), asyncio.timeout(_LONGEST_SECONDS):
            await catch_up(self._progress, ())

    async def ours(self, backlog: Sequence[OutgoingRecord]) -> Drained:
        await world.publish(self._publisher, COMMANDS, backlog)
        before = await self._stored(DATABASE)
        async with self._stack.services(CORE) as pids:
            drained = await self._drain(pids[CORE], COMMANDS_GROUP, COMMANDS)
            start = perf_counter()
            await self._until_searchable()
            share = (perf_counter() - start) / (len(backlog) / drained.commands_per_second)
        drained = replace(drained, search_share=share)
        await self._check(DATABASE, before + len(backlog))
        return drained

    async def bare(self, backlog: Sequence[OutgoingRecord]) -> Drained:
        await world.publish(self._publisher, self._bare_commands, backlog)
        before = await self._stored(bare.DATABASE)
        config = self._stack.config
        arguments = ["pipeline", config.kafka_bootstrap, config.mongo_url]
        topics = [self._bare_commands.name, self._bare_events.name]
        async with self._stack.script("bare.py", [*arguments, *topics]) as pid:
            drained = await self._drain(pid, bare.GROUP, self._bare_commands)
        await self._check(bare.DATABASE, before + len(backlog))
        return drained

    async def _drain(self, pid: int, group: str, topic: Topic) -> Drained:
        """From the first committed offset to the last.

        Start, rebalance and first batch are warm-up: they are over when the first offset is
        committed, and their commands do not count.
        """
        ends = await self._progress.ends(topic)
        backlog = await self._progress.lag(group, topic, ends)
        begun: tuple[int, float, float] | None = None
        async with asyncio.timeout(_LONGEST_SECONDS):
            while (left := await self._progress.lag(group, topic, ends)) > 0 or begun is None:
                if begun is None and left < backlog:
                    begun = left, perf_counter(), cpu_seconds(pid)
                await asyncio.sleep(_POLL_SECONDS)
        commands, start, cpu_before = begun
        return Drained(
            commands_per_second=commands / (perf_counter() - start),
            cpu_microseconds=(cpu_seconds(pid) - cpu_before) / commands * 1e6,
        )

    async def _until_searchable(self) -> None:
        """What is deferred has to be done all the same."""
        ends = await self._progress.ends(EVENTS)
        async with asyncio.timeout(_LONGEST_SECONDS):
            while await self._progress.lag(SEARCH_GROUP, EVENTS, ends) > 0:  # noqa: ASYNC110 - Kafka is asked
                await asyncio.sleep(_POLL_SECONDS)

    async def _stored(self, database: str) -> int:
        client = connect(self._stack.config.mongo_url, self._stack.config.mongo_driver)
        try:
            return await client[database]["messages"].count_documents({})
        finally:
            await disconnect(client)

    async def _check(self, database: str, expected: int) -> None:
        """A figure of work that was not done would be worth nothing."""
        stored = await self._stored(database)
        if stored != expected:
            raise RuntimeError(f"{database} holds {stored} messages instead of {expected}")


@asynccontextmanager
async def _progress(stack: Stack) -> AsyncIterator[GroupProgress]:
    progress = GroupProgress(stack.config, "bench")
    await progress.start()
    try:
        yield progress
    finally:
        await progress.stop()
