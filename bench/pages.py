"""What people wait for at the pages, in real browsers: first messages, and each other."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from statistics import quantiles
from time import time
from uuid import uuid4

from playwright.async_api import Browser, Cookie, Page

import world
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import Switches
from browser.chromium import running_chromium
from devstack.client import CustomerClient
from devstack.demo_people import ANA
from devstack.ports import free_port
from report import Figure, Spread
from stack import Stack
from unwatched import HEIGHT, WIDTH, unwatched_page
from whole_line import DASHBOARD, Line, running_line

LIVE_MESSAGES = 200
WARM_UP_MESSAGES = 20
HISTORY_MESSAGES = 60
OPENINGS = 15
SLOWED = 4
SWITCHES = 40
FIELD = "Write a message"
_NOTED_SECONDS = 10.0
_AT_REST_SECONDS = 1.0
"""The machine is left alone before a page is opened, and the page after that."""

_BARE_PAGE = b"""<!doctype html><html lang="en"><title>Bare</title>
<ol><li data-seq="1"><div class="bubble">One message, no script, no style</div></li></ol>"""

_WATCH = """
(() => {
    const now = () => performance.timeOrigin + performance.now();
    window.watched = {sent: {}, seen: {}, read: {}, firstMessage: null, switchedAt: 0};
    document.addEventListener('keydown', event => {
        if (event.key === 'Enter') watched.sent[event.target.value] = now();
    }, true);
    const afterPaint = note => requestAnimationFrame(() => setTimeout(() => note(now())));
    let couldWrite = false;
    new MutationObserver(() => {
        const canWrite = document.querySelector('textarea') !== null;
        if (canWrite !== couldWrite) afterPaint(at => { watched.switchedAt = at; });
        couldWrite = canWrite;
        for (const bubble of document.querySelectorAll('li[data-state=seen] .bubble')) {
            const text = bubble.textContent;
            if (text in watched.read) continue;
            watched.read[text] = null;
            afterPaint(at => { watched.read[text] = at; });
        }
        for (const bubble of document.querySelectorAll('li[data-seq] .bubble')) {
            const text = bubble.textContent;
            if (text in watched.seen) continue;
            watched.seen[text] = null;
            afterPaint(at => {
                watched.seen[text] = at;
                watched.firstMessage ??= at - performance.timeOrigin;
            });
        }
    }).observe(document, {
        childList: true, subtree: true, attributeFilter: ['data-seq', 'data-state'],
    });
})();
"""
"""Notes when Enter was pressed on a text, when a stored message with it and that it was seen had
been painted, and when there came to be a field to write in, or none any more."""


async def measure(stack: Stack) -> AsyncIterator[Figure]:
    async with running_line(stack) as line, running_chromium() as browser:
        link = await line.identity.link(world.booking_id(0))
        thread = thread_id(world.booking_id(0))
        dashboard = stack.addresses.url(DASHBOARD)
        conversation = f"{dashboard}/#/locations/{world.location_id(0)}/threads/{thread}"
        await _talk_about(line, link)
        customer = await _page(browser)
        staff = await _page(browser, signed_in_at=dashboard)
        session = await staff.context.cookies()
        async with _bare_page() as bare:
            yield await _first_messages("a bare page", browser, bare, [])
        yield await _first_messages("the customer page", browser, link, [])
        yield await _first_messages("the dashboard", browser, conversation, session)

        await customer.goto(link)
        await staff.goto(conversation)
        ways = {"customer to staff": (customer, staff), "staff to customer": (staff, customer)}
        for way, (writer, reader) in ways.items():
            there, back = await _live(writer, reader)
            for figure in _percentiles(f"Enter to the other screen, {way}", there):
                yield figure
            for figure in _percentiles(f"Enter to `Seen` on the own screen, {way}", back):
                yield figure
        for name, page in (("customer page", customer), ("dashboard", staff)):
            for figure in _percentiles(f"a switch to the open {name}", await _switched(line, page)):
                yield figure


def _percentiles(name: str, milliseconds: list[float]) -> list[Figure]:
    return [
        Figure(f"{name}, p{percent}", "ms", Spread([quantiles(milliseconds, n=100)[percent - 1]]))
        for percent in (50, 95)
    ]


async def _talk_about(line: Line, link: str) -> None:
    """A history, so that there is something to show."""
    async with CustomerClient(line.stack.addresses.url("portal-gateway")) as customer:
        await customer.open(link)
        for _ in range(HISTORY_MESSAGES):
            await customer.post(str(uuid4()), world.some_text())


async def _page(browser: Browser, signed_in_at: str | None = None) -> Page:
    """Of a browser that has never been here: nothing is cached."""
    context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    await context.add_init_script(_WATCH)
    page = await context.new_page()
    if signed_in_at:
        await page.goto(f"{signed_in_at}/auth/login")
        await page.get_by_role("link", name=ANA.name).click()
        await page.wait_for_url(f"{signed_in_at}/**")
    return page


@asynccontextmanager
async def _bare_page() -> AsyncIterator[str]:
    """What the machine and the browser take by themselves."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + _BARE_PAGE
        )
        await writer.drain()
        writer.close()

    port = free_port()
    async with await asyncio.start_server(answer, "127.0.0.1", port):
        yield f"http://127.0.0.1:{port}/"


async def _first_messages(
    name: str, browser: Browser, address: str, cookies: Sequence[Cookie]
) -> Figure:
    """From the navigation's start until the first messages are painted."""
    rounds = [await _first_painted(browser, address, cookies) for _ in range(OPENINGS)]
    return Figure(
        f"first messages on {name}, processor slowed {SLOWED} times", "ms", Spread(rounds)
    )


async def _first_painted(browser: Browser, address: str, cookies: Sequence[Cookie]) -> float:
    """The page notes the moment itself; asking while it works would take its processor's time."""
    async with unwatched_page(browser, cookies) as page:
        await page.run_first(_WATCH)
        await page.send("Emulation.setCPUThrottlingRate", rate=SLOWED)
        await asyncio.sleep(_AT_REST_SECONDS)
        await page.send("Page.navigate", url=address)
        async with asyncio.timeout(_NOTED_SECONDS):
            while True:
                await asyncio.sleep(_AT_REST_SECONDS)
                noted = await page.value("watched.firstMessage")
                if isinstance(noted, float | int):
                    return float(noted)


async def _live(writer: Page, reader: Page) -> tuple[list[float], list[float]]:
    """Milliseconds from Enter to the painted message in the other browser, and to the painted
    `Seen` in the same one."""
    field = writer.get_by_role("textbox", name=FIELD)
    there, back = [], []
    for number in range(WARM_UP_MESSAGES + LIVE_MESSAGES):
        text = f"{number} {uuid4()} {world.some_text()}"
        await field.fill(text)
        await field.press("Enter")
        seen = await _noted(reader, "text => watched.seen[text]", text)
        read = await _noted(writer, "text => watched.read[text]", text)
        sent = float(await writer.evaluate("text => watched.sent[text]", text))
        there.append(seen - sent)
        back.append(read - sent)
    return there[WARM_UP_MESSAGES:], back[WARM_UP_MESSAGES:]


async def _switched(line: Line, page: Page) -> list[float]:
    """Milliseconds from an administrator's request to the page that follows it, off and on."""
    place, milliseconds = world.location_id(0), []
    for number in range(SWITCHES):
        _, tag = await line.staff.settings(place)
        wanted = Switches(portal_enabled=True, support_messaging=number % 2 == 1)
        since = time() * 1000
        await line.staff.change_settings(place, wanted, tag)
        at = await _noted(page, "since => watched.switchedAt > since && watched.switchedAt", since)
        milliseconds.append(at - since)
    return milliseconds


async def _noted(page: Page, what: str, about: object) -> float:
    """A moment that the page has noted, once it has."""
    noted = await page.wait_for_function(what, arg=about, timeout=_NOTED_SECONDS * 1000)
    return float(await noted.json_value())
