"""A conversation of 10,000 messages is read from its end to its beginning, and nobody is moved."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.async_api import expect

from booking_chat.contracts.commands import OPERATOR_SOURCE, PostMessage
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, encode
from booking_chat.contracts.ids import message_id, post_command_id
from booking_chat.contracts.topics import COMMANDS
from booking_chat.contracts.values import Sender, SenderType
from booking_chat.service.messaging.publisher import Publisher
from browser.people import People
from browser.place import PATIENCE_SECONDS, Booked, Place
from browser.scrolling import TOLERANCE_PX, LongList
from browser.talk import PATIENCE_MILLISECONDS
from devstack.waiting import comes_true

COUNT = 10_000
MOST_DRAWN = 200
WHEEL_PX = 600
WHEELS = 15

SCROLLER = "document.querySelector('.scroller')"
UP_TO_THE_FIRST = f"""async () => {{
    let most = 0;
    while (!document.querySelector('li[data-seq="1"]')) {{
        {SCROLLER}.scrollTop = -{SCROLLER}.scrollHeight;
        await new Promise(requestAnimationFrame);
        most = Math.max(most, document.querySelectorAll('li[data-seq]').length);
    }}
    return most;
}}"""


def command(place: Place, booked: Booked, number: int) -> OutgoingRecord:
    person = place.administrator
    sender = Sender(
        sender_type=SenderType.OPERATOR,
        sender_id=person.id,
        sender_name=f"{person.given_name} {person.family_name}",
    )
    data = PostMessage(
        booking_id=booked.booking.booking_id,
        location_id=place.location.id,
        sender=sender,
        client_message_id=str(uuid4()),
        text=f"Message {number}" + " and then some" * (number % 23),
    )
    message = message_id(booked.thread_id, data.client_message_id)
    command_id = post_command_id(message, sender, data.text)
    return encode(Envelope(command_id, "PostMessage", OPERATOR_SOURCE, datetime.now(UTC), data))


@pytest.fixture
async def long_conversation(place: Place, publisher: Publisher) -> Booked:
    """As the gateways would have written it, without asking them 10,000 times."""
    booked = await place.booked()
    records = [(command(place, booked, number), None) for number in range(1, COUNT + 1)]
    await publisher.publish_all(COMMANDS, records, timeout=PATIENCE_SECONDS)
    async with place.client() as staff:

        async def is_stored() -> bool:
            newest = await staff.messages(booked.thread_id, after_seq=COUNT - 1)
            return [message.seq for message in newest] == [COUNT]

        assert await comes_true(is_stored, 2 * PATIENCE_SECONDS)
    return booked


async def test_a_long_conversation_scrolls_to_its_beginning_without_a_jump(
    place: Place, people: People, long_conversation: Booked
) -> None:
    customer = await people.customer(long_conversation)
    page = customer.page
    await customer.opens_the_link()
    await expect(page.locator("li[data-seq]").first).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    await expect(page.locator(f"li[data-seq='{COUNT}']")).to_be_in_viewport()
    history = LongList(page, ".scroller", "li[data-seq]", "seq")
    assert await history.drawn() < MOST_DRAWN

    await history.watch_moves()
    await history.wheels(-WHEEL_PX, WHEELS)
    watched = await history.moves()
    moves = [move for move in watched if move is not None]

    assert moves == watched
    assert [move for move in moves if move < -TOLERANCE_PX] == []
    assert sum(moves) == pytest.approx(WHEELS * WHEEL_PX, abs=WHEELS * TOLERANCE_PX)
    in_view = await history.in_view()
    assert in_view == [str(seq) for seq in range(int(in_view[0]), int(in_view[-1]) + 1)]

    # Somebody writes meanwhile: the reader's place stays, and a pill says so.
    await place.say(long_conversation, (place.administrator, "One more"))
    pill = page.get_by_role("button", name="1 new")
    await expect(pill).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    assert await history.in_view() == in_view

    drawn_at_most = await page.evaluate(UP_TO_THE_FIRST)

    assert drawn_at_most < MOST_DRAWN
    await history.comes_to_rest()
    assert (await history.in_view())[0] == "1"
    await pill.click()
    await expect(page.locator(f"li[data-seq='{COUNT + 1}']")).to_be_in_viewport(
        timeout=PATIENCE_MILLISECONDS
    )
    await expect(pill).to_have_count(0)
