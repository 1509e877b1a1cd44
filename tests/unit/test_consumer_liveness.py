"""A consumer is unhealthy only when records wait and none is finished for a minute."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from booking_chat.service.kafka import KafkaUnavailableError
from booking_chat.service.liveness import ConsumerLiveness, StuckConsumerError
from booking_chat.topics import COMMANDS, Topic


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
