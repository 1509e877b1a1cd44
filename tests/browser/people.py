"""People with a browser each: customers who open links, and staff at the dashboard."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Locator, Page, Request

from browser.place import Booked, Place
from browser.talk import Talk
from devstack.demo_people import Staff
from operator_gateway.sign_in.cookies import Cookies

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
TALL = {"viewport": {"width": 1280, "height": 8000}}
"""Shows a whole conversation at once; lower ones draw only what is near to what they show."""


class Customer(Talk):
    """Somebody who got a confirmation email."""

    def __init__(self, page: Page, booked: Booked) -> None:
        super().__init__(page)
        self.booked = booked

    async def opens_the_link(self) -> None:
        await self.page.goto(self.booked.link)


class Member(Talk):
    """Somebody of the staff, signed in."""

    def __init__(self, page: Page, place: Place) -> None:
        super().__init__(page)
        self._place = place

    async def opens_the_inbox(self) -> None:
        await self.goes_to(f"#/locations/{self._place.location.id}")

    async def opens(self, booked: Booked) -> None:
        """By the address of the conversation, as links in emails do."""
        await self.goes_to(f"#/locations/{self._place.location.id}/threads/{booked.thread_id}")

    async def signs_out(self) -> None:
        await self.page.get_by_role("button", name="Account: Ana Ferreira").click()
        await self.page.get_by_role("menuitem", name="Sign out").click()

    def row_of(self, booked: Booked) -> Locator:
        """The conversation's row in the inbox."""
        return self.page.locator(f'[data-thread="{booked.thread_id}"]')

    async def goes_to(self, place: str) -> None:
        await self.page.goto(f"{self._place.system.doors.dashboard}/{place}")


class Witness:
    """Watches every page: what it asks of other hosts, and what goes wrong in it."""

    def __init__(self, *allowed_origins: str) -> None:
        self._allowed = {urlsplit(origin).netloc for origin in allowed_origins}
        self.complaints: list[str] = []
        self.expected: list[str] = []
        """What a test makes go wrong: words of the console's messages."""

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self._on_request)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("console", self._on_console)

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc not in self._allowed:
            self.complaints.append(f"asks another host: {request.url}")

    def _on_console(self, message: Any) -> None:
        """Answers of 400 and more are reported there too; tests make those on purpose."""
        expected = ["Failed to load resource", *self.expected]
        if message.type == "error" and not any(words in message.text for words in expected):
            self.complaints.append(f"console: {message.text}")


class People:
    """Gives everybody a browser of their own, so that nobody shares cookies or drafts."""

    def __init__(
        self, browser: Browser, place: Place, witness: Witness, stack: AsyncExitStack
    ) -> None:
        self._browser = browser
        self._place = place
        self._witness = witness
        self._stack = stack
        self.pages: list[Page] = []

    def expect(self, words: str) -> None:
        """Of the console: what this test makes go wrong."""
        self._witness.expected.append(words)

    async def customer(self, booked: Booked, **options: Any) -> Customer:
        """`options` are Playwright's for a context: viewport, locale, color_scheme ..."""
        return Customer(await self.page(**options), booked)

    async def member(self, person: Staff | None = None, **options: Any) -> Member:
        """Signed in without the way through the login service."""
        page = await self.page(**options)
        await page.context.add_cookies(
            [
                {
                    "name": Cookies(secure=False).session,
                    "value": self._place.session(person or self._place.administrator),
                    "url": self._place.system.doors.dashboard,
                    "httpOnly": True,
                    "sameSite": "Strict",
                }
            ]
        )
        return Member(page, self._place)

    async def page(self, **options: Any) -> Page:
        context = await self._browser.new_context(**{"locale": "en-GB", **DESKTOP, **options})
        self._stack.push_async_callback(context.close)
        self._witness.watch(context)
        page = await context.new_page()
        self.pages.append(page)
        return page


@asynccontextmanager
async def people_at(browser: Browser, place: Place) -> AsyncIterator[People]:
    """Fails in the end if a page had errors or asked anything of another host."""
    doors = place.system.doors
    witness = Witness(doors.portal, doors.dashboard, doors.identity)
    async with AsyncExitStack() as stack:
        yield People(browser, place, witness, stack)
    assert witness.complaints == []
