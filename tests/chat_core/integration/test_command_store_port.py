"""What the loop relies on in its store: the same of the one in memory and of MongoDB's."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from booking_chat.contracts.commands import COMMANDS, ChatCommand
from booking_chat.contracts.envelope import Envelope, decode, encode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import CUSTOMER, Switches
from booking_chat.service.storage.mongo import Client, Document
from chat_core.consumers.ports import Store
from chat_core.domain.batch import Changes, State, decide_batch
from chat_core.domain.incoming import Incoming
from chat_core.storage.collections import Collections, provision
from chat_core.storage.command_store import CommandStore, StalePositionError
from chat_core.storage.documents import booking_document
from support.chat import OPERATOR, a_booking, at, mark_read, open_thread, post
from support.logged_records import LoggedRecord
from support.memory_core import MemoryStore

LOG = "cluster/topic"
PARTITION = 0
NOW = at(59) + timedelta(hours=1)
ON = Switches(portal_enabled=True, support_messaging=True)
THREAD = thread_id("booking-1")


@pytest.fixture(params=["memory", "mongodb"])
async def store(request: pytest.FixtureRequest, mongo: Client) -> AsyncIterator[Store]:
    """Knows `booking-1` and `booking-2` at Lisbon, where messaging is on."""
    if request.param == "memory":
        yield MemoryStore()
        return
    name = f"store-{uuid4()}"
    of = Collections(mongo, name)
    await provision(mongo, name)
    bookings: list[Document] = [
        {"_id": one, **booking_document(a_booking(one))} for one in ("booking-1", "booking-2")
    ]
    await of.bookings.insert_many(bookings)
    await of.locations.insert_one({"_id": "lisbon", **ON.model_dump(by_alias=True)})
    yield CommandStore(mongo, name)
    await mongo.drop_database(name)


def incoming(offset: int, command: Envelope[ChatCommand]) -> Incoming:
    record = encode(command)
    logged = LoggedRecord(offset, record.key, record.value, record.headers)
    return Incoming.of(PARTITION, offset, decode(logged, COMMANDS), logged)


def a_batch(*commands: Envelope[ChatCommand], start: int = 0) -> list[Incoming]:
    return [incoming(offset, command) for offset, command in enumerate(commands, start=start)]


async def decided(store: Store, batch: Sequence[Incoming]) -> Changes:
    """What the loop would save for a batch."""
    return decide_batch(batch, await store.load(LOG, [PARTITION], batch), NOW)


async def taken(store: Store, batch: Sequence[Incoming]) -> Changes:
    changes = await decided(store, batch)
    await store.save(LOG, changes)
    return changes


def seen(state: State, batch: Sequence[Incoming]) -> object:
    """Of a state what a batch may ask it: a store may know more."""
    bookings = sorted(
        {one.booking_id for one in batch if one.booking_id in state.bookings} - {None}
    )
    threads = [thread_id(booking) for booking in bookings]
    messages = {one.message_id for one in batch}
    return (
        [state.bookings[booking] for booking in bookings],
        [state.threads.get(thread) for thread in threads],
        {m: posted for m, posted in state.posted.items() if m in messages},
        state.switches["lisbon"],
        state.positions.get(PARTITION),
    )


async def test_before_anything_was_saved_bookings_and_switches_are_loaded_and_nothing_else(
    store: Store,
) -> None:
    batch = a_batch(post(by=CUSTOMER))

    state = await store.load(LOG, [PARTITION], batch)

    assert seen(state, batch) == ([a_booking("booking-1")], [None], {}, ON, None)


async def test_what_was_saved_is_what_is_loaded(store: Store) -> None:
    batch = a_batch(
        post("one", by=CUSTOMER, time=at(1)),
        post("two", by=OPERATOR, time=at(2)),
        mark_read(2, time=at(3)),
        open_thread("booking-2"),
    )

    changes = await taken(store, batch)

    state = await store.load(LOG, [PARTITION], batch)
    assert state.threads[THREAD] == changes.threads[THREAD]
    assert state.threads[thread_id("booking-2")] == changes.threads[thread_id("booking-2")]
    posted = {one.event.message_id: one for one in changes.messages}
    assert len(posted) == 2
    assert {m: state.posted[m] for m in posted} == posted
    assert state.positions[PARTITION] == changes.positions[PARTITION][1]
    assert state.customer_counts[THREAD, 2] == 1


async def test_the_same_batch_again_changes_nothing(store: Store) -> None:
    batch = a_batch(post("one"), post("for nobody", booking_id="booking-unknown"))
    await taken(store, batch)
    before = seen(await store.load(LOG, [PARTITION], batch), batch)

    again = await decided(store, batch)

    assert (again.positions, again.parked) == ({}, [])
    assert seen(await store.load(LOG, [PARTITION], batch), batch) == before


async def test_a_rejection_is_loaded_with_its_command(store: Store) -> None:
    batch = a_batch(post("for nobody", booking_id="booking-unknown"))
    changes = await taken(store, batch)
    (rejection,) = changes.rejections

    state = await store.load(LOG, [PARTITION], batch)

    assert state.rejections[rejection.command_id] == (rejection,)


async def test_a_position_that_has_moved_refuses_all_of_a_batch(store: Store) -> None:
    late = await decided(store, a_batch(post("late")))
    first = a_batch(post("first"))
    await taken(store, first)
    before = seen(await store.load(LOG, [PARTITION], first), first)

    with pytest.raises(StalePositionError):
        await store.save(LOG, late)

    assert seen(await store.load(LOG, [PARTITION], first), first) == before
    (message,) = late.messages
    state = await store.load(LOG, [PARTITION], a_batch(post("late")))
    assert message.event.message_id not in state.posted


async def test_a_position_that_another_process_has_begun_refuses_too(store: Store) -> None:
    late = await decided(store, a_batch(post("late")))
    await taken(store, a_batch(post("first")))
    ((loaded, moved),) = late.positions.values()
    assert loaded is None

    with pytest.raises(StalePositionError):
        await store.save(LOG, replace(late, positions={PARTITION: (loaded, moved)}))


async def test_seqs_go_on_where_the_last_batch_ended(store: Store) -> None:
    await taken(store, a_batch(post("one"), post("two")))

    changes = await taken(store, a_batch(post("three"), start=2))

    (three,) = changes.messages
    assert three.event.seq == 3
