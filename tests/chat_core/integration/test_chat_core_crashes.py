"""A crash at any step of the loop, on a real store: the same batch again makes it good."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, encode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import BOOKINGS, Topic
from booking_chat.contracts.values import CUSTOMER, Switches
from booking_chat.service.storage.mongo import Client, DuplicateKeyError, PyMongoError
from chat_core.consumers.command_loop import CommandLoop
from chat_core.consumers.projections import BookingProjection
from chat_core.domain.batch import Changes
from chat_core.storage.collections import Collections, provision
from chat_core.storage.command_store import CommandStore, StaleBookingError, StalePositionError
from chat_core.storage.documents import booking_document
from chat_core.storage.search_index import MongoSearchIndex
from support.chat import OPERATOR, a_booking, at, post
from support.logged_records import LoggedRecord
from support.memory_core import CrashError, Letters, MemoryCore, MemoryEvents


@dataclass
class OwnLog:
    """A log that no other test knows, so that positions start anew."""

    name: str = field(default_factory=lambda: f"cluster/{uuid4()}")

    async def of(self, records: Sequence[Record]) -> str:
        return self.name


class SilentEvents(MemoryEvents):
    """Kafka is away: nothing is published."""

    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[tuple[OutgoingRecord, int | None]],
        timeout: float,
    ) -> None:
        raise CrashError


async def nothing_newer() -> None:
    return


@pytest.fixture
async def booking(mongo: Client) -> str:
    """A booking in the store, at a location where messaging is on."""
    await provision(mongo)
    of = Collections(mongo)
    booking = a_booking(f"booking-{uuid4()}")
    await of.bookings.insert_one({"_id": booking.booking_id, **booking_document(booking)})
    on = Switches(portal_enabled=True, support_messaging=True)
    for location in ("lisbon", "porto"):
        await of.locations.update_one(
            {"_id": location}, {"$set": on.model_dump(by_alias=True)}, upsert=True
        )
    return booking.booking_id


def a_log_of(booking: str, texts: Sequence[str]) -> list[LoggedRecord]:
    core = MemoryCore()
    for text in texts:
        core.append(post(text, by=CUSTOMER, booking_id=booking))
    return core.log


async def move(mongo: Client, booking: str, location: str) -> None:
    """What the booking platform says, as chat-core's projection takes it."""
    moved = a_booking(booking, location_id=location)
    record = encode(Envelope("moved", "BookingChanged", "/booking-platform", at(0), moved))
    logged = LoggedRecord(1, record.key, record.value, record.headers, topic=BOOKINGS.name)
    index = MongoSearchIndex(mongo)
    await BookingProjection(mongo, Letters(), OwnLog(), index).handle([logged])


def a_loop(
    mongo: Client, log: OwnLog, events: MemoryEvents, store: CommandStore | None = None
) -> CommandLoop:
    return CommandLoop(
        store or CommandStore(mongo),
        events,
        Letters(),
        log_identity=log,
        catch_up=nothing_newer,
        clock=lambda: datetime.now(UTC),
    )


async def texts_of(mongo: Client, booking: str) -> list[tuple[int, str]]:
    found = Collections(mongo).messages.find({"threadId": thread_id(booking)}).sort("seq", 1)
    return [(document["seq"], document["text"]) for document in await found.to_list(None)]


async def test_stored_but_not_published_is_published_by_the_next_attempt(
    mongo: Client, booking: str
) -> None:
    log, records = OwnLog(), a_log_of(booking, ["one", "two"])
    with pytest.raises(CrashError):
        await a_loop(mongo, log, SilentEvents()).handle(records)
    stored = await texts_of(mongo, booking)
    events = MemoryEvents()

    await a_loop(mongo, log, events).handle(records)

    assert stored == await texts_of(mongo, booking) == [(1, "one"), (2, "two")]
    assert [dict(record.headers)["ce_type"] for record in events.records] == [
        b"ThreadOpened",
        b"MessagePosted",
        b"MessagePosted",
    ]


async def test_copies_of_an_event_are_the_same_bytes_after_a_round_through_the_store(
    mongo: Client, booking: str
) -> None:
    log, records = OwnLog(), a_log_of(booking, ["Olá 👋", "line\nbreak"])
    first, second = MemoryEvents(), MemoryEvents()

    await a_loop(mongo, log, first).handle(records)
    await a_loop(mongo, log, second).handle(records)

    assert second.records == first.records


async def test_a_batch_that_comes_again_longer_is_counted_only_for_what_is_new(
    mongo: Client, booking: str
) -> None:
    log, records = OwnLog(), a_log_of(booking, ["one", "two", "three"])
    await a_loop(mongo, log, MemoryEvents()).handle(records[:2])

    await a_loop(mongo, log, MemoryEvents()).handle(records)

    position = await Collections(mongo).positions.find_one({"log": log.name})
    assert position is not None
    assert {name: position[name] for name in ("first", "next", "seen", "stored", "repeated")} == {
        "first": 0,
        "next": 3,
        "seen": 3,
        "stored": 3,
        "repeated": 0,
    }


async def test_a_worker_that_lost_its_partition_writes_nothing(mongo: Client, booking: str) -> None:
    log, records = OwnLog(), a_log_of(booking, ["one", "two"])
    await a_loop(mongo, log, MemoryEvents()).handle(records[:1])

    class SlowStore(CommandStore):
        """Has loaded; then another worker does the batch; then it saves."""

        async def save(self, log: str, changes: Changes) -> None:
            await a_loop(mongo, own_log, MemoryEvents()).handle(records)
            await super().save(log, changes)

    own_log = log
    with pytest.raises((StalePositionError, DuplicateKeyError)):
        await a_loop(mongo, log, MemoryEvents(), SlowStore(mongo)).handle(records)

    assert await texts_of(mongo, booking) == [(1, "one"), (2, "two")]


async def test_a_booking_that_moved_while_its_thread_was_about_to_open_voids_the_decision(
    mongo: Client, booking: str
) -> None:
    log, records = OwnLog(), a_log_of(booking, ["Hello"])

    class SlowStore(CommandStore):
        """Has loaded; then the booking moves; then it saves."""

        async def save(self, log: str, changes: Changes) -> None:
            await move(mongo, booking, "porto")
            await super().save(log, changes)

    loop = a_loop(mongo, log, MemoryEvents(), SlowStore(mongo))
    with pytest.raises(StaleBookingError):
        await loop.handle(records)
    assert await texts_of(mongo, booking) == []

    events = MemoryEvents()
    await a_loop(mongo, log, events).handle(records)

    thread = await Collections(mongo).threads.find_one({"_id": thread_id(booking)}) or {}
    assert (thread["locationId"], thread["openedIn"]) == ("porto", "porto")
    assert [json.loads(r.value or b"")["locationId"] for r in events.records] == ["porto", "porto"]


async def test_a_booking_that_moves_while_its_thread_opens_takes_it_along(
    mongo: Client, booking: str
) -> None:
    log, records = OwnLog(), a_log_of(booking, ["Hello"])
    moving: list[asyncio.Task[None]] = []

    def move_now(_: str) -> None:
        """In the middle of the transaction: whoever comes second waits or fails."""
        moving.append(asyncio.create_task(move(mongo, booking, "porto")))

    store = CommandStore(mongo, fault_hook=move_now)
    with suppress(StaleBookingError, PyMongoError):
        await a_loop(mongo, log, MemoryEvents(), store).handle(records)
    await asyncio.gather(*moving)
    await a_loop(mongo, log, MemoryEvents()).handle(records)

    thread = await Collections(mongo).threads.find_one({"_id": thread_id(booking)}) or {}
    assert (len(moving), thread["locationId"]) == (1, "porto")


async def test_a_recreated_topic_starts_anew_and_repeats_nothing(
    mongo: Client, booking: str
) -> None:
    records = a_log_of(booking, ["one"])
    await a_loop(mongo, OwnLog(), MemoryEvents()).handle(records)
    recreated, again = OwnLog(), a_log_of(booking, ["two"])

    await a_loop(mongo, recreated, MemoryEvents()).handle([*again])

    assert await texts_of(mongo, booking) == [(1, "one"), (2, "two")]


async def test_an_operators_id_is_kept_with_the_message(mongo: Client, booking: str) -> None:
    core = MemoryCore()
    core.append(post("Good morning", by=OPERATOR, booking_id=booking))

    await a_loop(mongo, OwnLog(), MemoryEvents()).handle(core.log)

    stored = await Collections(mongo).messages.find_one({"threadId": thread_id(booking)})
    assert stored is not None
    assert stored["senderId"] == "operator-1"
