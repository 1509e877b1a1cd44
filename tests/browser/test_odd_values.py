"""A value that a browser refuses, or that shows nothing, takes nothing else with it."""

from typing import Any

import pytest
from playwright.async_api import expect

from browser.odd_browsers import (
    LACKS_ZONES,
    NO_INTL,
    ODD_LANGUAGES,
    UNKNOWN_OWN_ZONE,
    altered,
    device_off_by,
)
from browser.people import People
from browser.place import Place
from browser.visits import sees_page

DAY = 24 * 3600 * 1000


@pytest.mark.parametrize(
    ("zone", "script"),
    [
        ("America/Ciudad_Juarez", LACKS_ZONES),
        ("Europe/Lisbon", UNKNOWN_OWN_ZONE),
        ("Asia/Tokyo", ODD_LANGUAGES),
        ("Asia/Tokyo", NO_INTL),
    ],
)
async def test_in_an_odd_browser_both_pages_can_be_used(
    place: Place, people: People, zone: str, script: str
) -> None:
    booked = await place.booked(time_zone=zone)
    customer = await people.customer(booked)
    member = await people.member()
    for page in (customer.page, member.page):
        await page.add_init_script(script)

    await customer.opens_the_link()
    await customer.writes("Is there parking?")
    await customer.sees_exactly("Is there parking?")
    await member.opens(booked)
    await member.writes("Yes, behind the pier.")

    for talk in (customer, member):
        await talk.sees_exactly("Is there parking?", "Yes, behind the pier.")
    await expect(member.row_of(booked)).to_contain_text("Zoë Lindqvist")
    if script is LACKS_ZONES:
        await expect(customer.page.locator("header.booking time")).to_contain_text("UTC")


async def test_a_message_that_cannot_be_shown_says_so_and_the_others_are_there(
    place: Place, people: People
) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello"), (None, "Broken"), (None, "Is there parking?"))
    people.expect("could not be shown")
    customer = await people.customer(booked)

    def break_one(body: dict[str, Any]) -> None:
        body["conversation"]["messages"][1]["text"] = {"not": "a text"}

    await altered(customer.page, "**/api/session?*", break_one)
    await customer.opens_the_link()

    await customer.sees("Hello", "Is there parking?")
    await expect(
        customer.page.get_by_text("This message can’t be shown on this device.")
    ).to_be_visible()
    await expect(customer.field).to_be_visible()


async def test_a_row_and_a_panel_that_cannot_be_shown_say_so_and_the_rest_is_there(
    place: Place, people: People
) -> None:
    good, bad = await place.booked("Ben Ray"), await place.booked("Zoë Lindqvist")
    for booked in (good, bad):
        await place.say(booked, (None, "Hello"))
    people.expect("could not be shown")
    member = await people.member()

    def break_one(body: dict[str, Any]) -> None:
        for thread in body["items"]:
            if thread["threadId"] == bad.thread_id:
                thread["booking"]["customer"] = None

    def break_it(body: dict[str, Any]) -> None:
        body["booking"]["customer"] = None

    await altered(member.page, "**/api/locations/*/threads?*", break_one)
    await altered(member.page, f"**/api/threads/{bad.thread_id}", break_it)
    await member.opens_the_inbox()

    await expect(member.row_of(good)).to_contain_text("Ben Ray")
    await expect(member.row_of(bad)).to_contain_text("This row can’t be shown on this device.")
    await member.row_of(bad).click()
    await member.sees("Hello")
    await expect(member.field).to_be_visible()
    await expect(
        member.page.get_by_text("This part of the page can’t be shown on this device.").first
    ).to_be_visible()


@pytest.mark.parametrize("name", ["   ", "\u200b", "\u3164\u2800"])
async def test_a_name_that_shows_nothing_is_replaced_wherever_it_would_stand(
    place: Place, people: People, name: str
) -> None:
    booked = await place.booked(name)
    await place.say(booked, (None, "Hello"))
    member = await people.member()
    await member.opens(booked)

    await member.sees_written_by("A customer", "Hello")
    await expect(member.row_of(booked)).to_contain_text("A customer")
    await expect(member.page.locator(".thread-head h2")).to_contain_text("A customer")
    await expect(member.page.locator(".details")).to_contain_text("A customer")


async def test_what_shows_nothing_cannot_be_sent(place: Place, people: People) -> None:
    customer = await people.customer(await place.booked())
    await customer.opens_the_link()

    for text in (" \u200b ", "\u3164", "\u2800\u00ad\ufe0f"):
        await customer.writes(text)
        await expect(customer.page.get_by_role("button", name="Send")).to_be_disabled()
        await expect(customer.rows).to_have_count(0)

    await customer.writes("\u200bHello")
    await expect(customer.rows).to_have_count(1)


async def test_a_drafts_preview_ends_between_two_characters(place: Place, people: People) -> None:
    booked = await place.booked()
    await place.say(booked, (None, "Hello"))
    family = "👨\u200d👩\u200d👧\u200d👦"
    member = await people.member()
    await member.opens(booked)
    await member.field.fill("b" * 76 + family + " and more")

    await member.opens_the_inbox()

    preview = member.row_of(booked).locator(".thread-row-preview bdi")
    await expect(preview).to_have_text("b" * 76)


@pytest.mark.parametrize("off", [-DAY, -3 * 3600 * 1000, DAY])
async def test_days_are_the_servers_on_a_device_whose_clock_is_wrong(
    place: Place, people: People, off: int
) -> None:
    booked = await place.booked(time_zone="UTC")
    await place.say(booked, (None, "Hello"))
    customer = await people.customer(booked)
    await customer.page.add_init_script(device_off_by(off))
    await customer.page.route("**/api/conversation/messages", lambda route: route.abort())
    await customer.opens_the_link()
    await sees_page(customer.page, "Sunset sail on the Tagus")

    await customer.writes("Is there parking?")
    await customer.sees_state("Is there parking?", "failed")

    days = customer.page.locator("p.day")
    await expect(days).to_have_text(["Today"])
