"""The whole line with its world in it, as customers and staff come to it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

import world
from booking_chat.contracts.topics import BOOKINGS
from booking_chat.contracts.values import Switches
from booking_chat.gateway.bookings import UNREAD_SECONDS
from devstack.client import IdentityClient, StaffClient
from devstack.demo_people import ANA
from devstack.services import IDENTITY
from stack import WHOLE_LINE, Stack

PORTAL = "portal-gateway"
DASHBOARD = "operator-gateway"
SESSION_PATH = "/api/session"
POST_PATH = "/api/conversation/messages"

_POLL_SECONDS = 0.1
_LONGEST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Line:
    """All services by name with their pids, and a member of staff who sees everything.

    `token` is the bearer token of that member.
    """

    stack: Stack
    pids: dict[str, int]
    identity: IdentityClient
    staff: StaffClient
    token: str

    async def cookies(self, count: int) -> Sequence[str]:
        """Session cookies of that many customers, each with a booking of their own."""
        return [await self._cookie(world.booking_id(number)) for number in range(count)]

    async def _cookie(self, booking: str) -> str:
        token = urlsplit(await self.identity.link(booking)).fragment
        async with httpx.AsyncClient(base_url=self.stack.addresses.url(PORTAL)) as browser:
            (await browser.post(SESSION_PATH, json={"token": token})).raise_for_status()
            return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


@asynccontextmanager
async def running_line(stack: Stack) -> AsyncIterator[Line]:
    """Every service, with the world's bookings known and messaging on."""
    async with AsyncExitStack() as opened:
        pids = await opened.enter_async_context(stack.services(*WHOLE_LINE))
        identity = await opened.enter_async_context(IdentityClient(stack.addresses.url(IDENTITY)))
        token = next(one.token for one in await identity.staff() if one.name == ANA.name)
        staff = await opened.enter_async_context(StaffClient(stack.addresses.url(DASHBOARD), token))
        line = Line(stack, pids, identity, staff, token)
        await _make_world(line)
        yield line


async def _make_world(line: Line) -> None:
    async with world.publisher(line.stack.config) as publisher:
        await world.publish(publisher, BOOKINGS, world.bookings())
    for place in world.PLACES:
        settings, tag = await line.staff.settings(place.id)
        if not settings.can_message:
            both = Switches(portal_enabled=True, support_messaging=True)
            await line.staff.change_settings(place.id, both, tag)
    # Bookings of a moment ago are asked for again and again; those of real customers are older.
    await asyncio.sleep(UNREAD_SECONDS)
    async with asyncio.timeout(_LONGEST_SECONDS):
        for place in world.PLACES:
            while not await line.staff.bookings(place.id, "bench"):  # noqa: ASYNC110 - only asking tells
                await asyncio.sleep(_POLL_SECONDS)
