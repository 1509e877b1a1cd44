"""A service under test behind a real server, for what a test client cannot do: streams."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from booking_chat.service.app import ServiceServer, make_server
from booking_chat.service.http.limits import DEFAULTS, HttpLimits
from support.running_app import monitoring_of
from support.service_calls import signed_for

PATIENCE_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Served:
    """`stop` tells the server to stop as a signal would, and waits until it has."""

    client: httpx.AsyncClient
    server: ServiceServer
    running: asyncio.Task[None]

    async def stop(self) -> None:
        self.server.should_exit = True
        await self.running


@asynccontextmanager
async def served(
    app: FastAPI, port: int = 0, limits: HttpLimits = DEFAULTS
) -> AsyncIterator[Served]:
    """The app at `port` of 127.0.0.1, or at any that is free."""
    server = make_server(app, "127.0.0.1", port, limits)
    running = asyncio.create_task(server.serve())
    while not (server.started or running.done()):
        await asyncio.sleep(0.01)
    if running.done():
        await running
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(
        base_url=url, mounts=monitoring_of(app), auth=signed_for(app)
    ) as client:
        service = Served(client, server, running)
        try:
            yield service
        finally:
            await service.stop()


@dataclass(frozen=True, slots=True)
class Stream:
    """Server-sent events, one at a time."""

    lines: AsyncIterator[str]

    async def next(self) -> tuple[str, Any]:
        """The next event's type and data, passing over comments."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            event = ""
            async for line in self.lines:
                name, _, value = line.partition(": ")
                if name == "event":
                    event = value
                if name == "data":
                    return event, json.loads(value)
        raise EOFError("the stream has ended")

    async def ended(self) -> bool:
        """Whether nothing but the end comes next."""
        try:
            await self.next()
        except EOFError:
            return True
        return False


@asynccontextmanager
async def stream(client: httpx.AsyncClient, path: str, **options: Any) -> AsyncIterator[Stream]:
    """An open stream; the comment that says it is connected has been read."""
    async with client.stream("GET", path, timeout=PATIENCE_SECONDS, **options) as response:
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.aiter_lines()
        assert await anext(lines) == ": connected"
        yield Stream(lines)
