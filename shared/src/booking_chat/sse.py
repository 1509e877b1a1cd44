"""A reader of live events as server-sent events (SSE).

FastAPI adds a comment whenever 15 s pass in silence, so that the line stays open.
"""

from collections.abc import AsyncIterator, Callable

from fastapi.sse import ServerSentEvent

from booking_chat.live import LiveEvent, Reader


async def live_events(
    reader: Reader,
    *,
    wanted: Callable[[LiveEvent], bool],
    last: Callable[[LiveEvent], bool] = lambda _: False,
) -> AsyncIterator[ServerSentEvent]:
    """The wanted events of a reader, ending after the first one that is the `last`.

    A comment goes first: who has it is connected, and misses nothing from then on.
    """
    yield ServerSentEvent(comment="connected")
    async for event in reader.events():
        if wanted(event):
            yield ServerSentEvent(event=event.type, raw_data=event.data.to_json().decode())
        if last(event):
            return
