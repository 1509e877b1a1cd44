"""The frame of every service: one FastAPI app with the defaults switched on, and its server."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from socket import socket
from typing import Any, Protocol, cast

import uvicorn
from fastapi import APIRouter, FastAPI

from booking_chat.service.config import ServiceConfig
from booking_chat.service.health import Health, health_routes
from booking_chat.service.http.body_limit import BodyLimit
from booking_chat.service.http.connections import Connections
from booking_chat.service.http.lean_post import LeanPost, LeanPosts
from booking_chat.service.http.limits import DEFAULTS, HttpLimits
from booking_chat.service.http.open_files import allow_open_files
from booking_chat.service.http.problem_handlers import install_problem_handlers
from booking_chat.service.http.protocol import LimitedHttp
from booking_chat.service.logging import configure_logging
from booking_chat.service.metrics import RequestMetrics
from booking_chat.service.startup import Running, Startup

MAX_BODY_BYTES = 64 * 1024
STOP_TIMEOUT_SECONDS = 2
"""How long a stopping server waits for open streams before it cuts them."""
START_FAILED = 3
TICKS_BETWEEN_CHECKS = 5
"""uvicorn's main loop ticks every 0.1 s, so a connection ends 0.5 s after its time at most."""


class Streams(Protocol):
    """Answers that never end by themselves."""

    def end(self) -> None: ...


class ServiceServer(uvicorn.Server):
    """Ends connections whose time is over, and the app's streams when told to stop.

    uvicorn stops the app only after its connections are done, and one that streams for ever
    would have to be cut off.
    """

    def __init__(
        self, config: uvicorn.Config, streams: Sequence[Streams], connections: Connections
    ) -> None:
        super().__init__(config)
        self._streams = streams
        self._connections = connections

    async def on_tick(self, counter: int) -> bool:
        if counter % TICKS_BETWEEN_CHECKS == 0:
            self._connections.check(asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        for streams in self._streams:
            streams.end()
        await super().shutdown(sockets)


def make_server(app: FastAPI, host: str, port: int, limits: HttpLimits = DEFAULTS) -> ServiceServer:
    """The server of a `service_app`, not started.

    Forwarding headers (`X-Forwarded-For`) are believed from nobody: a peer is its own address.
    """
    connections = Connections(limits)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        # uvicorn calls it as it would the class.
        http=cast("type[LimitedHttp]", partial(LimitedHttp, limits=limits, others=connections)),
        ws="none",
        log_config=None,
        access_log=False,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=STOP_TIMEOUT_SECONDS,
        server_header=False,
        proxy_headers=False,
    )
    return ServiceServer(config, app.state.streams, connections)


def service_app(
    name: str,
    routers: Sequence[APIRouter],
    health: Health,
    parts: Sequence[Running],
    *,
    away: Mapping[type[Exception], str] | None = None,
    streams: Sequence[Streams] = (),
    lean: Sequence[LeanPost[Any]] = (),
) -> FastAPI:
    """A service's app.

    `parts` are started in order and stopped in reverse: a connection before what uses it. While
    what they need is away the service serves, and is not ready.
    `away` names, by the error that says so, what may be away: the answer is then 503.
    `streams` are ended before the server waits for its connections.
    `lean` are routes of `routers` that are answered in front of the framework.
    """
    startup = Startup(parts)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with startup.running():
            yield

    app = FastAPI(
        title=f"booking-chat {name}",
        version=version("booking-chat-service"),
        lifespan=lifespan,
        # A redirect would name whatever host the request has in its Host header.
        redirect_slashes=False,
    )
    app.state.streams = streams
    if lean:
        app.add_middleware(LeanPosts, posts=lean, handlers=app.exception_handlers)
    app.add_middleware(BodyLimit, max_bytes=MAX_BODY_BYTES)
    app.add_middleware(RequestMetrics)
    install_problem_handlers(app, away or {})
    for router in routers:
        app.include_router(router)
    ready = {"started": startup.check, **health.ready}
    app.include_router(health_routes(Health(ready=ready, live=health.live)))
    return app


def serve(name: str, config: ServiceConfig, create_app: Callable[[], FastAPI]) -> None:
    """Runs a service until it is told to stop."""
    configure_logging(name, config.log_level)
    limits = config.http_limits
    allow_open_files(limits.connections)
    server = make_server(create_app(), config.http_host, config.http_port, limits)
    _spare_what_stays()
    server.run()
    if not server.started:
        sys.exit(START_FAILED)


def _spare_what_stays() -> None:
    """Tells the garbage collector that what is loaded now stays for good.

    It would look through all of it again and again while batches and requests come and go.
    """
    gc.collect()
    gc.freeze()
