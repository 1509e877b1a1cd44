"""What the dashboard shows in each of its states, and that none of them keeps anybody out."""

from playwright.async_api import Page, expect

from booking_chat.contracts.values import Switches
from browser.accessibility import barriers
from browser.people import PHONE, People
from browser.place import ON, Place


async def sees(page: Page, text: str) -> None:
    """And axe-core finds nothing wrong with the page as it stands then."""
    await expect(page.get_by_text(text).first).to_be_visible(timeout=30_000)
    assert await barriers(page) == []


async def test_the_inbox_says_what_there_is_live(place: Place, people: People) -> None:
    booked = await place.booked("Zoë Lindqvist")
    member = await people.member()
    page = member.page
    await member.opens_the_inbox()
    await sees(page, "No conversations yet")

    await place.say(booked, (None, "Is there parking?"))
    await expect(member.row_of(booked)).to_contain_text("Is there parking?")
    await expect(page).to_have_title("(1) Customer Portal")
    await sees(page, "No conversation selected")

    await page.get_by_label("Search conversations").fill("nobody of this name")
    await sees(page, "No results for “nobody of this name”")
    await page.get_by_label("Search conversations").fill("parking")
    await expect(member.row_of(booked)).to_be_visible()
    await page.get_by_label("Search conversations").press("Escape")

    await member.row_of(booked).click()
    await expect(page).to_have_title("Customer Portal")
    await sees(page, "Is there parking?")
    await sees(page, booked.booking.confirmation_code)
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await sees(page, "Single-letter shortcuts")
    await page.keyboard.press("Escape")

    await page.get_by_role("radio", name="Unread").check(force=True)
    await page.keyboard.press("u")
    await expect(page).to_have_title("(1) Customer Portal")


async def test_switches_reach_an_open_dashboard_at_once(place: Place, people: People) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello"))
    member = await people.member()
    await member.opens(booked)
    await expect(member.field).to_be_visible()

    await place.switch(Switches(portal_enabled=True))
    await expect(member.field).to_have_count(0)
    await sees(member.page, "Messaging is off at this location.")
    await place.switch(Switches())
    await sees(member.page, "The customer portal is off at this location.")
    await place.switch(ON)
    await expect(member.field).to_be_visible()


async def test_drafts_and_what_was_written_offline_survive(place: Place, people: People) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello"))
    member = await people.member()
    await member.opens(booked)
    await member.field.fill("Half an answ")
    await member.reloads()
    await expect(member.field).to_have_value("Half an answ")

    await member.goes_offline()
    await member.writes("One", "Two")
    await sees(member.page, "You are offline.")
    await member.comes_back_online()

    await member.sees_exactly("Hello", "One", "Two")
    assert await place.stored(booked) == ["Hello", "One", "Two"]


async def test_a_session_that_ends_is_said_and_signing_out_too(
    place: Place, people: People
) -> None:
    stranger = await people.page()
    await stranger.goto(place.system.doors.dashboard)
    await sees(stranger, "Welcome back")
    await stranger.goto(f"{place.system.doors.dashboard}/?sign-in=denied")
    await sees(stranger, "Sign-in was not allowed")

    member = await people.member()
    await member.opens_the_inbox()
    await expect(member.page.get_by_text("No conversations yet")).to_be_visible()
    await member.signs_out()
    await sees(member.page, "You have signed out")

    other = await people.member()
    await other.opens_the_inbox()
    await expect(other.page.get_by_text("No conversations yet")).to_be_visible()
    await other.page.context.clear_cookies()
    await other.page.get_by_label("Search conversations").fill("anything")
    await sees(other.page, "Your session has ended")


async def test_a_conversation_is_started_from_a_booking_on_a_phone(
    place: Place, people: People
) -> None:
    booked = await place.booked("Haruto Tanaka")
    member = await people.member(None, **PHONE)
    page = member.page
    await member.opens_the_inbox()
    await page.get_by_role("link", name="New conversation").first.click()
    await sees(page, "Find the booking to write about.")

    await page.get_by_label("Search bookings").fill(booked.booking.confirmation_code)
    await page.get_by_role("button", name="Haruto Tanaka").click()
    await sees(page, "Send the first message.")
    await member.writes("We look forward to seeing you.")

    await member.sees_exactly("We look forward to seeing you.")
    assert await barriers(page) == []


async def test_a_reader_of_arabic_gets_the_page_from_right_to_left(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello"))
    for scheme in ("light", "dark"):
        member = await people.member(locale="ar", color_scheme=scheme)
        await member.opens(booked)
        await member.sees("Hello")

        assert await member.page.evaluate("document.documentElement.dir") == "rtl"
        assert await barriers(member.page) == []
