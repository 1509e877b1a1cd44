"""A service without engines, to be attacked.

`python -m support.besieged_app PORT METRICS_PORT LIMITS`, where the limits are JSON.
It takes bodies, answers with as many bytes as it is asked for, and streams live events.
"""

import json
import sys
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Body, Depends, FastAPI, Request
from starlette.responses import PlainTextResponse

from booking_chat.contracts.values import BookingKeyed
from booking_chat.gateway.live.hub import LiveHub, Reader
from booking_chat.gateway.live.sse import LiveEvents
from booking_chat.service.app import make_server, service_app
from booking_chat.service.health import Health
from booking_chat.service.http.limits import HttpLimits
from support.live_words import posted

CHANNEL = "booking-1"
AN_HOUR = 3600.0


def besieged_app() -> FastAPI:
    hub = LiveHub(
        lambda event: [event.data.booking_id] if isinstance(event.data, BookingKeyed) else [],
        observe=lambda _: None,
        streams_per_person=10_000,
    )
    return service_app("besieged", [_routes(hub)], Health(), parts=[], streams=[hub])


def _routes(hub: LiveHub) -> APIRouter:
    router = APIRouter()

    @router.post("/echo")
    async def echo(body: Annotated[dict[str, str], Body()]) -> dict[str, str]:
        return body

    @router.get("/bytes/{count}")
    async def some_bytes(count: int) -> PlainTextResponse:
        return PlainTextResponse("x" * count)

    @router.get("/address")
    async def address(request: Request) -> str:
        """Whom the service takes its caller for."""
        return request.client.host if request.client else ""

    async def reader_of() -> AsyncIterator[Reader]:
        with hub.reader(CHANNEL, person="anybody", seconds=AN_HOUR) as reader:
            yield reader

    @router.get("/events")
    async def events(reader: Annotated[Reader, Depends(reader_of)]) -> LiveEvents:
        return LiveEvents(reader)

    @router.post("/publish/{count}")
    async def publish(count: int, text: Annotated[str, Body(embed=True)]) -> int:
        """So many events at once, numbered from 1 on, as a batch from Kafka has them."""
        for seq in range(1, count + 1):
            event = posted(CHANNEL, seq=seq, text=text)
            hub.publish(event, event.data.to_json())
        return count

    return router


if __name__ == "__main__":
    host, (port, monitoring) = "127.0.0.1", map(int, sys.argv[1:3])
    limits = HttpLimits(**json.loads(sys.argv[3]))
    make_server(besieged_app(), host, port, limits, (host, monitoring)).run()
