"""The one client for requests to URLs that other people typed in.

Otherwise whoever names a URL could make us call what only we can reach: a database, a cloud's
credentials. So connections go to checked addresses only (`network.py`), redirects are not
followed, no proxy is taken from the environment, no cookie is kept, nothing is decompressed, and
what does not end is cut off.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import httpcore
import httpx

from notifier.channels.http.network import GuardedNetwork, RefusedAddressError
from notifier.channels.http.pools import Pools
from notifier.channels.text import one_line

EXCHANGE_SECONDS = 15.0
"""For the whole exchange: DNS, connection, TLS, request and answer."""
CONNECT_SECONDS = 5.0
"""For one address of a host, so that the next one is tried too."""
READ_BYTES = 64 * 1024
"""Read at most; then the connection is closed."""
KEPT_CHARACTERS = 1000

_BYTES_OF_CHARACTER = 4
_IDLE_CONNECTIONS = 20
"""Of one host."""
_IDLE_SECONDS = 15.0
_USER_AGENT = b"booking-chat-notifier"
_FAILURES = (
    httpcore.NetworkError,
    httpcore.RemoteProtocolError,
    httpcore.TimeoutException,
    OSError,  # an invalid TLS record
    RefusedAddressError,
)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What the other side said. Resolver of headers are in lower case.

    `body` is one line of at most 1,000 characters; `is_cut` tells that there was more of it.
    """

    status: int
    headers: Mapping[str, str]
    body: str
    is_cut: bool


class NoAnswerError(Exception):
    """Nobody answered; the message tells a person why."""


class OutboundClient:
    """Posts within limits. A failed request does not affect any other."""

    def __init__(
        self,
        network: GuardedNetwork,
        *,
        tls: ssl.SSLContext | None = None,
        exchange_seconds: float = EXCHANGE_SECONDS,
    ) -> None:
        self._seconds = exchange_seconds
        make = partial(
            httpcore.AsyncConnectionPool,
            ssl_context=tls or httpcore.default_ssl_context(),
            # No limit here: the dispatcher limits each lane.
            max_connections=None,
            max_keepalive_connections=_IDLE_CONNECTIONS,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=network,
        )
        self._pools = Pools(make, _IDLE_SECONDS)

    async def stop(self) -> None:
        await self._pools.aclose()

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
        """The answer, whatever its status. Raises NoAnswerError.

        The status counts from the moment it is there: a body that hangs or breaks off does not
        undo what the other side has said.
        """
        received = _Received()
        try:
            async with asyncio.timeout(self._seconds):
                await self._exchange(httpx.URL(url), headers, body, received)
        except TimeoutError:
            if received.response is None:
                raise NoAnswerError(f"no answer within {self._seconds:g} s") from None
        except _FAILURES as error:
            if received.response is None:
                raise NoAnswerError(_reason(error)) from error
        return received.answer()

    async def _exchange(
        self, url: httpx.URL, headers: Mapping[str, str], body: bytes, received: "_Received"
    ) -> None:
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        async with (
            self._pools.of(target) as pool,
            pool.stream(
                "POST",
                target,
                headers=[
                    (b"Host", url.netloc),
                    (b"User-Agent", _USER_AGENT),
                    *((name.encode(), value.encode()) for name, value in headers.items()),
                ],
                content=body,
                extensions={"timeout": {"connect": CONNECT_SECONDS}},
            ) as response,
        ):
            received.response = response
            async for chunk in response.aiter_stream():
                received.body += chunk
                if len(received.body) > READ_BYTES:
                    return
            received.is_complete = True


@dataclass
class _Received:
    """What has arrived so far."""

    response: httpcore.Response | None = None
    body: bytearray = field(default_factory=bytearray)
    is_complete: bool = False

    def answer(self) -> HttpAnswer:
        if self.response is None:
            raise RuntimeError("there is no answer yet")
        beginning = self.body[: KEPT_CHARACTERS * _BYTES_OF_CHARACTER]
        text = one_line(beginning.decode(errors="replace"))
        return HttpAnswer(
            status=self.response.status,
            headers={
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in self.response.headers
            },
            body=text[:KEPT_CHARACTERS],
            is_cut=not self.is_complete
            or len(beginning) < len(self.body)
            or len(text) > KEPT_CHARACTERS,
        )


def _reason(error: Exception) -> str:
    if isinstance(error, httpcore.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS:g} s"
    return str(error) or "the connection was lost"
