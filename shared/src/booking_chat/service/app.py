"""The frame of every service: one FastAPI app with the defaults switched on, and its server."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import uvicorn
from fastapi import APIRouter, FastAPI

from booking_chat.service.config import ServiceConfig
from booking_chat.service.health import Health, health_routes
from booking_chat.service.logging import configure_logging
from booking_chat.service.metrics import RequestMetrics
from booking_chat.service.problems import install_problem_handlers

MAX_BODY_BYTES = 64 * 1024
STOP_TIMEOUT_SECONDS = 2
"""How long a stopping server waits for open streams before it cuts them."""

Running = Callable[[], AbstractAsyncContextManager[None]]


def service_app(
    name: str,
    routers: Sequence[APIRouter],
    health: Health,
    parts: Sequence[Running],
    *,
    away: Mapping[type[Exception], str] | None = None,
) -> FastAPI:
    """A service's app.

    `parts` are started in order and stopped in reverse: a connection before what uses it.
    `away` names, by the error that says so, what may be away: the answer is then 503.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for part in parts:
                await stack.enter_async_context(part())
            yield

    app = FastAPI(title=f"booking-chat {name}", lifespan=lifespan, max_body_size=MAX_BODY_BYTES)
    app.add_middleware(RequestMetrics)
    install_problem_handlers(app, away or {})
    for router in routers:
        app.include_router(router)
    app.include_router(health_routes(health))
    return app


def serve(name: str, config: ServiceConfig, create_app: Callable[[], FastAPI]) -> None:
    """Runs a service until it is told to stop."""
    configure_logging(name, config.log_level)
    uvicorn.run(
        create_app(),
        host=config.http_host,
        port=config.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=STOP_TIMEOUT_SECONDS,
        server_header=False,
    )
