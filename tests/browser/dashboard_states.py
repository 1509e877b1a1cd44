"""Every state of the dashboard that PAGES and its own texts know, but for the settings."""

import asyncio
from typing import Any
from uuid import uuid4

from playwright.async_api import Page, Route, expect

from booking_chat.contracts.values import BookingStatus, Switches
from browser.odd_browsers import altered
from browser.people import Member
from browser.place import Booked
from browser.scene import Scene, by_name, never_answered, sees

MESSAGING_OFF = Switches(portal_enabled=True)
PORTAL_OFF = Switches()
THREADS = "**/api/locations/*/threads?*"


async def some_threads(scene: Scene) -> Booked:
    """Three conversations, two of them unread; the first one is returned."""
    place = scene.place
    first = await place.booked()
    await place.say(
        first,
        (None, "Hello! Is there a place to leave two suitcases before the sail?"),
        (place.administrator, "Hi Zoë! Yes, our office at the pier is open from 9:00."),
        (None, "Perfect, thank you 😊"),
    )
    second = await place.booked("Haruto Tanaka", status=BookingStatus.PENDING)
    await place.say(second, (None, "Can we come with a dog?"))
    third = await place.booked("Maria Silva-Montenegro", activity_name="Kayaks at dawn")
    await place.say(third, (None, "See you!"), (place.administrator, "Looking forward to it."))
    return first


async def inbox(scene: Scene) -> Member:
    member = await scene.member()
    await member.opens_the_inbox()
    return member


async def no_threads(scene: Scene) -> Page:
    return await sees((await inbox(scene)).page, "No conversations yet")


async def none_open(scene: Scene) -> Page:
    booked = await some_threads(scene)
    member = await inbox(scene)
    await expect(member.row_of(booked)).to_be_visible()
    return member.page


async def conversation(scene: Scene) -> Page:
    booked = await some_threads(scene)
    member = await scene.member()
    await member.opens(booked)
    await member.sees("Perfect, thank you 😊")
    return member.page


async def booking_details(scene: Scene) -> Page:
    page = await conversation(scene)
    details = page.get_by_role("button", name="Booking details", exact=True)
    if await details.get_attribute("aria-pressed") != "true":
        await details.click()
    return await sees(page, "Confirmation code")


async def further_details(scene: Scene) -> Page:
    """All that a booking platform may tell of a booking."""
    booked = await scene.place.booked(
        phone="+49 30 1234567",
        party_size=4,
        note="Two children, 6 and 9.\nVegetarian lunch, please.",
        booking_url="https://platform.example/bookings/4711",
        activity_id="sunset-sail-01",
        language="pt-BR",
    )
    await scene.place.say(booked, (None, "Hello"))
    member = await scene.member()
    await member.opens(booked)
    await member.sees("Hello")
    details = member.page.get_by_role("button", name="Booking details", exact=True)
    if await details.get_attribute("aria-pressed") != "true":
        await details.click()
    return await sees(member.page, "Vegetarian lunch, please.")


async def withdrawn_booking(scene: Scene) -> Page:
    booked = await some_threads(scene)
    member = await scene.member()
    await member.opens(booked)
    await member.sees("Perfect, thank you 😊")
    await scene.place.withdraw(booked)
    return await sees(member.page, "The booking no longer exists.")


async def booking_not_opened(scene: Scene) -> Page:
    member = await scene.member()
    await member.goes_to("#/bookings/no-such-booking")
    return await sees(member.page, "This booking’s conversation can’t be opened")


async def not_shown(scene: Scene) -> Page:
    """Something is wrong with one row of the list, and with a booking."""
    scene.people.expect("could not be shown")
    booked = await some_threads(scene)
    member = await scene.member()

    def break_row(body: dict[str, Any]) -> None:
        body["items"][0]["booking"]["customer"] = None

    def break_booking(body: dict[str, Any]) -> None:
        body["booking"]["customer"] = None

    await altered(member.page, THREADS, break_row)
    await altered(member.page, f"**/api/threads/{booked.thread_id}", break_booking)
    await member.opens(booked)
    await member.sees("Perfect, thank you 😊")
    return await sees(member.page, "This part of the page can’t be shown on this device.")


async def nothing_written(scene: Scene) -> Page:
    booked = await scene.place.booked()
    async with scene.place.client() as staff:
        await staff.open_thread(booked.booking.booking_id)
    member = await scene.member()
    await member.opens(booked)
    return await sees(member.page, "Send the first message.")


async def nothing_found(scene: Scene) -> Page:
    await some_threads(scene)
    member = await inbox(scene)
    await member.page.get_by_label("Search conversations").fill("nobody of this name")
    return await sees(member.page, "No results for")


async def search_behind(scene: Scene) -> Page:
    """What was written just now cannot be found yet."""

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json={**await answer.json(), "searchLag": 12})

    booked = await some_threads(scene)
    member = await inbox(scene)
    await expect(member.row_of(booked)).to_be_visible()
    await member.page.route(THREADS, late)
    await member.page.get_by_label("Search conversations").fill("Tanaka")
    return await sees(member.page, "Search is catching up.")


async def all_read(scene: Scene) -> Page:
    member = await inbox(scene)
    await sees(member.page, "No conversations yet")
    await member.page.get_by_text("Unread", exact=True).first.click()
    return await sees(member.page, "There are no unread conversations")


async def loading(scene: Scene) -> Page:
    member = await scene.member()
    await never_answered(member.page, THREADS)
    await member.opens_the_inbox()
    await expect(member.page.locator(".list-loading")).to_be_visible()
    return member.page


async def list_failed(scene: Scene) -> Page:
    member = await scene.member()
    await member.page.route(THREADS, lambda route: route.fulfill(status=500, body=""))
    await member.opens_the_inbox()
    return await sees(member.page, "Couldn’t load conversations")


async def conversation_failed(scene: Scene) -> Page:
    booked = await some_threads(scene)
    member = await scene.member()
    await member.page.route(
        f"**/api/threads/{booked.thread_id}**", lambda route: route.fulfill(status=500, body="")
    )
    await member.opens(booked)
    return await sees(member.page, "Couldn’t load the conversation")


async def conversation_gone(scene: Scene) -> Page:
    member = await scene.member()
    await member.goes_to(f"#/locations/{scene.place.location.id}/threads/{uuid4()}")
    return await sees(member.page, "This conversation isn’t available")


async def messaging_off(scene: Scene) -> Page:
    booked = await some_threads(scene)
    await scene.place.switch(MESSAGING_OFF)
    member = await scene.member()
    await member.opens(booked)
    await sees(member.page, "You can read messages, but nobody can send any.")
    await expect(member.field).to_have_count(0)
    return member.page


async def portal_off(scene: Scene) -> Page:
    booked = await some_threads(scene)
    await scene.place.switch(PORTAL_OFF)
    member = await scene.member()
    await member.opens(booked)
    return await sees(member.page, "The customer portal is off at this location.")


async def offline(scene: Scene) -> Page:
    booked = await some_threads(scene)
    member = await scene.member()
    await member.opens(booked)
    await member.sees("Perfect, thank you 😊")
    await member.goes_offline()
    await member.writes("You are welcome!")
    await member.sees_state("You are welcome!", "failed")
    return member.page


async def start(scene: Scene) -> Page:
    booked = await scene.place.booked()
    member = await scene.member()
    await member.goes_to(f"#/locations/{scene.place.location.id}/start")
    await member.page.get_by_label("Search bookings").fill(booked.booking.confirmation_code)
    return await sees(member.page, booked.customer_name)


async def start_while_messaging_is_off(scene: Scene) -> Page:
    await scene.place.switch(MESSAGING_OFF)
    member = await scene.member()
    await member.goes_to(f"#/locations/{scene.place.location.id}/start")
    return await sees(member.page, "You can start conversations when it is on.")


async def keyboard_help(scene: Scene) -> Page:
    member = await inbox(scene)
    await sees(member.page, "No conversations yet")
    await member.page.keyboard.press("?")
    await expect(member.page.get_by_role("dialog")).to_be_visible()
    return member.page


async def right_to_left(scene: Scene) -> Page:
    """A reader of Arabic."""
    booked = await some_threads(scene)
    member = await scene.member(locale="ar")
    await member.opens(booked)
    await asyncio.gather(
        expect(member.page.locator("html")).to_have_attribute("dir", "rtl"),
        expect(member.page.locator("li[data-seq]")).to_have_count(3),
    )
    return member.page


DASHBOARD_STATES = by_name(
    "dashboard",
    (
        *(no_threads, none_open, conversation, booking_details, nothing_written, nothing_found),
        *(all_read, loading, list_failed, conversation_failed, conversation_gone),
        *(messaging_off, portal_off, offline, start, start_while_messaging_is_off, search_behind),
        *(keyboard_help, right_to_left, further_details, withdrawn_booking),
        *(booking_not_opened, not_shown),
    ),
)
