"""Any consumer: the keys that cannot be handled are parked, everybody else's records are handled
once, and what is parked comes in order when it can be handled."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pymongo.errors import AutoReconnect
from structlog.testing import capture_logs

from booking_chat.contracts.envelope import Record
from booking_chat.service.messaging.failures import ConsumerStoppedError
from booking_chat.service.parking.keys import LONGEST_PAUSE, ParkedElsewhereError
from booking_chat.service.parking.parking import Parking
from booking_chat.service.parking.releasing import Releasing
from booking_chat.service.parking.store import INDEXES, ParkedStore
from booking_chat.service.storage.indexes import StoreIndexes, create_all
from booking_chat.service.storage.mongo import Client
from support.logged_records import LoggedRecord
from support.memory_core import OneLog

GROUP = "readers"


@dataclass
class Clock:
    now: datetime = datetime(2026, 3, 15, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Handler:
    """Handles records unless one of the `sick` keys is among them; `handled` are the offsets."""

    sick: set[bytes] = field(default_factory=set)
    error: Exception = field(default_factory=lambda: KeyError("seq"))
    handled: list[tuple[bytes | None, int]] = field(default_factory=list)

    async def __call__(self, records: Sequence[Record]) -> None:
        if self.sick & {record.key for record in records}:
            raise self.error
        self.handled += [(record.key, record.offset) for record in records]


@dataclass
class Consumer:
    store: ParkedStore
    handler: Handler = field(default_factory=Handler)
    clock: Clock = field(default_factory=Clock)
    limit: int = 100

    @property
    def parking(self) -> Parking:
        return Parking(GROUP, self.handler, self.store, OneLog(), self.limit, self.clock)

    async def take(self, *records: Record) -> None:
        await self.parking.handle(records)

    async def look(self) -> None:
        await Releasing(self.store, {GROUP: self.parking}, self.clock).release_due()

    async def waiting(self) -> dict[str, int]:
        return {key.key: key.records for key in await self.store.all(GROUP)}


@pytest.fixture
async def consumer(mongo: Client) -> AsyncIterator[Consumer]:
    name = f"parking_{uuid4().hex}"
    await create_all(mongo, StoreIndexes(name, INDEXES))
    yield Consumer(ParkedStore(mongo, name))
    await mongo.drop_database(name)


def record(offset: int, key: bytes | None = b"well") -> Record:
    return LoggedRecord(offset, key, b"{}", [("ce_type", b"x"), ("odd", None)])


async def test_only_the_failing_key_is_parked_and_comes_in_order_once_it_works(
    consumer: Consumer,
) -> None:
    consumer.handler.sick = {b"sick"}
    others = [record(n, b"well-%d" % n) for n in range(10, 60)]

    with capture_logs() as lines:
        await consumer.take(*others[:25], record(1, b"sick"), *others[25:], record(2, b"sick"))
        await consumer.take(record(70), record(71, b"sick"))

    assert sorted(offset for _, offset in consumer.handler.handled) == [*range(10, 60), 70]
    assert await consumer.waiting() == {"sick": 3}
    (line,) = [line for line in lines if line["event"] == "parked"]
    assert (line["key"], line["partition"], line["offset"]) == ("sick", 0, 1)
    assert "KeyError('seq')" in line["traceback"]

    consumer.handler.sick = set()
    consumer.handler.handled.clear()
    consumer.clock.now += LONGEST_PAUSE
    await consumer.look()

    assert consumer.handler.handled == [(b"sick", 1), (b"sick", 2), (b"sick", 71)]
    assert await consumer.waiting() == {}
    assert await consumer.store.records.count_documents({}) == 0
    await consumer.take(record(72, b"sick"))
    assert consumer.handler.handled[-1] == (b"sick", 72)


async def test_a_record_is_kept_as_it_came(consumer: Consumer) -> None:
    odd = replace(record(3, b"\xff\x00"), value=None)  # type: ignore[type-var] # a protocol to mypy
    consumer.handler.sick = {b"\xff\x00"}

    await consumer.take(odd)

    (key,) = await consumer.store.all()
    (kept,) = await consumer.store.first(key, 10)
    assert key.key == "0xff00"
    assert (kept.key, kept.value, list(kept.headers)) == (odd.key, None, list(odd.headers))
    assert (kept.topic, kept.partition, kept.offset) == (odd.topic, odd.partition, odd.offset)


@pytest.mark.parametrize("error", [AutoReconnect("away"), TimeoutError(), ConnectionError()])
async def test_an_engine_that_is_away_parks_nothing(consumer: Consumer, error: Exception) -> None:
    consumer.handler = Handler(sick={b"sick"}, error=error)

    with pytest.raises(type(error)):
        await consumer.take(record(1), record(2, b"sick"))

    assert await consumer.waiting() == {}


async def test_past_the_limit_the_batch_waits_and_nothing_is_parked(consumer: Consumer) -> None:
    consumer.limit = 2
    consumer.handler.sick = {b"a", b"b", b"c"}

    with pytest.raises(ConsumerStoppedError, match="BOOKING_CHAT_MAX_PARKED_BOOKINGS"):
        await consumer.take(*(record(n, key) for n, key in enumerate([b"a", b"b", b"c"])))

    assert await consumer.waiting() == {}


async def test_those_that_are_parked_already_count_towards_the_limit(consumer: Consumer) -> None:
    consumer.limit = 1
    consumer.handler.sick = {b"a", b"b"}
    await consumer.take(record(1, b"a"))

    with pytest.raises(ConsumerStoppedError):
        await consumer.take(record(2, b"b"))

    assert await consumer.waiting() == {"a": 1}


async def test_a_batch_that_comes_again_queues_nothing_twice(consumer: Consumer) -> None:
    consumer.handler.sick = {b"sick"}
    batch = [record(1, b"sick"), record(2), record(3, b"sick")]
    await consumer.take(*batch)

    await consumer.take(*batch, record(4, b"sick"))

    assert await consumer.waiting() == {"sick": 3}


async def test_what_is_still_broken_is_tried_less_and_less_often(consumer: Consumer) -> None:
    consumer.handler.sick = {b"sick"}
    await consumer.take(record(1, b"sick"))
    pauses = []
    for _ in range(9):
        (key,) = await consumer.store.all()
        pauses.append((key.next_attempt_at - consumer.clock.now).total_seconds())
        consumer.clock.now = key.next_attempt_at
        await consumer.look()

    assert pauses == [5, 5, 10, 20, 40, 80, 160, 300, 300]


async def test_while_an_engine_is_away_attempts_are_not_counted(consumer: Consumer) -> None:
    consumer.handler.sick = {b"sick"}
    await consumer.take(record(1, b"sick"))
    consumer.handler.error = AutoReconnect("away")

    consumer.clock.now += timedelta(seconds=5)
    await consumer.look()

    (key,) = await consumer.store.all()
    assert (key.attempts, key.error) == (0, "KeyError('seq')")


async def test_who_has_lost_the_claim_removes_nothing(consumer: Consumer) -> None:
    consumer.handler.sick = {b"sick"}
    await consumer.take(record(1, b"sick"))
    later = consumer.clock.now + LONGEST_PAUSE
    slow = await consumer.store.take_due([GROUP], later, "slow")
    assert slow is not None
    fast = await consumer.store.take_due([GROUP], later + LONGEST_PAUSE, "fast")
    records = await consumer.store.first(slow, 10)

    with pytest.raises(ParkedElsewhereError):
        await consumer.store.remove(slow, "slow", records, later)

    assert fast == replace(slow, next_attempt_at=fast.next_attempt_at if fast else later)
    assert await consumer.waiting() == {"sick": 1}
