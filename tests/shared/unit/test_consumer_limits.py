"""A consumer that waits says why and where; past its limits it stands still and says what to do."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from booking_chat.contracts.envelope import Record, Undecodable
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.consumer import HOUR_SECONDS, DeadLetterQueue, with_backoff
from booking_chat.service.messaging.failures import ConsumerStoppedError
from booking_chat.service.messaging.records import KafkaUnavailableError
from support.clocks import Clock
from support.dead_letters import Letters
from support.logged_records import LoggedRecord

WHY = Undecodable("bad-body", "no JSON")


def record(offset: int, partition: int = 0, value: bytes = b"?") -> Record:
    return LoggedRecord(offset, b"booking-1", value, [], partition=partition)


async def test_so_many_records_are_set_aside_in_an_hour_and_no_more() -> None:
    topic, clock = Letters(), Clock(0.0)
    letters = DeadLetterQueue(topic, "chat-core", per_hour=3, clock=clock)
    for offset in range(3):
        await letters.send(record(offset), WHY)

    with pytest.raises(ConsumerStoppedError, match="BOOKING_CHAT_MAX_DEAD_LETTERS_PER_HOUR"):
        await letters.send(record(3), WHY)
    clock.now = HOUR_SECONDS
    await letters.send(record(3), WHY)

    assert len(topic.said) == 4


async def test_a_batch_that_comes_again_sets_nothing_aside_twice_and_gets_to_its_end() -> None:
    topic, clock = Letters(), Clock(0.0)
    letters = DeadLetterQueue(topic, "chat-core", per_hour=3, clock=clock)
    batch = [record(offset) for offset in range(5)]

    async def bury_all() -> None:
        for one in batch:
            await letters.send(one, WHY)

    with pytest.raises(ConsumerStoppedError):
        await bury_all()
    clock.now = HOUR_SECONDS
    await bury_all()

    assert len(topic.said) == 5


async def test_another_record_at_the_same_place_is_another_letter() -> None:
    topic = Letters()
    letters = DeadLetterQueue(topic, "chat-core")

    await letters.send(record(0), WHY)
    await letters.send(record(0, value=b"!"), WHY)

    assert [letter.value for letter in topic.said] == [b"?", b"!"]


def test_the_limits_are_settings() -> None:
    config = ServiceConfig()

    assert (config.max_parked_bookings, config.max_dead_letters_per_hour) == (100, 1000)


@dataclass
class Failing:
    """A handler that raises what it is told."""

    error: Exception | None

    async def __call__(self, records: object) -> None:
        if self.error is not None:
            raise self.error


async def lines_of(
    consumer: str, *errors: Exception | None, every: float = 1.0
) -> list[dict[str, Any]]:
    """What is logged while one batch fails again and again."""
    clock, handler = Clock(0.0), Failing(None)
    handle = with_backoff(consumer, handler, clock, pauses=lambda: iter(lambda: 0.0, None))
    batch = [record(7), record(9), record(3, partition=2)]
    with capture_logs() as lines:
        for error in errors:
            handler.error = error
            with suppress(*([type(error)] if error else [])):
                await handle(batch)
            clock.now += every
    return [dict(line) for line in lines]


async def test_a_waiting_batch_says_where_it_stands_and_shows_its_traceback_once() -> None:
    away = KafkaUnavailableError("no answer in time")

    first, second = await lines_of("consumer-1", away, away)

    assert first["records"] == ["chat.commands.v1/0/7-9", "chat.commands.v1/2/3-3"]
    assert (first["event"], first["consumer"]) == ("batch waits", "consumer-1")
    assert (first["log_level"], first["exc_info"]) == ("warning", away)
    assert (second["event"], second["exc_info"]) == ("batch waits", None)


async def test_a_long_wait_shows_its_traceback_again_after_minutes() -> None:
    away = KafkaUnavailableError("no answer in time")

    lines = await lines_of("consumer-2", away, away, away, every=200)

    assert [line["exc_info"] is not None for line in lines] == [True, False, True]


async def test_a_consumer_that_stands_still_says_so_once_and_raises_its_alarm() -> None:
    stopped = ConsumerStoppedError("look at `booking-chat parked list`")

    def alarm() -> float | None:
        return REGISTRY.get_sample_value(
            "booking_chat_consumer_stopped", {"consumer": "consumer-3"}
        )

    lines = await lines_of("consumer-3", stopped, stopped, stopped)
    raised = alarm()
    await lines_of("consumer-3", stopped, None)

    (line,) = lines
    assert (line["log_level"], "booking-chat parked list" in line["error"]) == ("error", True)
    assert (raised, alarm()) == (1, 0)
