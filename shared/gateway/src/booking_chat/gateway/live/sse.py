"""A reader of live events as server-sent events (SSE).

FastAPI has an answer of its own for these. It hands each event through two tasks, and when a peer
leaves that has not taken everything it raises where nobody can catch it. Starlette's streaming
answer has a task group and a generator for each reader: memory that idle readers would hold.
"""

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from booking_chat.gateway.live.hub import Reader
from booking_chat.service.tasks import end

SILENCE_SECONDS = 15.0
"""After so much silence a comment follows, so that the line stays open."""
CONNECTED = b": connected\n\n"
PING = b": ping\n\n"


class LiveEvents(Response):
    """The events of a reader, until it ends or its peer leaves.

    A comment goes first: who has it is connected, and misses nothing from then on.
    """

    media_type = "text/event-stream"

    def __init__(self, reader: Reader) -> None:
        # nginx would collect them before it passes them on.
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        # It has no length: it goes on.
        del self.headers["content-length"]
        self._reader = reader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        await _write(send, CONNECTED)
        leaving = asyncio.create_task(_end_when_left(self._reader, receive))
        try:
            while not self._reader.is_over:
                await _write(send, await self._reader.next_frames(SILENCE_SECONDS) or PING)
            await send({"type": "http.response.body", "body": b""})
        finally:
            await end(leaving)


async def _write(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


async def _end_when_left(reader: Reader, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.end()
