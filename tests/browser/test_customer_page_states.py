"""What the customer page shows, to whom, and how it turns from one state into another.

That each state keeps nobody out is proved by `test_states.py`.
"""

import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

from booking_chat.contracts.values import BookingStatus, Switches
from browser.people import Customer, People
from browser.place import ON, Place
from browser.visits import a_visit, sees_page, shows_nothing_of

MESSAGING_OFF = Switches(portal_enabled=True)
PORTAL_OFF = Switches()


async def test_the_booking_stands_on_top_and_the_token_is_gone_from_the_address(
    place: Place, people: People
) -> None:
    booked = await place.booked(status=BookingStatus.PENDING)
    customer = await a_visit(people, booked, timezone_id="Asia/Tokyo")

    page = customer.page
    await sees_page(page, "Sunset sail on the Tagus")
    assert page.url == f"{place.system.doors.portal}/c"
    await expect(page.get_by_text("Pending", exact=True)).to_be_visible()
    await expect(page.get_by_text(booked.booking.confirmation_code)).to_be_visible()
    # Half past six in Greenwich, which is half past seven on the Tagus in June.
    # Browsers differ in the spaces around the dash.
    await expect(page.locator("time").first).to_have_text(
        re.compile(r"^Fri, 14 Jun 2030, 19:30\s?–\s?21:30 \(GMT\+1\)$")
    )
    await expect(page).to_have_title("Sunset sail on the Tagus")


async def test_a_link_that_is_over_says_so_and_shows_nothing(place: Place, people: People) -> None:
    booked = await place.booked()
    page = await people.page()
    await page.goto(place.link(booked.booking.booking_id, made=timedelta(days=91)))

    await sees_page(page, "This link has expired")
    await shows_nothing_of(page, booked)
    assert page.url == f"{place.system.doors.portal}/c"


async def test_an_altered_link_says_so_whatever_worked_before(place: Place, people: People) -> None:
    booked = await place.booked()
    customer = await a_visit(people, booked)
    await sees_page(customer.page, "Sunset sail on the Tagus")

    altered = booked.link[:-8] + "AAAAAAAA"
    await customer.page.goto(altered)

    await sees_page(customer.page, "This link does not work")
    await shows_nothing_of(customer.page, booked)
    await customer.reloads()
    await sees_page(customer.page, "This link does not work")
    await shows_nothing_of(customer.page, booked)


async def test_another_link_in_the_same_window_opens_the_other_conversation(
    place: Place, people: People
) -> None:
    one = await place.booked(activity_name="Tile class")
    other = await place.booked(activity_name="Dolphin watching")
    customer = await a_visit(people, one)
    await sees_page(customer.page, "Tile class")

    await customer.page.goto(other.link)

    await sees_page(customer.page, "Dolphin watching")
    await shows_nothing_of(customer.page, one)


async def test_whoever_signs_out_leaves_nothing_behind(place: Place, people: People) -> None:
    booked = await place.booked()
    customer = await a_visit(people, booked)
    await customer.field.fill("A draft")

    await customer.page.get_by_role("button", name="Sign out").click()

    await sees_page(customer.page, "You have signed out")
    await shows_nothing_of(customer.page, booked)
    assert await customer.page.evaluate("() => localStorage.length") == 0
    await customer.reloads()
    await sees_page(customer.page, "Open the link from your email")


async def test_unsent_messages_are_not_signed_away_by_mistake(place: Place, people: People) -> None:
    customer = await a_visit(people, await place.booked())
    await customer.page.route("**/api/conversation/messages", lambda route: route.abort())
    await customer.writes("Not yet gone")
    await customer.sees_state("Not yet gone", "failed")

    await customer.page.get_by_role("button", name="Sign out").click()

    dialog = customer.page.get_by_role("dialog", name="Sign out?")
    await expect(dialog).to_be_visible()
    await dialog.get_by_role("button", name="Stay signed in").click()
    await customer.sees("Not yet gone")
    await customer.page.unroute("**/api/conversation/messages")
    await customer.sees_exactly("Not yet gone")


async def test_messaging_goes_off_and_on_before_the_readers_eyes(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Is there parking?"))
    customer = await a_visit(people, booked)
    await customer.field.fill("And a ")

    await place.switch(MESSAGING_OFF)

    notice = customer.page.get_by_text("Messaging is off right now.")
    await expect(notice).to_be_visible()
    await expect(customer.field).to_have_count(0)
    await customer.sees_exactly("Is there parking?")

    await place.switch(ON)

    await expect(customer.field).to_have_value("And a ")
    await expect(notice).to_have_count(0)


async def test_the_portal_goes_off_and_on_before_the_readers_eyes(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Is there parking?"))
    customer = await a_visit(people, booked)
    await customer.sees_exactly("Is there parking?")

    await place.switch(PORTAL_OFF)

    await sees_page(customer.page, "This page isn’t available right now")
    await shows_nothing_of(customer.page, booked)
    await customer.reloads()
    await sees_page(customer.page, "This page isn’t available right now")

    await place.switch(ON)

    await customer.sees_exactly("Is there parking?")


async def test_a_page_that_reaches_nobody_says_so_and_opens_by_itself(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    customer = await people.customer(booked)
    await customer.page.route("**/api/**", lambda route: route.abort())
    await customer.opens_the_link()

    await sees_page(customer.page, "No connection")
    await customer.page.unroute("**/api/**")

    await sees_page(customer.page, "Sunset sail on the Tagus")


async def test_in_a_language_from_right_to_left_everything_turns_round(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "مرحبا"), (place.administrator, "Hello"))
    customer = await a_visit(people, booked, locale="ar")
    await customer.sees("مرحبا", "Hello")

    page = customer.page
    assert await page.evaluate("() => [document.documentElement.lang, document.dir]") == [
        "ar",
        "rtl",
    ]
    await expect(page.get_by_role("textbox", name="اكتب رسالة")).to_be_visible()
    mine = await customer.row("مرحبا").locator(".bubble").bounding_box()
    theirs = await customer.row("Hello").locator(".bubble").bounding_box()
    assert mine is not None
    assert theirs is not None
    assert mine["x"] < theirs["x"]


@pytest.mark.parametrize("width", [320, 390, 768, 1920])
async def test_nothing_sticks_out_at_any_width(place: Place, people: People, width: int) -> None:
    booked = await place.booked(activity_name="W" * 60, confirmation_code="C" * 40)
    await place.say(booked, (place.administrator, f"https://example.com/{'x' * 300}"))
    customer = await a_visit(people, booked, viewport={"width": width, "height": 640})
    await sees_page(customer.page, "W" * 60)

    sticking_out = """() => [...document.querySelectorAll('body *')]
        .filter(each => !each.closest('.unseen'))
        .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
        .filter(([, box]) => box.left < 0 || box.right > innerWidth)
        .map(([html]) => html)"""
    assert await customer.page.evaluate(sticking_out) == []
    assert await customer.page.evaluate("() => document.documentElement.scrollWidth") <= width


async def test_whoever_wants_no_motion_gets_none(place: Place, people: People) -> None:
    booked = await place.booked()
    await place.say(booked, (place.administrator, "Hello"))
    customer = await a_visit(people, booked, reduced_motion="reduce")
    moved = """() => {
        window.moved = [];
        for (const kind of ["animationstart", "transitionrun"])
            addEventListener(kind, (event) => window.moved.push(event.target.className), true);
    }"""
    await customer.sees("Hello")
    await customer.page.evaluate(moved)

    await customer.page.route("**/api/conversation/messages", lambda route: route.abort())
    await customer.writes("Hi")
    await customer.sees_state("Hi", "failed")
    await customer.page.get_by_role("button", name="Sign out").click()
    await expect(customer.page.get_by_role("dialog")).to_be_visible()

    assert await customer.page.evaluate("() => window.moved") == []


async def test_what_is_written_after_a_session_has_ended_waits_for_the_link(
    place: Place, people: People
) -> None:
    one = await place.booked(activity_name="Tile class")
    other = await place.booked(activity_name="Dolphin watching")
    await place.say(one, (None, "Hello"))
    customer = await people.customer(one)
    # Until it has asked what it missed the page may still hear by itself that it is signed out.
    async with customer.page.expect_response(lambda answer: answer.url.endswith("/conversation")):
        await customer.opens_the_link()
    await customer.sees_exactly("Hello")
    await customer.page.context.clear_cookies()
    tab = Customer(await customer.page.context.new_page(), other)
    await tab.opens_the_link()
    await sees_page(tab.page, "Dolphin watching")

    await customer.writes("Is there clay?")
    await customer.sees_state("Is there clay?", "failed")
    await expect(customer.page.get_by_text("You are no longer signed in.")).to_be_visible()
    await tab.writes("Are there whales?")
    await tab.sees_exactly("Are there whales?")
    await customer.page.goto("about:blank")
    await customer.opens_the_link()
    await customer.page.get_by_role("button", name="Retry").click()

    await customer.sees_exactly("Hello", "Is there clay?")
    assert await place.stored(one) == ["Hello", "Is there clay?"]
    assert await place.stored(other) == ["Are there whales?"]
