"""Live events (SSE) as a good client reads them: in order, each once, none missed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import httpx

from booking_chat.contracts.http.views import MessageView

Result = TypeVar("Result")
_RECONNECT_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class LiveEvent:
    type: str
    data: dict[str, Any]


async def parse_events(lines: AsyncIterator[str]) -> AsyncIterator[LiveEvent]:
    """The events of a stream's lines; comments, which keep the line open, are passed over."""
    event_type, data = "", ""
    async for line in lines:
        field, _, value = line.partition(":")
        if field == "event":
            event_type = value.strip()
        elif field == "data":
            data += value.strip()
        elif not line and data:
            yield LiveEvent(event_type, json.loads(data))
            event_type, data = "", ""


Connect = Callable[[], AbstractAsyncContextManager[AsyncIterator[LiveEvent]]]
FetchAfter = Callable[[int], Awaitable[list[MessageView]]]


class Follower:
    """The messages of one thread after `last_seq`.

    Connects first and then fetches what it lacks, at the start and whenever the line was cut,
    so nothing is missed; a message that comes by both ways is given once.
    """

    def __init__(self, thread_id: str, last_seq: int, connect: Connect, fetch: FetchAfter) -> None:
        self._thread_id = thread_id
        self._last_seq = last_seq
        self._connect = connect
        self._fetch = fetch
        self._messages: asyncio.Queue[MessageView] = asyncio.Queue()
        self._connected = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Returns once events are flowing. Raises what keeps them from it."""
        self._following = asyncio.create_task(self._follow())
        await self._unless_it_failed(self._connected.wait())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._following.cancel()
        await asyncio.gather(self._following, return_exceptions=True)

    async def next(self) -> MessageView:
        return await self._unless_it_failed(self._messages.get())

    async def message(self, client_message_id: str) -> MessageView:
        """Waits for one message and passes over those before it."""
        while True:
            message = await self.next()
            if message.client_message_id == client_message_id:
                return message

    async def _follow(self) -> None:
        while True:
            with suppress(httpx.TransportError):
                async with self._connect() as events:
                    await self._catch_up()
                    self._connected.set()
                    async for event in events:
                        await self._take(event)
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _take(self, event: LiveEvent) -> None:
        if event.type != "MessagePosted" or event.data["threadId"] != self._thread_id:
            return
        message = MessageView.model_validate(event.data)
        if message.seq > self._last_seq + 1:
            await self._catch_up()
        self._give(message)

    async def _catch_up(self) -> None:
        for message in await self._fetch(self._last_seq):
            self._give(message)

    def _give(self, message: MessageView) -> None:
        if message.seq > self._last_seq:
            self._last_seq = message.seq
            self._messages.put_nowait(message)

    async def _unless_it_failed(self, waiting: Coroutine[Any, Any, Result]) -> Result:
        task = asyncio.create_task(waiting)
        try:
            await asyncio.wait({task, self._following}, return_when=asyncio.FIRST_COMPLETED)
            if self._following.done():
                self._following.result()
            return task.result()
        finally:
            task.cancel()
