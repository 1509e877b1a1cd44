"""Metrics of HTTP, for every service alike."""

from time import perf_counter

from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_requests = Histogram(
    "booking_chat_http_request_seconds",
    "Time from a request's arrival to the first byte of its answer",
    ["method", "route", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)


class RequestMetrics:
    """Pure ASGI: measures until the answer starts, so that a stream counts once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = perf_counter()

        async def observing_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = scope.get("route")
                path = getattr(route, "path", "unmatched")
                _requests.labels(scope["method"], path, message["status"]).observe(
                    perf_counter() - start
                )
            await send(message)

        await self._app(scope, receive, observing_send)
