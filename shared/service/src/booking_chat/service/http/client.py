"""Calls from one service to another over HTTP: one place for patience and for errors."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from time import monotonic
from typing import Any, TypeVar

import httpx
import structlog
from pydantic import TypeAdapter

from booking_chat.service.http.breaker import Breaker
from booking_chat.service.http.problems import Problem, unavailable

log = structlog.get_logger(__name__)

Shape = TypeVar("Shape")
TIMEOUT_SECONDS = 5.0


class InternalClient:
    """A keep-alive HTTP client for one internal service.

    That it is away is logged once, and that it is back: a line a request would say no more.
    While it hangs, requests fail at once but for one every two seconds. `authorization` gives the
    header that says who calls.
    """

    def __init__(
        self,
        base_url: str,
        name: str,
        authorization: Callable[[], str],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._name = name
        self._authorization = authorization
        self._breaker = Breaker(clock)
        self._base_url = base_url
        self._client: httpx.AsyncClient | None = None
        self._is_away = False

    async def start(self) -> None:
        self._client = httpx.AsyncClient(base_url=self._base_url, timeout=TIMEOUT_SECONDS)

    async def stop(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        patience: float = TIMEOUT_SECONDS,
    ) -> httpx.Response:
        """The answer, whatever its status below 400, within `patience` seconds of silence.

        Raises Problem 503 when the service is away or broken or does not know us, and passes its
        own problems (4xx) on to our caller as they are.
        """
        if self._client is None or not self._breaker.permits():
            raise unavailable(self._name)
        signed = {**(headers or {}), "Authorization": self._authorization()}
        given = {name: value for name, value in (params or {}).items() if value is not None}
        try:
            response = await self._client.request(
                method, path, params=given, json=json, headers=signed, timeout=patience
            )
        except httpx.HTTPError as error:
            if isinstance(error, httpx.TimeoutException):
                self._breaker.timed_out()
            else:
                self._breaker.answered()
            self._went_away(repr(error))
            raise unavailable(self._name) from error
        self._breaker.answered()
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._went_away(f"answered {response.status_code} to {method} {path}")
            raise unavailable(self._name)
        if "WWW-Authenticate" in response.headers:
            # Between the two of us: whoever asked us has nothing to sign in to there.
            self._went_away(f"refused us with {response.status_code}: {_detail(response)}")
            raise unavailable(self._name)
        self._came_back()
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            raise _passed_on(response)
        return response

    async def get(self, path: str, shape: TypeAdapter[Shape], **params: Any) -> Shape:
        """The answer to a GET in its shape; parameters that are None are left out."""
        response = await self.request("GET", path, params=params)
        return shape.validate_json(response.content)

    def _went_away(self, why: str) -> None:
        if not self._is_away:
            self._is_away = True
            log.warning("a service is away", what=self._name, url=self._base_url, error=why)

    def _came_back(self) -> None:
        if self._is_away:
            self._is_away = False
            log.warning("a service is back", what=self._name, url=self._base_url)


def _detail(response: httpx.Response) -> str:
    body = response.json()
    return str(body.get("detail") or body.get("title"))


def _passed_on(response: httpx.Response) -> Problem:
    body = response.json()
    retry_after = response.headers.get("Retry-After")
    return Problem(
        HTTPStatus(response.status_code),
        str(body.get("type", "")).removeprefix("/problems/"),
        str(body.get("title", "")),
        body.get("detail"),
        errors=body.get("errors", ()),
        headers=None if retry_after is None else {"Retry-After": retry_after},
    )
