"""A browser with several bookings at once: each has a session, and none speaks for another."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from uuid import uuid4

import httpx
import pytest

from booking_chat.contracts.commands import MarkRead, PostMessage
from booking_chat.contracts.http.views import BookingView
from portal_gateway.sign_in.session import COOKIE, MAX_BOOKINGS, cookie_of, displaced
from support.chat import a_booking
from support.gateway_fakes import signed
from support.gateway_steps import a_message, assert_problem
from support.portal_steps import KEY, MESSAGES, Portal, a_portal
from support.running_app import running

FRAMEWORK = "application/json; charset=utf-8"
"""A content type that takes a POST the framework's way."""


class Browser:
    """Keeps cookies as browsers do: the oldest name first, whatever its newest value."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.cookies: dict[str, str] = {}

    async def ask(
        self,
        method: str,
        path: str,
        booking: str | None = None,
        *,
        body: object = None,
        kind: str = "application/json",
    ) -> httpx.Response:
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if booking is not None:
            headers["Booking-Id"] = booking
        content = None
        if body is not None:
            content, headers["content-type"] = json.dumps(body), kind
        answer = await self._client.request(method, path, headers=headers, content=content)
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                if morsel.value == "":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    async def open_link(self, booking: str) -> None:
        link = {"token": signed({"bookingId": booking, "exp": 4102444800}, KEY)}
        assert (await self.ask("POST", "/api/session", body=link)).status_code == 200

    async def sees(self, booking: str | None) -> str:
        """The booking whose conversation a page is given; the problem if it is given none."""
        answer = await self.ask("GET", "/api/conversation", booking)
        body = answer.json()
        return str(body["booking"]["bookingId"] if answer.status_code == 200 else body["type"])


NOT_SIGNED_IN = "/problems/not-signed-in"


@pytest.fixture
def portal(new_id: Callable[[str], str]) -> Portal:
    return a_portal(new_id)


@asynccontextmanager
async def a_browser(portal: Portal) -> AsyncIterator[Browser]:
    async with running(portal.app) as client:
        yield Browser(client)


def another_booking(portal: Portal) -> str:
    booking = a_booking(f"booking-{uuid4()}", location_id=portal.location_id)
    portal.core.bookings_by_id[booking.booking_id] = BookingView.model_validate(
        booking.model_dump()
    )
    return booking.booking_id


async def test_two_bookings_are_open_at_once_and_each_page_sees_its_own(portal: Portal) -> None:
    one, two = portal.booking_id, another_booking(portal)
    async with a_browser(portal) as browser:
        await browser.open_link(one)
        await browser.open_link(two)

        seen = [await browser.sees(each) for each in (one, two, None)]

    assert seen == [one, two, two]


@pytest.mark.parametrize("kind", ["application/json", FRAMEWORK])
async def test_what_each_page_writes_goes_to_its_booking(portal: Portal, kind: str) -> None:
    one, two = portal.booking_id, another_booking(portal)
    async with a_browser(portal) as browser:
        await browser.open_link(one)
        await browser.open_link(two)

        for booking in (one, two):
            answer = await browser.ask("POST", MESSAGES, booking, body=a_message(), kind=kind)
            assert answer.status_code == 202
            read = await browser.ask("POST", "/api/conversation/read", booking, body={"seq": 1})
            assert read.status_code == 202

    for booking in (one, two):
        commands = [type(command.data) for command in portal.log.commands(booking)]
        assert commands == [PostMessage, MarkRead]


async def test_a_booking_that_was_never_opened_here_is_refused_beside_others(
    portal: Portal,
) -> None:
    other = another_booking(portal)
    async with a_browser(portal) as browser:
        await browser.open_link(portal.booking_id)

        answers = [
            await browser.ask("GET", "/api/conversation", other),
            await browser.ask("GET", MESSAGES, other),
            await browser.ask("GET", f"{MESSAGES}/{uuid4()}", other),
            await browser.ask("GET", "/api/conversation/events", other),
            await browser.ask("GET", "/api/conversation/availability", other),
            await browser.ask("POST", MESSAGES, other, body=a_message()),
            await browser.ask("POST", "/api/conversation/read", other, body={"seq": 1}),
        ]

    for answer in answers:
        assert_problem(answer, 401, "not-signed-in")


async def test_a_cookie_under_the_name_of_another_booking_does_not_open_it(portal: Portal) -> None:
    other = another_booking(portal)
    async with a_browser(portal) as browser:
        await browser.open_link(portal.booking_id)
        browser.cookies = {cookie_of(other): browser.cookies[COOKIE]}

        seen = await browser.sees(other)

    assert seen == NOT_SIGNED_IN


async def test_signing_out_ends_the_session_of_its_booking_alone(portal: Portal) -> None:
    one, two = portal.booking_id, another_booking(portal)
    async with a_browser(portal) as browser:
        await browser.open_link(one)
        await browser.open_link(two)

        await browser.ask("DELETE", "/api/session", one)
        after_one = [await browser.sees(each) for each in (one, two, None)]
        await browser.ask("DELETE", "/api/session", two)
        after_both = [await browser.sees(each) for each in (one, two, None)]

    assert after_one == [NOT_SIGNED_IN, two, two]
    assert after_both == [NOT_SIGNED_IN] * 3
    assert browser.cookies == {}


async def test_when_the_last_opened_booking_is_signed_out_of_the_only_other_one_is_meant(
    portal: Portal,
) -> None:
    one, two = portal.booking_id, another_booking(portal)
    async with a_browser(portal) as browser:
        await browser.open_link(one)
        await browser.open_link(two)
        await browser.ask("DELETE", "/api/session", two)

        meant = await browser.sees(None)
        await browser.ask("DELETE", "/api/session")

    assert meant == one
    assert browser.cookies == {}


async def test_a_session_from_before_bookings_had_cookies_of_their_own_goes_on(
    portal: Portal,
) -> None:
    async with a_browser(portal) as browser:
        await browser.open_link(portal.booking_id)
        browser.cookies = {COOKIE: browser.cookies[COOKIE]}

        seen = [await browser.sees(portal.booking_id), await browser.sees(None)]
        await browser.ask("DELETE", "/api/session", portal.booking_id)

    assert seen == [portal.booking_id] * 2
    assert browser.cookies == {}


async def test_a_browser_keeps_the_newest_bookings(portal: Portal) -> None:
    bookings = [portal.booking_id, *(another_booking(portal) for _ in range(MAX_BOOKINGS + 2))]
    async with a_browser(portal) as browser:
        for booking in bookings:
            await browser.open_link(booking)

        seen = [await browser.sees(booking) for booking in bookings]

    assert seen == [NOT_SIGNED_IN] * 3 + bookings[3:]
    assert set(browser.cookies) == {COOKIE, *map(cookie_of, bookings[3:])}


def test_opening_a_link_again_displaces_no_other_booking() -> None:
    names = [cookie_of(str(n)) for n in range(MAX_BOOKINGS)]
    cookies = dict.fromkeys([COOKIE, "another_site", *names], "x")

    assert displaced(cookies, "0") == []
    assert displaced(cookies, "new") == [names[0]]
