"""The message log of a gateway: what is promised holds for the fake as for Kafka."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest

from booking_chat.contracts.envelope import Envelope, OutgoingRecord, encode
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.http.views import BookingView, BookingWithdrawn
from booking_chat.contracts.topics import BOOKINGS, EVENTS
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.live.hub import LiveHub
from booking_chat.gateway.message_log import MessageLog, kafka_log
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.records import KafkaUnavailableError
from support.chat import NOON, a_booking
from support.gateway_log import FakeLog
from support.live_words import posted
from support.topic_reader import records_of

PATIENCE_SECONDS = 30
BOTH = pytest.mark.parametrize("kind", ["fake", "real"], scope="module")


@dataclass(frozen=True, slots=True)
class Log:
    """A message log, and the bodies of the events that it holds of a booking."""

    port: MessageLog
    bodies: Callable[[str, int], Awaitable[Sequence[tuple[bytes | None, ...]]]]


@pytest.fixture
def log(kind: str, config: ServiceConfig) -> Log:
    fake = FakeLog()

    async def in_memory(key: str, at_least: int) -> Sequence[tuple[bytes | None, ...]]:
        found = [record for _, record in fake.publisher.records if record.key == key.encode()]
        assert len(found) >= at_least
        return [_bytes(record.value, record.headers) for record in found]

    async def on_kafka(key: str, at_least: int) -> Sequence[tuple[bytes | None, ...]]:
        found = await records_of(config.kafka_bootstrap, EVENTS, key, at_least=at_least)
        return [_bytes(record.value, record.headers) for record in found]

    if kind == "fake":
        return Log(fake.message_log(), in_memory)
    return Log(kafka_log(config, "test-ports"), on_kafka)


def _bytes(
    value: bytes | None, headers: Sequence[tuple[str, bytes | None]]
) -> tuple[bytes | None, ...]:
    return (value, *(part for _, part in headers))


def events_of(booking_id: str, count: int) -> list[OutgoingRecord]:
    return [encode(posted(booking_id, seq=seq)) for seq in range(1, count + 1)]


@BOTH
async def test_what_was_published_is_in_the_log_byte_for_byte_and_in_order(
    log: Log, new_id: Callable[[str], str]
) -> None:
    booking = new_id("booking")
    records = events_of(booking, 5)
    publisher = log.port.publisher
    await publisher.start()
    await publisher.check()

    for record in records:
        await publisher.publish(EVENTS, record)
    await publisher.stop()

    assert await log.bodies(booking, 5) == [_bytes(r.value, r.headers) for r in records]


@BOTH
async def test_nothing_is_published_before_the_start_or_after_the_stop(log: Log) -> None:
    publisher = log.port.publisher
    (record,) = events_of("booking-1", 1)

    with pytest.raises(KafkaUnavailableError):
        await publisher.publish(EVENTS, record)
    with pytest.raises(KafkaUnavailableError):
        await publisher.check()
    await publisher.start()
    await publisher.stop()
    with pytest.raises(KafkaUnavailableError):
        await publisher.publish(EVENTS, record)


@BOTH
async def test_a_feed_gives_what_comes_after_its_start_in_order_until_its_stop(
    log: Log, new_id: Callable[[str], str]
) -> None:
    booking = new_id("booking")
    before, *during, after = events_of(booking, 5)
    heard: list[LiveEvent] = []
    feed = log.port.feed(LiveHub(channels_of=lambda _: [], observe=heard.append))

    def seqs() -> list[int]:
        return [
            event.data.seq
            for event in heard
            if isinstance(event.data, MessagePosted) and event.data.booking_id == booking
        ]

    await log.port.publisher.start()
    await log.port.publisher.publish(EVENTS, before)
    await feed.start()
    for record in during:
        await log.port.publisher.publish(EVENTS, record)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(seqs()) < len(during):
            await asyncio.sleep(0.02)
    await feed.stop()
    await log.port.publisher.publish(EVENTS, after)
    await log.port.publisher.stop()

    assert seqs() == [2, 3, 4]


@BOTH
async def test_a_feed_gives_bookings_as_their_platform_changes_and_withdraws_them(
    log: Log, new_id: Callable[[str], str]
) -> None:
    booking = a_booking(new_id("booking"))
    heard: list[LiveEvent] = []
    feed = log.port.feed(LiveHub(channels_of=lambda _: [], observe=heard.append))

    def types() -> list[str]:
        return [
            event.type
            for event in heard
            if isinstance(event.data, BookingView | BookingWithdrawn)
            and event.data.booking_id == booking.booking_id
        ]

    await log.port.publisher.start()
    await feed.start()
    changed = Envelope("booking-event", "BookingChanged", "/booking-platform", NOON, booking)
    withdrawn = OutgoingRecord(booking.booking_id.encode(), None, [])
    for record in (encode(changed), withdrawn):
        await log.port.publisher.publish(BOOKINGS, record)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(types()) < 2:
            await asyncio.sleep(0.02)
    await feed.stop()
    await log.port.publisher.stop()

    assert types() == ["BookingChanged", "BookingWithdrawn"]
