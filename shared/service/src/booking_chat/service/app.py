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

import structlog
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
from booking_chat.service.monitoring import monitoring_app
from booking_chat.service.startup import Running, Startup

log = structlog.get_logger(__name__)

MAX_BODY_BYTES = 64 * 1024
STOP_TIMEOUT_SECONDS = 2
"""How long a stopping server waits for open streams before it cuts them."""
START_FAILED = 3
TICKS_BETWEEN_CHECKS = 5
"""uvicorn's main loop ticks every 0.1 s, so a connection ends 0.5 s after its time at most."""

Address = tuple[str, int]
"""Host and port."""


class Streams(Protocol):
    """Answers that never end by themselves."""

    def end(self) -> None: ...


class ServiceServer(uvicorn.Server):
    """Ends connections whose time is over, and the app's streams when told to stop.

    uvicorn stops the app only after its connections are done, and one that streams for ever
    would have to be cut off. `monitoring` is a second port of the same process.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        streams: Sequence[Streams],
        connections: Sequence[Connections],
        monitoring: uvicorn.Config | None,
    ) -> None:
        super().__init__(config)
        self._streams = streams
        self._connections = connections
        self._monitoring = monitoring

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self._monitoring is not None:
            await self._listen_for_monitoring(self._monitoring)

    async def _listen_for_monitoring(self, config: uvicorn.Config) -> None:
        config.load()

        def protocol() -> asyncio.Protocol:
            return config.http_protocol_class(  # type: ignore[call-arg] # uvicorn calls it so too
                config=config, server_state=self.server_state, app_state=self.lifespan.state
            )

        try:
            server = await asyncio.get_running_loop().create_server(
                protocol, host=config.host, port=config.port, backlog=config.backlog
            )
        except OSError as error:
            # As uvicorn does when the other port cannot be had.
            log.error("the monitoring port cannot be had", port=config.port, error=str(error))  # noqa: TRY400 - no trace
            await self.shutdown(None)
            sys.exit(START_FAILED)
        self.servers.append(server)

    async def on_tick(self, counter: int) -> bool:
        if counter % TICKS_BETWEEN_CHECKS == 0:
            now = asyncio.get_running_loop().time()
            for connections in self._connections:
                connections.check(now)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        for streams in self._streams:
            streams.end()
        await super().shutdown(sockets)


def make_server(
    app: FastAPI,
    host: str,
    port: int,
    limits: HttpLimits = DEFAULTS,
    monitoring: Address | None = None,
) -> ServiceServer:
    """The server of a `service_app`, not started; `monitoring` is where that is served, if at all.

    Forwarding headers (`X-Forwarded-For`) are believed from nobody: a peer is its own address.
    """
    connections = Connections(limits)
    config = _uvicorn_config(app, (host, port), limits, connections)
    if monitoring is None:
        return ServiceServer(config, app.state.streams, [connections], None)
    # Counted apart: whoever uses up the connections of one port leaves the other alone.
    apart = Connections(limits)
    return ServiceServer(
        config,
        app.state.streams,
        [connections, apart],
        _uvicorn_config(app.state.monitoring, monitoring, limits, apart),
    )


def _uvicorn_config(
    app: FastAPI, address: Address, limits: HttpLimits, connections: Connections
) -> uvicorn.Config:
    host, port = address
    return uvicorn.Config(
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
    """A service's app, and in its `state.monitoring` the one for the monitoring port.

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
        # Their pages would load scripts of others into an origin that has sessions.
        docs_url=None,
        redoc_url=None,
    )
    app.state.streams = streams
    if lean:
        app.add_middleware(LeanPosts, posts=lean, handlers=app.exception_handlers)
    app.add_middleware(BodyLimit, max_bytes=MAX_BODY_BYTES)
    app.add_middleware(RequestMetrics)
    install_problem_handlers(app, away or {})
    for router in routers:
        app.include_router(router)
    whole = Health(ready={"started": startup.check, **health.ready}, live=health.live)
    app.include_router(health_routes(whole))
    app.state.monitoring = monitoring_app(name, whole, away or {})
    return app


def serve(name: str, config: ServiceConfig, create_app: Callable[[], FastAPI]) -> None:
    """Runs a service until it is told to stop."""
    configure_logging(name, config.log_level)
    limits = config.http_limits
    allow_open_files(limits.connections)
    monitoring = (config.metrics_host, config.metrics_port)
    server = make_server(create_app(), config.http_host, config.http_port, limits, monitoring)
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
