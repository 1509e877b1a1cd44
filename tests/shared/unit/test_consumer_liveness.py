"""A consumer is unhealthy only when records wait and none is finished for a minute."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from prometheus_client import REGISTRY

from booking_chat.contracts.topics import COMMANDS, Topic
from booking_chat.service.messaging.liveness import ConsumerLiveness, StuckConsumerError
from booking_chat.service.messaging.records import KafkaUnavailableError

LAG = "booking_chat_consumer_lag_records"


@dataclass
class Log:
    """A log with so many records, of which a group has finished so many, or that is away."""

    end: int = 100
    done: int = 100
    away: bool = False

    async def ends(self, topic: Topic) -> dict[int, int]:
        if self.away:
            raise KafkaUnavailableError
        return {0: self.end}

    async def lag(self, group_id: str, topic: Topic, ends: Mapping[int, int]) -> int:
        return ends[0] - self.done


@dataclass
class Watched:
    log: Log = field(default_factory=Log)
    now: float = 0.0

    def __post_init__(self) -> None:
        self._liveness = ConsumerLiveness(self.log, "group", COMMANDS, clock=lambda: self.now)

    async def is_healthy_at(self, seconds: float) -> bool:
        self.now = seconds
        try:
            await self._liveness.check()
        except StuckConsumerError:
            return False
        return True


async def test_idle_is_healthy_for_ever() -> None:
    watched = Watched()

    assert [await watched.is_healthy_at(t) for t in (0, 60, 100_000)] == [True, True, True]


async def test_waiting_records_and_no_movement_for_a_minute_is_unhealthy() -> None:
    watched = Watched(Log(done=40))

    assert [await watched.is_healthy_at(t) for t in (0, 59, 60)] == [True, True, False]


async def test_any_movement_starts_the_minute_again() -> None:
    watched = Watched(Log(done=40))
    await watched.is_healthy_at(0)
    watched.log.done = 41

    assert [await watched.is_healthy_at(t) for t in (50, 109, 110)] == [True, True, False]


async def test_a_consumer_that_moves_again_is_healthy_again() -> None:
    watched = Watched(Log(done=40))
    await watched.is_healthy_at(0)
    assert not await watched.is_healthy_at(61)
    watched.log.done = 41

    assert await watched.is_healthy_at(62)


async def test_a_long_idle_time_is_not_held_against_the_first_record() -> None:
    watched = Watched()
    await watched.is_healthy_at(0)
    await watched.is_healthy_at(1000)
    watched.log.end = 101

    assert [await watched.is_healthy_at(t) for t in (1001, 1059)] == [True, True]


@pytest.mark.parametrize("seconds", [0.0, 1000.0])
async def test_kafka_being_away_is_not_the_consumers_fault(seconds: float) -> None:
    watched = Watched(Log(done=40))
    await watched.is_healthy_at(0)
    watched.log.away = True

    assert await watched.is_healthy_at(seconds)


@dataclass
class Looking:
    """A consumer's liveness that looks by itself at the given seconds, and is asked once."""

    log: Log
    now: float = 0.0

    def __post_init__(self) -> None:
        self.liveness = ConsumerLiveness(self.log, "group", COMMANDS, clock=lambda: self.now)

    async def looks(self, *seconds: float) -> None:
        for self.now in seconds:
            await self.liveness.look()

    async def is_healthy_when_asked_first_at(self, seconds: float) -> bool:
        self.now = seconds
        try:
            await self.liveness.check()
        except StuckConsumerError:
            return False
        return True


async def test_the_first_question_does_not_begin_the_minute_anew() -> None:
    looking = Looking(Log(done=40))
    await looking.looks(*range(0, 65, 5))

    assert not await looking.is_healthy_when_asked_first_at(65)


async def test_an_hour_of_idling_that_nobody_asked_about_is_not_held_against_new_work() -> None:
    looking = Looking(Log())
    await looking.looks(*range(0, 3600, 5))
    looking.log.end = 101

    assert await looking.is_healthy_when_asked_first_at(3600)


async def test_the_minute_begins_when_the_lag_does() -> None:
    looking = Looking(Log())
    await looking.looks(*range(0, 1000, 5))
    looking.log.end = 101
    await looking.looks(*range(1000, 1060, 5))

    assert await looking.is_healthy_when_asked_first_at(1059)
    assert not await looking.is_healthy_when_asked_first_at(1060)


async def test_the_time_that_kafka_was_away_does_not_count() -> None:
    looking = Looking(Log(done=40))
    await looking.looks(0, 5, 10)
    looking.log.away = True
    await looking.looks(15, 300, 600)
    looking.log.away = False

    assert await looking.is_healthy_when_asked_first_at(615)
    assert await looking.is_healthy_when_asked_first_at(659)
    assert not await looking.is_healthy_when_asked_first_at(660)


async def test_it_looks_by_itself_from_its_start_to_its_stop() -> None:
    asked = asyncio.Event()

    class Counting(Log):
        async def ends(self, topic: Topic) -> dict[int, int]:
            asked.set()
            return await super().ends(topic)

    liveness = ConsumerLiveness(Counting(), "group", COMMANDS)
    before = asyncio.all_tasks()
    await liveness.start()
    try:
        async with asyncio.timeout(5):
            await asked.wait()
        looking = asyncio.all_tasks() - before
    finally:
        await liveness.stop()

    assert len(looking) == 1
    assert all(task.done() for task in looking)


async def test_the_lag_is_a_metric() -> None:
    watched = Watched(Log(done=40))

    await watched.is_healthy_at(0)

    assert REGISTRY.get_sample_value(LAG, {"consumer": "group"}) == 60.0
