"""What a search index does: the same of the one in memory and of MongoDB's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from booking_chat.contracts.ids import thread_id
from booking_chat.service.storage.mongo import Client
from chat_core.domain.search.index import After, BookingEntry, MessageEntry, SearchIndex
from chat_core.domain.search.query import parse_query
from chat_core.domain.search.terms import search_text
from chat_core.storage.collections import Collections, provision
from chat_core.storage.search_index import MongoSearchIndex
from support.memory_search import MemorySearchIndex

DAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
LOG = "cluster/bookings"


@dataclass
class World:
    """An index, and the little that it knows of the rest of the store."""

    index: SearchIndex
    open_thread: Callable[[str], Awaitable[None]]
    settle_at: Callable[[str, str], Awaitable[None]]
    offset: int = 0

    async def booking(self, booking_id: str, *fields: str, location: str = "lisbon") -> None:
        self.offset += 1
        text = search_text(fields)
        await self.index.put_bookings([BookingEntry(booking_id, location, text, LOG, self.offset)])

    async def message(
        self, booking_id: str, text: str, minute: int = 0, location: str = "lisbon"
    ) -> None:
        at = DAY + timedelta(minutes=minute)
        entry = MessageEntry(str(uuid4()), booking_id, location, at, text)
        await self.index.add_messages([entry])
        await self.index.note_activity({booking_id: at})

    async def pages(self, typed: str, limit: int = 10, location: str = "lisbon") -> list[list[str]]:
        pages: list[list[str]] = []
        after: After | None = None
        while True:
            found = await self.index.find(location, parse_query(typed), after, limit)
            pages.append(list(found.booking_ids))
            after = found.after
            if after is None:
                return pages

    async def found(self, typed: str, location: str = "lisbon") -> list[str]:
        return [booking for page in await self.pages(typed, location=location) for booking in page]


@pytest.fixture(params=["memory", "mongodb"])
async def world(request: pytest.FixtureRequest, mongo: Client) -> AsyncIterator[World]:
    if request.param == "memory":
        yield in_memory()
        return
    name = f"search-{uuid4()}"
    of = Collections(mongo, name)
    await provision(mongo, name)

    async def open_thread(booking_id: str) -> None:
        await of.threads.insert_one({"_id": thread_id(booking_id)})

    async def settle_at(booking_id: str, location: str) -> None:
        await of.bookings.insert_one({"_id": booking_id, "locationId": location})

    yield World(MongoSearchIndex(mongo, name), open_thread, settle_at)
    await mongo.drop_database(name)


def in_memory() -> World:
    index = MemorySearchIndex()

    async def open_thread(booking_id: str) -> None:
        index.conversations.add(booking_id)

    async def settle_at(booking_id: str, location: str) -> None:
        index.bookings[booking_id] = location

    return World(index, open_thread, settle_at)


async def test_the_newest_match_comes_first_whatever_was_written_after_it(world: World) -> None:
    await world.message("old", "about the kayak", 1)
    await world.message("new", "about the kayak", 2)
    await world.message("old", "and something else", 3)

    assert await world.found("kayak") == ["new", "old"]


async def test_words_of_several_messages_and_of_the_booking_find_one_conversation(
    world: World,
) -> None:
    await world.booking("booking-1", "Marisol Quintana", "LIS-1")
    await world.message("booking-1", "about the otter please", 1)
    await world.message("booking-1", "and is there parking", 2)
    await world.message("booking-2", "an otter without a place for the car", 3)

    assert await world.found("quintana otter") == ["booking-1"]
    assert await world.found("otter parking") == ["booking-1"]
    assert await world.found("otter parking nothing") == []


async def test_a_phrase_is_one_message(world: World) -> None:
    await world.message("one", "the red boat", 1)
    await world.message("two", "red", 2)
    await world.message("two", "boat", 3)

    assert await world.found('"red boat"') == ["one"]
    assert await world.found("red boat") == ["two", "one"]


async def test_the_newest_of_a_thousand_matches_come_first_and_each_comes_once(
    world: World,
) -> None:
    bookings = [f"booking-{number:04}" for number in range(1000)]
    for number, booking in enumerate(bookings):
        entry = MessageEntry(
            str(uuid4()), booking, "lisbon", DAY + timedelta(seconds=number), "a whale"
        )
        await world.index.add_messages([entry])

    pages = await world.pages("whale", limit=200)

    assert [booking for page in pages for booking in page] == bookings[::-1]
    assert [len(page) for page in pages] == [200] * 5


async def test_a_conversation_with_hundreds_of_matches_hides_no_other(world: World) -> None:
    await world.message("quiet", "one whale", 0)
    at = DAY + timedelta(minutes=1)
    await world.index.add_messages(
        [
            MessageEntry(str(uuid4()), "busy", "lisbon", at + timedelta(seconds=n), "a whale")
            for n in range(700)
        ]
    )

    assert await world.pages("whale", limit=1) == [["busy"], ["quiet"]]


async def test_a_conversation_that_an_earlier_page_has_shown_does_not_come_again(
    world: World,
) -> None:
    await world.message("one", "a whale", 1)
    await world.message("two", "a whale", 2)
    await world.message("one", "a whale again", 3)

    assert await world.pages("whale", limit=1) == [["one"], ["two"]]


async def test_a_booking_that_nobody_has_written_about_is_no_conversation(world: World) -> None:
    await world.booking("silent", "Ana Pereira")
    await world.booking("opened", "Ana Pereira")
    await world.open_thread("opened")

    assert await world.found("pereira") == ["opened"]


async def test_what_is_known_of_a_booking_is_what_its_latest_record_says(world: World) -> None:
    await world.message("booking-1", "hello")
    await world.booking("booking-1", "Ana Pereira")
    await world.booking("booking-1", "Rui Costa")
    late = BookingEntry("booking-1", "lisbon", search_text(["Ana Pereira"]), LOG, world.offset - 1)

    await world.index.put_bookings([late])

    assert await world.found("costa") == ["booking-1"]
    assert await world.found("pereira") == []


async def test_messages_move_with_their_booking(world: World) -> None:
    await world.message("booking-1", "a narwhal question")

    await world.index.move({"booking-1": "kyoto"})

    assert await world.found("narwhal") == []
    assert await world.found("narwhal", location="kyoto") == ["booking-1"]


async def test_a_message_that_comes_after_the_move_is_found_where_the_booking_is(
    world: World,
) -> None:
    await world.settle_at("booking-1", "kyoto")
    await world.index.move({"booking-1": "kyoto"})

    await world.message("booking-1", "a narwhal question", location="lisbon")

    assert await world.found("narwhal") == []
    assert await world.found("narwhal", location="kyoto") == ["booking-1"]


async def test_the_same_messages_again_change_nothing(world: World) -> None:
    entry = MessageEntry(str(uuid4()), "booking-1", "lisbon", DAY, "a whale")
    other = MessageEntry(str(uuid4()), "booking-2", "lisbon", DAY, "a whale")
    await world.index.add_messages([entry])

    await world.index.add_messages([entry, other])

    assert await world.found("whale") == ["booking-1", "booking-2"]


async def test_names_are_in_the_order_of_days(world: World) -> None:
    for number, booking in enumerate(("first", "second", "third")):
        await world.booking(booking, "Ana Pereira")
        await world.index.note_activity({booking: DAY + timedelta(days=number)})
    await world.index.note_activity({"first": DAY + timedelta(days=9)})

    assert await world.found("pereira") == ["first", "third", "second"]
