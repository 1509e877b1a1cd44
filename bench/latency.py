"""Time from a customer's post to the live event at staff, with the whole line running."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from itertools import cycle
from statistics import quantiles
from time import perf_counter
from uuid import uuid4

import httpx

import world
from devstack.events import parse_events
from report import Figure, Spread
from stack import Stack
from ways import Way, bare, ours
from whole_line import running_line

MESSAGES_PER_SECOND = 25
SECONDS = 15
WARM_UP_MESSAGES = 100
CUSTOMERS = 50
PERCENTS = (50, 95, 99)
_LONGEST_WAIT_SECONDS = 30.0


async def measure(stack: Stack, rounds: int) -> AsyncIterator[Figure]:
    of_ours, of_bare = [], []
    for _ in range(rounds):
        async with running_line(stack) as line:
            cookies = await line.cookies(CUSTOMERS)
            of_ours.append(await _percentiles(ours(line), cookies))
        async with bare(stack) as way:
            of_bare.append(await _percentiles(way, cookies))
    for index, percent in enumerate(PERCENTS):
        yield Figure(
            f"post to live event at {MESSAGES_PER_SECOND}/s, p{percent}",
            "ms",
            Spread([one[index] for one in of_ours]),
            Spread([one[index] for one in of_bare]),
        )


async def _percentiles(way: Way, cookies: Sequence[str]) -> list[float]:
    hundredths = quantiles(await Conversation(way, cookies).play(), n=100)
    return [hundredths[percent - 1] for percent in PERCENTS]


class Conversation:
    """Customers who write at an even pace, and staff who watch."""

    def __init__(self, way: Way, cookies: Sequence[str]) -> None:
        self._way = way
        self._cookies = cookies
        self._meant_at: dict[str, float] = {}
        self._seen_at: dict[str, float] = {}

    async def play(self) -> list[float]:
        """Milliseconds from when each post was meant to be sent to its event, warm-up left out.

        A client that is late because it is busy counts against the figure, and so does its own
        time. Raises TimeoutError when a message is never seen.
        """
        cookies = cycle(self._cookies)
        total = WARM_UP_MESSAGES + MESSAGES_PER_SECOND * SECONDS
        async with AsyncExitStack() as opened:
            watching = await opened.enter_async_context(asyncio.TaskGroup())
            door = await opened.enter_async_context(
                httpx.AsyncClient(base_url=f"http://127.0.0.1:{self._way.port}")
            )
            server = self._way.server
            watchers = [watching.create_task(self._watch(path)) for path in server.paths]
            await asyncio.sleep(1)
            start = perf_counter()
            for number in range(total):
                meant_at = start + number / MESSAGES_PER_SECOND
                await asyncio.sleep(max(meant_at - perf_counter(), 0))
                watching.create_task(self._post(door, next(cookies), meant_at))
            async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
                while len(self._seen_at) < total:  # noqa: ASYNC110 - several streams fill it
                    await asyncio.sleep(0.05)
            for watcher in watchers:
                watcher.cancel()
        times = [(self._seen_at[of] - meant) * 1000 for of, meant in self._meant_at.items()]
        return times[WARM_UP_MESSAGES:]

    async def _watch(self, path: str) -> None:
        name, _, value = self._way.server.header.partition(": ")
        url = f"http://127.0.0.1:{self._way.server.port}{path}"
        async with (
            httpx.AsyncClient(headers={name: value}, timeout=None) as client,  # noqa: S113 - a stream
            client.stream("GET", url) as response,
        ):
            response.raise_for_status()
            async for event in parse_events(response.aiter_lines()):
                if event.type == "MessagePosted":
                    self._seen_at[event.data["clientMessageId"]] = perf_counter()

    async def _post(self, door: httpx.AsyncClient, cookie: str, meant_at: float) -> None:
        client_message_id = str(uuid4())
        self._meant_at[client_message_id] = meant_at
        body = {"clientMessageId": client_message_id, "text": world.some_text()}
        (await door.post(self._way.path, json=body, headers={"Cookie": cookie})).raise_for_status()
