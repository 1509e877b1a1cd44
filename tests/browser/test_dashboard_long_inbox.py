"""An inbox of 100,000 conversations is read from its top to its end, and nobody is moved."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.async_api import expect

from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import BookingStatus, Customer, SenderType
from booking_chat.service.storage.mongo import Client, Document
from browser.people import People
from browser.place import Place
from browser.scrolling import TOLERANCE_PX, LongList
from browser.talk import PATIENCE_MILLISECONDS
from chat_core.domain.thread import Thread
from chat_core.storage.collections import Collections
from chat_core.storage.documents import booking_document, thread_document
from chat_core.storage.search import booking_terms

COUNT = 100_000
BATCH = 5_000
MOST_DRAWN = 100
WHEEL_PX = 600
WHEELS = 15

DOWN_TO_THE_LAST = f"""async () => {{
    const scroller = document.querySelector('.thread-scroller');
    let most = 0;
    while (!document.querySelector('[aria-posinset="{COUNT}"]')) {{
        scroller.scrollTop = scroller.scrollHeight;
        await new Promise(requestAnimationFrame);
        most = Math.max(most, document.querySelectorAll('[data-thread]').length);
    }}
    return most;
}}"""
TO_THE_MIDDLE = """() => {
    const scroller = document.querySelector('.thread-scroller');
    scroller.scrollTop = scroller.scrollHeight / 2;
}"""


def conversation(place: Place, number: int, opened_at: datetime) -> tuple[Document, Document]:
    """A thread that staff have opened, and its booking."""
    booking = BookingChanged(
        booking_id=f"booking-{uuid4()}",
        location_id=place.location.id,
        confirmation_code=f"{uuid4().hex[:7].upper()}-0042",
        status=BookingStatus.CONFIRMED,
        customer=Customer(
            customer_id="customer-1", name=f"Guest {number}", email="guest@example.com"
        ),
        activity_name="Sunset sail on the Tagus",
        start_time=datetime(2030, 6, 14, 18, 30, tzinfo=UTC),
        end_time=datetime(2030, 6, 14, 20, 30, tzinfo=UTC),
        time_zone=place.location.time_zone,
    )
    thread = Thread(
        thread_id=thread_id(booking.booking_id),
        booking_id=booking.booking_id,
        location_id=place.location.id,
        opened_by=SenderType.OPERATOR,
        opened_at=opened_at,
        opened_in=place.location.id,
    )
    return thread_document(thread), booking_document(booking) | {
        "_id": booking.booking_id,
        "searchTerms": booking_terms(booking),
    }


@pytest.fixture
async def large_inbox(place: Place, mongo: Client) -> None:
    """As chat-core would have stored it, without asking it 100,000 times."""
    of, now = Collections(mongo), datetime.now(UTC)
    for first in range(1, COUNT, BATCH):
        made = [
            conversation(place, number, now - timedelta(seconds=number))
            for number in range(first, first + BATCH)
        ]
        await of.bookings.insert_many([booking for _, booking in made], ordered=False)
        await of.threads.insert_many([thread for thread, _ in made], ordered=False)


@pytest.mark.usefixtures("large_inbox")
async def test_a_long_inbox_scrolls_to_its_end_without_a_jump(place: Place, people: People) -> None:
    member = await people.member()
    page = member.page
    await member.opens_the_inbox()
    await expect(page.get_by_role("option").first).to_contain_text("Guest 1")
    inbox = LongList(page, ".thread-scroller", "[data-thread]", "thread")
    assert await inbox.drawn() < MOST_DRAWN

    await inbox.watch_moves()
    await inbox.wheels(WHEEL_PX, WHEELS)
    watched = await inbox.moves()
    moves = [move for move in watched if move is not None]

    assert moves == watched
    assert [move for move in moves if move > TOLERANCE_PX] == []
    assert sum(moves) == pytest.approx(-WHEELS * WHEEL_PX, abs=WHEELS * TOLERANCE_PX)

    drawn_at_most = await page.evaluate(DOWN_TO_THE_LAST)
    assert drawn_at_most < MOST_DRAWN
    await expect(page.get_by_text(f"Guest {COUNT}", exact=True)).to_be_in_viewport()

    # Somebody writes meanwhile, to a reader in the middle: their place stays, and a pill says so.
    await page.evaluate(TO_THE_MIDDLE)
    await inbox.comes_to_rest()
    in_view = await inbox.in_view()
    booked = await place.booked("Zoë Lindqvist")
    await place.say(booked, (None, "Is there parking?"))
    pill = page.get_by_role("button", name="1 new")
    await expect(pill).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    assert await inbox.in_view() == in_view

    await pill.click()
    await expect(member.row_of(booked)).to_be_in_viewport(timeout=PATIENCE_MILLISECONDS)
    await expect(member.row_of(booked)).to_have_attribute("aria-posinset", "1")
