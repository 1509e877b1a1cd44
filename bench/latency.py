"""Time from a customer's post to the live event at staff, with the whole line running."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import cycle
from statistics import quantiles
from time import perf_counter
from uuid import uuid4

import httpx

import world
from report import Figure, Spread
from stack import Stack
from whole_line import PORTAL, POST_PATH, Line, running_line

MESSAGES_PER_SECOND = 25
SECONDS = 20
WARM_UP_MESSAGES = 25
CUSTOMERS = 50
_LONGEST_WAIT_SECONDS = 30.0


async def measure(stack: Stack) -> AsyncIterator[Figure]:
    async with running_line(stack) as line:
        milliseconds = await Conversation(line).play()
    percentiles = quantiles(milliseconds, n=100)
    for percent in (50, 95, 99):
        yield Figure(
            f"post to live event at {MESSAGES_PER_SECOND}/s, p{percent}",
            "ms",
            Spread([percentiles[percent - 1]]),
        )


class Conversation:
    """Customers who write at an even pace, and staff who watch."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._sent_at: dict[str, float] = {}
        self._seen_at: dict[str, float] = {}

    async def play(self) -> list[float]:
        """Milliseconds from just before each post to its event, the first second left out.

        The clients' own time is in it. Raises TimeoutError when a message is never seen.
        """
        cookies = cycle(await self._line.cookies(CUSTOMERS))
        total = WARM_UP_MESSAGES + MESSAGES_PER_SECOND * SECONDS
        async with AsyncExitStack() as opened:
            watching = await opened.enter_async_context(asyncio.TaskGroup())
            door = await opened.enter_async_context(
                httpx.AsyncClient(base_url=self._line.stack.addresses.url(PORTAL))
            )
            watchers = [watching.create_task(self._watch(place.id)) for place in world.PLACES]
            await asyncio.sleep(1)
            start = perf_counter()
            for number in range(total):
                await asyncio.sleep(start + number / MESSAGES_PER_SECOND - perf_counter())
                watching.create_task(self._post(door, next(cookies)))
            async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
                while len(self._seen_at) < total:  # noqa: ASYNC110 - two streams fill it
                    await asyncio.sleep(0.05)
            for watcher in watchers:
                watcher.cancel()
        times = [(self._seen_at[of] - sent) * 1000 for of, sent in self._sent_at.items()]
        return times[WARM_UP_MESSAGES:]

    async def _watch(self, location: str) -> None:
        async with self._line.staff.events(location) as events:
            async for event in events:
                if event.type == "MessagePosted":
                    self._seen_at[event.data["clientMessageId"]] = perf_counter()

    async def _post(self, door: httpx.AsyncClient, cookie: str) -> None:
        client_message_id = str(uuid4())
        self._sent_at[client_message_id] = perf_counter()
        body = {"clientMessageId": client_message_id, "text": world.some_text()}
        (await door.post(POST_PATH, json=body, headers={"Cookie": cookie})).raise_for_status()
