"""A reader of live events as server-sent events (SSE).

FastAPI adds a comment whenever 15 s pass in silence, so that the line stays open.
"""

from collections.abc import AsyncIterator

from fastapi.sse import ServerSentEvent

from booking_chat.live import Reader


async def live_events(reader: Reader) -> AsyncIterator[ServerSentEvent]:
    """The events of a reader, until it ends.

    A comment goes first: who has it is connected, and misses nothing from then on.
    """
    yield ServerSentEvent(comment="connected")
    async for told in reader.events():
        yield ServerSentEvent(event=told.type, raw_data=told.json.decode())
