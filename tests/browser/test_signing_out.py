"""Whoever signs out is gone from the screen at once and stays so, whatever was on its way.

That answers in every other order bring nothing back is proved by the pages' own tests.
"""

import asyncio
from typing import Any

from playwright.async_api import Page, Route, expect

from browser.people import Customer, Member, People
from browser.place import Booked, Place
from browser.scene import sees
from browser.visits import a_visit, sees_page, shows_nothing_of

_ANSWERED = "async path => (await fetch(path)).status"


class Held:
    """Requests of a page whose answers have come and wait; `release` lets them all arrive."""

    def __init__(self) -> None:
        self._released = asyncio.Event()
        self._came = asyncio.Event()

    async def hold(self, page: Page, path: str) -> None:
        await page.route(path, self._on_request)

    async def came(self) -> None:
        """The first answer waits."""
        await self._came.wait()

    def release(self) -> None:
        self._released.set()

    async def _on_request(self, route: Route) -> None:
        answer = await route.fetch()
        self._came.set()
        await self._released.wait()
        await route.fulfill(response=answer)


async def signs_out(customer: Customer) -> None:
    await customer.page.get_by_role("button", name="Sign out").click()


async def status_of(page: Page, path: str) -> Any:
    """What the gateway answers this browser."""
    return await page.evaluate(_ANSWERED, path)


async def a_conversation(place: Place) -> Booked:
    booked = await place.booked()
    await place.say(booked, (None, "Is there parking?"))
    return booked


async def test_an_answer_that_was_on_its_way_does_not_bring_the_conversation_back(
    place: Place, people: People
) -> None:
    booked = await a_conversation(place)
    customer = await people.customer(booked)
    held = Held()
    await held.hold(customer.page, "**/api/conversation")
    await customer.opens_the_link()
    await customer.sees("Is there parking?")
    await held.came()

    await signs_out(customer)
    await sees_page(customer.page, "You have signed out")
    held.release()
    await customer.page.unroute_all(behavior="wait")
    assert await status_of(customer.page, "/api/conversation") == 401

    await sees_page(customer.page, "You have signed out")
    await shows_nothing_of(customer.page, booked)
    assert await customer.page.evaluate("() => localStorage.length") == 0


async def test_on_a_slow_line_a_customer_is_gone_at_once_and_signed_out_once_that_is_true(
    place: Place, people: People
) -> None:
    booked = await a_conversation(place)
    customer = await a_visit(people, booked)
    await customer.sees("Is there parking?")
    await customer.field.fill("A draft")
    held = Held()
    await held.hold(customer.page, "**/api/session")

    await signs_out(customer)

    await expect(customer.page.get_by_text("Signing out…")).to_be_visible()
    await shows_nothing_of(customer.page, booked)
    assert await customer.page.evaluate("() => localStorage.length") == 0
    await held.came()
    await expect(customer.page.get_by_text("You have signed out")).to_have_count(0)
    held.release()
    await sees_page(customer.page, "You have signed out")
    assert await status_of(customer.page, "/api/conversation") == 401


async def test_a_customer_who_could_not_be_signed_out_is_told_so_until_it_is_done(
    place: Place, people: People
) -> None:
    booked = await a_conversation(place)
    customer = await a_visit(people, booked)
    await customer.sees("Is there parking?")
    await customer.goes_offline()

    await signs_out(customer)

    await sees_page(customer.page, "You are still signed in")
    await shows_nothing_of(customer.page, booked)
    await customer.page.get_by_role("button", name="Try again").click()
    await sees_page(customer.page, "You are still signed in")
    await customer.comes_back_online()
    await sees_page(customer.page, "You have signed out")
    assert await status_of(customer.page, "/api/conversation") == 401


async def shows_no_desk(member: Member) -> None:
    """Neither the inbox nor what is in it, nor its count in the title."""
    await expect(member.page.locator(".frame")).to_have_count(0)
    assert await member.page.title() == "Customer Portal"


async def test_answers_that_were_on_their_way_do_not_bring_the_dashboard_back(
    place: Place, people: People
) -> None:
    booked = await a_conversation(place)
    member = await people.member()
    await member.opens(booked)
    await member.sees("Is there parking?")
    held = Held()
    await held.hold(member.page, "**/api/locations/*/threads*")
    await member.page.get_by_label("Search conversations").fill("parking")
    await held.came()

    await member.signs_out()
    await sees(member.page, "You have signed out")
    held.release()
    await member.page.unroute_all(behavior="wait")
    assert await status_of(member.page, "/api/me") == 401

    await sees(member.page, "You have signed out")
    await shows_no_desk(member)


async def test_on_a_slow_line_staff_are_gone_at_once_and_signed_out_once_that_is_true(
    place: Place, people: People
) -> None:
    booked = await a_conversation(place)
    member = await people.member()
    await member.opens(booked)
    await member.field.fill("A draft")
    held = Held()
    await held.hold(member.page, "**/auth/logout")

    await member.signs_out()

    await expect(member.page.get_by_text("Signing out…")).to_be_visible()
    await shows_no_desk(member)
    assert "A draft" not in await member.page.evaluate("() => JSON.stringify(localStorage)")
    await held.came()
    await expect(member.page.get_by_text("You have signed out")).to_have_count(0)
    held.release()
    await sees(member.page, "You have signed out")
    assert await status_of(member.page, "/api/me") == 401


async def test_staff_who_could_not_be_signed_out_are_told_so_until_it_is_done(
    place: Place, people: People
) -> None:
    member = await people.member()
    await member.opens(await a_conversation(place))
    await member.sees("Is there parking?")
    await member.goes_offline()

    await member.signs_out()

    await sees(member.page, "You are still signed in")
    await shows_no_desk(member)
    await member.comes_back_online()
    await sees(member.page, "You have signed out")
    assert await status_of(member.page, "/api/me") == 401


async def test_a_conversation_that_is_opened_late_takes_nobody_away_from_where_they_went(
    place: Place, people: People
) -> None:
    booked = await place.booked("Haruto Tanaka")
    member = await people.member()
    await member.opens_the_inbox()
    await member.page.get_by_role("link", name="New conversation").first.click()
    held = Held()
    await held.hold(member.page, "**/api/bookings/*/thread")
    await member.page.get_by_label("Search bookings").fill(booked.booking.confirmation_code)
    await member.page.get_by_role("button", name="Haruto Tanaka").click()
    await held.came()

    await member.page.get_by_role("link", name="Settings").first.click()
    await expect(member.page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    held.release()
    await member.page.unroute_all(behavior="wait")
    assert await status_of(member.page, "/api/me") == 200

    await expect(member.page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    assert "/settings" in member.page.url
