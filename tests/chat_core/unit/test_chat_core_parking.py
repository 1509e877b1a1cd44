"""Which bookings are parked, what waits with them, and what never parks anything."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    DocumentTooLarge,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
    WriteConcernError,
    WriteError,
    WTimeoutError,
)

from booking_chat.service.messaging.failures import ConsumerStoppedError, is_transient
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.parking.keys import ParkedElsewhereError, key_text, pause_after
from chat_core.domain.batch import State
from chat_core.domain.incoming import Incoming
from chat_core.storage.command_store import StaleBookingError, StalePositionError
from support.chat import at, mark_read, post
from support.memory_core import CrashError, MemoryCore, MemoryStore

CONFLICT = {"errorLabels": ["TransientTransactionError"]}


def write_errors(*codes: int) -> BulkWriteError:
    return BulkWriteError({"writeErrors": [{"code": code} for code in codes]})


ENGINE_FAILURES: Sequence[Exception] = [
    AutoReconnect("connection closed"),
    NetworkTimeout("timed out"),
    NotPrimaryError("not primary"),
    ServerSelectionTimeoutError("nobody answers"),
    ExecutionTimeout("operation exceeded time limit", 50),
    WriteConcernError("waiting for replication timed out", 64),
    WTimeoutError("waiting for replication timed out", 64),
    OperationFailure("WriteConflict", 112, CONFLICT),
    OperationFailure("interrupted at shutdown", 11600),
    OperationFailure("not authorized", 13),
    OperationFailure("out of disk space", 14031),
    write_errors(11000, 112),
    KafkaUnavailableError("no answer in time"),
    TimeoutError(),
    ConnectionResetError(),
    StalePositionError("moved on"),
    StaleBookingError("moved"),
    ParkedElsewhereError("released"),
    ConsumerStoppedError("too many"),
]
DATA_FAILURES: Sequence[Exception] = [
    KeyError("lastSeq"),
    TypeError("NoneType"),
    ValueError("not a whole number"),
    OverflowError("MongoDB can only handle up to 8-byte ints"),
    DuplicateKeyError("E11000", 11000),
    write_errors(11000),
    WriteError("Cannot create field", 28),
    OperationFailure("object to insert too large", 10334),
    DocumentTooLarge("16 MiB"),
]


@pytest.mark.parametrize("error", ENGINE_FAILURES, ids=repr)
def test_an_engines_failure_says_nothing_about_what_was_handled(error: Exception) -> None:
    assert is_transient(error)


@pytest.mark.parametrize("error", DATA_FAILURES, ids=repr)
def test_a_refused_or_unreadable_document_says_it(error: Exception) -> None:
    assert not is_transient(error)


@pytest.mark.parametrize("error", ENGINE_FAILURES, ids=repr)
async def test_an_engines_failure_parks_nothing_even_while_a_booking_is_damaged(
    error: Exception,
) -> None:
    """It comes either at once, or while the batch is being taken apart."""

    class FailingStore(MemoryStore):
        loads = 0
        fails_at = 0

        async def load_bookings(self, batch: Sequence[Incoming]) -> State:
            self.loads += 1
            if self.loads > self.fails_at:
                raise error
            return await super().load_bookings(batch)

    for fails_at in range(3):
        core = MemoryCore()
        store = core.store = FailingStore(sick={"booking-1"})
        store.fails_at = fails_at
        core.append(post(booking_id="booking-1"))
        core.append(post(booking_id="booking-2"))

        with pytest.raises(type(error)):
            await core.process(2)

        assert (store.parked, store.state.positions, core.events.records) == ({}, {}, [])


async def test_a_failure_that_no_booking_causes_alone_waits() -> None:
    class TogetherStore(MemoryStore):
        """Fails as soon as two bookings are in a batch, as a bug of ours could."""

        async def load_bookings(self, batch: Sequence[Incoming]) -> State:
            if len({incoming.booking_id for incoming in batch}) > 1:
                raise RuntimeError("a bug")
            return await super().load_bookings(batch)

    core = MemoryCore()
    core.store = TogetherStore()
    core.append(post(booking_id="booking-1"))
    core.append(post(booking_id="booking-2"))

    with pytest.raises(RuntimeError, match="a bug"):
        await core.process(2)

    assert core.store.parked == {}


async def test_two_damaged_bookings_alone_in_a_batch_are_both_parked() -> None:
    core = MemoryCore()
    core.store.sick = {"booking-1", "booking-2"}
    core.append(post(booking_id="booking-1"))
    core.append(post(booking_id="booking-2"))

    await core.process(2)

    assert core.store.parked.keys() == {"booking-1", "booking-2"}
    assert core.store.state.positions[0].parked == 2


async def test_stored_commands_whose_events_were_not_published_wait_with_their_booking() -> None:
    """The process ends between storing and publishing, and comes back to smaller batches."""
    core = MemoryCore()
    for second in range(3):
        core.append(post(f"line {second}", time=at(second)))
    core.append(mark_read(3, time=at(4)))
    core.events.crash_after = 0
    with suppress(CrashError):
        await core.process(4)
    core.events.crash_after = None
    core.store.sick = {"booking-1"}

    for _ in range(4):
        await core.process(1)
    waiting = [(c.incoming.offset, c.decided) for c in core.store.parked["booking-1"]]
    core.store.sick.clear()
    await core.release("booking-1")

    assert waiting == [(0, True), (1, True), (2, True), (3, True)]
    types = [dict(record.headers)["ce_type"] for record in core.events.records]
    assert types == [b"ThreadOpened", *[b"MessagePosted"] * 3, b"ThreadRead"]
    assert (core.store.state.positions[0].stored, core.store.state.positions[0].parked) == (4, 0)


async def test_what_waits_already_does_not_wait_twice_when_the_log_is_read_again() -> None:
    core = MemoryCore()
    core.store.sick = {"booking-1"}
    core.append(post())
    core.append(post())
    await core.process(2)

    core.rewind(0)
    await core.process(2)

    assert [c.incoming.offset for c in core.store.parked["booking-1"]] == [0, 1]
    assert core.store.state.positions[0].parked == 2


def test_a_parked_key_is_tried_less_and_less_often() -> None:
    pauses = [pause_after(attempts).total_seconds() for attempts in (0, 1, 2, 3, 6, 7, 1000)]

    assert pauses == [5, 5, 10, 20, 160, 300, 300]


@pytest.mark.parametrize(
    ("key", "text"), [(b"booking-1", "booking-1"), (None, ""), (b"\xff\x00", "0xff00")]
)
def test_a_key_that_is_no_text_is_named_by_its_bytes(key: bytes | None, text: str) -> None:
    assert key_text(key) == text
