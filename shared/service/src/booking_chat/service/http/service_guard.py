"""A service that answers other services alone, and each of them only what it has to know."""

import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from time import time

from fastapi import FastAPI
from prometheus_client import Counter
from starlette.types import ASGIApp, Receive, Scope, Send

from booking_chat.contracts.services import ServiceName
from booking_chat.service.health import LIVE_PATH, READY_PATH
from booking_chat.service.http.problem_handlers import problem_response
from booking_chat.service.http.problems import Problem
from booking_chat.service.http.service_tokens import (
    RefusedTokenError,
    ServiceCall,
    ServiceSecrets,
    verify_call,
)

Callers = Mapping[ServiceName, re.Pattern[str]]
"""What each caller may ask, as `METHOD /path`; whoever is not in it may ask nothing."""

ANYTHING = re.compile(".*")
OPEN_PATHS = frozenset({LIVE_PATH, READY_PATH})
MOST_KNOWN = 256

_AUTHORIZATION = b"authorization"
_SCHEME = "bearer "

_refused = Counter(
    "booking_chat_service_calls_refused_total",
    "Calls without a service token that is ours, or beyond what its caller may ask",
    ["reason"],
)


def answer_services_alone(
    app: FastAPI,
    name: ServiceName,
    secrets: ServiceSecrets,
    callers: Callers,
    clock: Callable[[], float] = time,
) -> None:
    """Asks whoever calls `app`, which is the service `name`, who they are; health stays open."""
    app.state.called = name
    app.add_middleware(ServiceGuard, name=name, secrets=secrets, callers=callers, clock=clock)


class ServiceGuard:
    """Pure ASGI, in front of everything: nobody else gets as far as to a route or a parser.

    `clock` gives seconds since 1970.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        name: ServiceName,
        secrets: ServiceSecrets,
        callers: Callers,
        clock: Callable[[], float],
    ) -> None:
        self._app = app
        self._name = name
        self._secrets = secrets
        self._callers = callers
        self._clock = clock
        self._known: dict[str, ServiceCall] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await problem_response(refusal)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Problem | None:
        token = _bearer(scope["headers"])
        if token is None:
            _refused.labels("no-token").inc()
            return _unknown("Services sign their calls. This one has no token.")
        try:
            call = self._call(token)
        except RefusedTokenError as error:
            _refused.labels("bad-token").inc()
            return _unknown(f"The token is refused: {error}.")
        allowed = self._callers.get(call.caller)
        if allowed is None or not allowed.fullmatch(f"{scope['method']} {scope['path']}"):
            _refused.labels("not-permitted").inc()
            return _not_permitted(call.caller)
        return None

    def _call(self, token: str) -> ServiceCall:
        """A token comes with hundreds of calls, and is verified once."""
        now, known = self._clock(), self._known.get(token)
        if known is not None and now < known.expires_at:
            return known
        self._known.pop(token, None)
        call = verify_call(token, self._name, now, self._secrets)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[token] = call
        return call


def _bearer(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The token of a request that has exactly one `Authorization` header."""
    given = [value.decode("latin-1") for name, value in headers if name == _AUTHORIZATION]
    if len(given) != 1 or not given[0].lower().startswith(_SCHEME):
        return None
    return given[0][len(_SCHEME) :]


def _unknown(detail: str) -> Problem:
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "unknown-service",
        "This is for our own services.",
        detail,
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )


def _not_permitted(caller: ServiceName) -> Problem:
    return Problem(
        HTTPStatus.FORBIDDEN,
        "not-permitted",
        f"{caller} may not ask this.",
        headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
    )
