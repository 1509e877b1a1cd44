"""A search looks at about as much as it returns, however much there is; and it can be made anew."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.envelope import decode, encode
from booking_chat.contracts.values import Switches
from booking_chat.service.storage.indexes import drop_retired
from booking_chat.service.storage.mongo import ASCENDING, Client, database
from chat_core.domain.batch import decide_batch
from chat_core.domain.incoming import Incoming
from chat_core.domain.search.index import MessageEntry
from chat_core.domain.search.query import parse_query
from chat_core.storage.collections import INDEXES, Collections, provision
from chat_core.storage.command_store import CommandStore
from chat_core.storage.documents import booking_document
from chat_core.storage.search_fill import SearchFill
from chat_core.storage.search_index import MongoSearchIndex
from chat_core.storage.search_queries import newest_matches
from support.chat import a_booking, post
from support.logged_records import LoggedRecord

ON = Switches(portal_enabled=True, support_messaging=True)
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
COMMON = ("whale", "boat", "please", "time")
MESSAGES = 4_000
LIMIT = 50


@pytest.fixture
async def name(mongo: Client) -> AsyncIterator[str]:
    name = f"growth-{uuid4()}"
    await provision(mongo, name)
    yield name
    await mongo.drop_database(name)


def stages_of(plan: Any) -> set[str]:
    """The names of all stages in an explained plan."""
    if isinstance(plan, list):
        return {name for part in plan for name in stages_of(part)}
    if not isinstance(plan, dict):
        return set()
    own = {plan["stage"]} if isinstance(plan.get("stage"), str) else set()
    return own | {name for part in plan.values() for name in stages_of(part)}


async def explained(mongo: Client, name: str, typed: str, size: int) -> dict[str, Any]:
    (piece,) = parse_query(typed)
    command = {
        "aggregate": "search",
        "pipeline": newest_matches("lisbon", piece, None, size),
        "cursor": {},
    }
    return dict(await mongo[name].command("explain", command, verbosity="executionStats"))


@pytest.mark.parametrize("typed", ["whale", "wha", "w", "narwhal", "変更"])
async def test_a_word_is_answered_from_the_index_alone_without_a_scan_or_a_sort(
    mongo: Client, name: str, typed: str
) -> None:
    index = MongoSearchIndex(mongo, name)
    entries = [
        MessageEntry(
            str(uuid4()),
            f"booking-{number % 900}",
            "lisbon" if number % 2 else "kyoto",
            NOW + timedelta(seconds=number),
            f"{COMMON[number // 2 % 4]} {'narwhal' if number % 7 == 0 else 'boat'} 時間を変更",
        )
        for number in range(MESSAGES)
    ]
    await index.add_messages(entries)

    plan = await explained(mongo, name, typed, LIMIT)

    stats = plan.get("executionStats") or plan["stages"][0]["$cursor"]["executionStats"]
    assert stats["nReturned"] == LIMIT
    assert stats["totalKeysExamined"] <= 2 * LIMIT
    assert stats["totalDocsExamined"] == 0
    assert not stages_of(plan) & {"COLLSCAN", "SORT", "FETCH"}


async def test_what_was_stored_before_there_was_a_search_is_found_after_it_was_filled(
    mongo: Client, name: str
) -> None:
    of, fill = Collections(mongo, name), SearchFill(mongo, name)
    booking = a_booking("booking-1")
    await of.bookings.insert_one({"_id": "booking-1", **booking_document(booking)})
    await of.locations.insert_one({"_id": "lisbon", **ON.model_dump(by_alias=True)})
    store = CommandStore(mongo, name)
    record = encode(post("one narwhal"))
    logged = LoggedRecord(0, record.key, record.value, record.headers)
    batch = [Incoming.of(0, 0, decode(logged, COMMANDS), logged)]
    changes = decide_batch(batch, await store.load("log", [0], batch), NOW + timedelta(days=3650))
    await store.save("log", changes)

    await fill.bookings_once()
    await fill.messages(lambda _: None)

    index = MongoSearchIndex(mongo, name)
    for typed in (booking.customer.name, "narwhal"):
        found = await index.find("lisbon", parse_query(typed), None, 10)
        assert found.booking_ids == ("booking-1",)


async def test_bookings_are_filled_in_once(mongo: Client, name: str) -> None:
    of, fill = Collections(mongo, name), SearchFill(mongo, name)
    await fill.bookings_once()
    booking = booking_document(a_booking("booking-1"))
    await of.bookings.insert_one({"_id": "booking-1", **booking})

    await fill.bookings_once()

    assert await of.search.count_documents({}) == 0


async def test_the_index_that_searched_before_is_dropped_when_the_store_is_provisioned(
    mongo: Client, name: str
) -> None:
    messages = database(mongo, name)["messages"]
    await messages.create_index([("locationId", ASCENDING), ("text", "text")], name="words")

    dropped = await drop_retired(mongo, replace(INDEXES, database=name))

    assert dropped == ["messages.words"]
    assert await drop_retired(mongo, replace(INDEXES, database=name)) == []
