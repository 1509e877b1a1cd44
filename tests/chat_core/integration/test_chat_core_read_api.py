"""What the gateways read: inbox by keyset, history, search, and bookings kept up to date."""

import asyncio
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import httpx
import pytest

from booking_chat.contracts.base import to_milliseconds
from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.http.views import Page, ThreadView
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import BOOKINGS
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client
from chat_core.storage.collections import Collections
from support.chat import OPERATOR, a_booking, open_thread
from support.commands import booking_chat
from support.core_steps import PATIENCE_SECONDS, World


async def given_threads(world: World, count: int) -> list[str]:
    """Bookings with one customer message each, the newest last."""
    bookings = [await world.a_booking() for _ in range(count)]
    for number, booking in enumerate(bookings):
        await world.send(world.post(booking, f"message number {number}", CUSTOMER))
    await world.until_decided()
    return bookings


async def pages(core: httpx.AsyncClient, path: str, **params: str | int) -> list[list[str]]:
    """The booking ids of every page of a list."""
    found: list[list[str]] = []
    while True:
        page = (await core.get(path, params=params)).json()
        found.append([item["bookingId"] for item in page["items"]])
        if page["nextCursor"] is None:
            return found
        params["cursor"] = page["nextCursor"]


async def until_found(
    core: httpx.AsyncClient, path: str, typed: str, expected: list[list[str]]
) -> None:
    """Returns once a search gives these pages: the search follows what was stored."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await pages(core, path, q=typed) != expected:
            await asyncio.sleep(0.05)


async def test_the_inbox_is_paged_newest_message_first(
    world: World, core: httpx.AsyncClient
) -> None:
    bookings = await given_threads(world, 5)

    found = await pages(core, f"/locations/{world.location_id}/threads", limit=2)

    newest_first = bookings[::-1]
    assert found == [newest_first[:2], newest_first[2:4], newest_first[4:]]


async def test_an_empty_conversation_has_its_place_in_the_inbox_by_when_it_was_opened(
    world: World, core: httpx.AsyncClient
) -> None:
    before, opened, after = [await world.a_booking() for _ in range(3)]
    opening = datetime.now(UTC) - timedelta(minutes=1)
    await world.send(
        world.post(before, "Hello", CUSTOMER, opening - timedelta(seconds=1)),
        open_thread(opened, location_id=world.location_id, time=opening),
        world.post(after, "Hello", CUSTOMER, opening + timedelta(seconds=1)),
    )
    await world.until_decided()

    answer = await core.get(f"/locations/{world.location_id}/threads")
    threads = Page[ThreadView].model_validate_json(answer.content).items

    assert [(thread.booking_id, thread.opened_at) for thread in threads] == [
        (after, to_milliseconds(opening + timedelta(seconds=1))),
        (opened, to_milliseconds(opening)),
        (before, to_milliseconds(opening - timedelta(seconds=1))),
    ]


async def test_the_unread_filter_leaves_out_what_was_answered(
    world: World, core: httpx.AsyncClient
) -> None:
    waiting, answered = await given_threads(world, 2)
    await world.send(world.post(answered, "Here you are", OPERATOR))
    await world.until_decided()

    found = await pages(core, f"/locations/{world.location_id}/threads", filter="unread")

    assert found == [[waiting]]


@pytest.mark.parametrize("words", ["björk", "BJORK", "bjo", "zoe@example.com", "kayak7", "hvalur"])
async def test_a_thread_is_found_by_name_email_code_and_words(
    world: World, core: httpx.AsyncClient, words: str
) -> None:
    booking = await world.a_booking(customer_name="Guðrún Björk")
    await world.send(world.post(booking, "Shall we see a hvalur today?", CUSTOMER))
    await world.until_decided()

    await until_found(core, f"/locations/{world.location_id}/threads", words, [[booking]])


async def test_a_search_says_how_many_events_it_does_not_know_yet(
    world: World, core: httpx.AsyncClient
) -> None:
    await given_threads(world, 1)
    path = f"/locations/{world.location_id}/threads"

    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await core.get(path, params={"q": "message"})).json()["searchLag"] != 0:
            await asyncio.sleep(0.05)

    assert (await core.get(path)).json()["searchLag"] is None


async def test_a_cursor_of_the_inbox_is_none_of_a_search(
    world: World, core: httpx.AsyncClient
) -> None:
    await given_threads(world, 2)
    path = f"/locations/{world.location_id}/threads"
    cursor = (await core.get(path, params={"limit": 1})).json()["nextCursor"]

    answer = await core.get(path, params={"q": "message", "cursor": cursor})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_what_was_written_is_found_at_the_location_to_which_its_booking_moved(
    world: World, publisher: Publisher, core: httpx.AsyncClient
) -> None:
    (booking,) = await given_threads(world, 1)
    here = f"/locations/{world.location_id}/threads"
    elsewhere = World(publisher, core)
    there = f"/locations/{elsewhere.location_id}/threads"
    await elsewhere.switch(on=True)
    await until_found(core, here, "message", [[booking]])

    await world.publish_booking(a_booking(booking, location_id=elsewhere.location_id))

    await until_found(core, there, "message", [[booking]])
    assert await pages(core, here, q="message") == [[]]


async def test_a_search_finds_nothing_of_another_location(
    world: World, publisher: Publisher, core: httpx.AsyncClient
) -> None:
    elsewhere = World(publisher, core)
    bookings = await given_threads(world, 1)
    await until_found(core, f"/locations/{world.location_id}/threads", "message", [bookings])

    found = await pages(core, f"/locations/{elsewhere.location_id}/threads", q="message")

    assert found == [[]]


async def test_history_is_read_forwards_and_backwards_in_seq_order(
    world: World, core: httpx.AsyncClient
) -> None:
    booking = await world.a_booking()
    await world.send(*(world.post(booking, str(number), CUSTOMER) for number in range(1, 8)))
    await world.messages(booking, at_least=7)
    path = f"/threads/{thread_id(booking)}/messages"

    async def seqs(**params: int) -> list[int]:
        answer = await core.get(path, params=params)
        return [item["seq"] for item in answer.json()["items"]]

    assert await seqs(afterSeq=2, limit=3) == [3, 4, 5]
    assert await seqs(beforeSeq=6, limit=3) == [3, 4, 5]
    assert await seqs(afterSeq=7) == []


async def test_a_booking_that_moves_takes_its_conversation_along(
    world: World, publisher: Publisher, core: httpx.AsyncClient
) -> None:
    (booking,) = await given_threads(world, 1)
    elsewhere = World(publisher, core)
    await elsewhere.switch(on=True)

    await world.publish_booking(a_booking(booking, location_id=elsewhere.location_id))
    await elsewhere.send(elsewhere.post(booking, "We moved", OPERATOR))
    await elsewhere.messages(booking, at_least=2)

    assert await pages(core, f"/locations/{world.location_id}/threads") == [[]]
    assert await pages(core, f"/locations/{elsewhere.location_id}/threads") == [[booking]]


async def test_a_withdrawn_booking_takes_no_messages_and_keeps_its_history(
    world: World, publisher: Publisher
) -> None:
    (booking,) = await given_threads(world, 1)

    await publisher.publish(BOOKINGS, OutgoingRecord(booking.encode(), None, []))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await world.conversation(booking)).can_message:
            await asyncio.sleep(0.02)
    await world.send(world.post(booking, "Anybody there?", CUSTOMER))
    await world.until_decided()

    assert [m.text for m in await world.messages(booking, at_least=1)] == ["message number 0"]


async def test_what_is_not_there_is_a_problem_that_says_so(core: httpx.AsyncClient) -> None:
    answer = await core.get("/bookings/booking-nowhere")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "/problems/not-found"


@pytest.mark.parametrize("cursor", ["nonsense", "W10=", "WzEsMl0="])
async def test_a_cursor_that_we_did_not_make_is_refused(
    core: httpx.AsyncClient, cursor: str
) -> None:
    answer = await core.get("/locations/lisbon/threads", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")


async def test_the_search_finds_the_same_after_it_was_made_anew(
    config: ServiceConfig, world: World, mongo: Client, core: httpx.AsyncClient
) -> None:
    (booking,) = await given_threads(world, 1)
    path = f"/locations/{world.location_id}/threads"
    await until_found(core, path, "message", [[booking]])
    await Collections(mongo).search.delete_many({"bookingId": booking})
    assert await pages(core, path, q="message") == [[]]

    ended = await booking_chat(
        "rebuild-search", kafka_bootstrap=config.kafka_bootstrap, mongo_url=config.mongo_url
    )

    assert ended.status == 0, ended
    assert "can be found" in ended.stdout
    assert await pages(core, path, q="message") == [[booking]]
    assert await pages(core, path, q="kayak7") == [[booking]]


async def test_a_withdrawn_booking_keeps_its_conversation_and_says_that_nobody_can_write(
    world: World, core: httpx.AsyncClient, publisher: Publisher
) -> None:
    (booking,) = await given_threads(world, 1)
    thread = f"/threads/{thread_id(booking)}"
    before = (await core.get(f"/bookings/{booking}/conversation")).json()

    await publisher.publish(BOOKINGS, OutgoingRecord(booking.encode(), None, []))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while "withdrawn" not in (await core.get(f"/bookings/{booking}")).json():
            await asyncio.sleep(0.02)
    await world.send(world.post(booking, "Anybody there?", CUSTOMER))
    await world.until_decided()
    after = (await core.get(f"/bookings/{booking}/conversation")).json()
    seen = (await core.get(thread)).json()
    (row,) = (await core.get(f"/locations/{world.location_id}/threads")).json()["items"]

    assert (before["canMessage"], before["cannotMessageReason"]) == (True, None)
    assert (after["canMessage"], after["cannotMessageReason"]) == (False, "unknown-booking")
    assert (after["messages"], True) == (before["messages"], after["booking"]["withdrawn"])
    for view in (seen, row):
        assert (view["canReply"], view["cannotReplyReason"]) == (False, "unknown-booking")


async def test_switches_say_for_both_sides_whether_anything_can_be_written(
    world: World, core: httpx.AsyncClient
) -> None:
    (booking,) = await given_threads(world, 1)
    before = (await core.get(f"/threads/{thread_id(booking)}")).json()

    await world.switch(on=False, version=2)
    await world.send(world.post(booking, "Too late", CUSTOMER))
    await world.until_decided()
    (after,) = (await core.get(f"/locations/{world.location_id}/threads")).json()["items"]

    assert (before["canReply"], before["cannotReplyReason"]) == (True, None)
    assert (after["canReply"], after["cannotReplyReason"]) == (False, "portal-disabled")
