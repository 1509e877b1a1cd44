"""A reader of live events as server-sent events (SSE).

FastAPI has an answer of its own for these. It hands each event through two tasks, and when a peer
leaves that has not taken everything it raises where nobody can catch it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence

from starlette.responses import StreamingResponse

from booking_chat.gateway.live.hub import Reader, Told

SILENCE_SECONDS = 15.0
"""After so much silence a comment follows, so that the line stays open."""
CONNECTED = b": connected\n\n"
PING = b": ping\n\n"


class LiveEvents(StreamingResponse):
    """The events of a reader, until it ends or its peer leaves.

    A comment goes first: who has it is connected, and misses nothing from then on.
    """

    media_type = "text/event-stream"

    def __init__(self, reader: Reader) -> None:
        super().__init__(
            _written(reader),
            # nginx would collect them before it passes them on.
            headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )


async def _written(reader: Reader) -> AsyncIterator[bytes]:
    yield CONNECTED
    while True:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                events = await reader.next_events()
        except TimeoutError:
            yield PING
            continue
        if not events:
            return
        yield _lines(events)


def _lines(events: Sequence[Told]) -> bytes:
    """JSON has no line breaks of its own, so each event has one line of data."""
    return b"".join(b"event: %s\ndata: %s\n\n" % (e.type.encode(), e.json) for e in events)
