"""What one HTTP peer may take from a service. The numbers live here once."""

from dataclasses import dataclass
from http import HTTPStatus

from booking_chat.service.http.problems import Problem

PIPELINED = 16
"""Requests that one connection may have waiting behind the one that is being answered."""
LINGER_SECONDS = 2.0
"""How long a refused connection is read on, and what it sends thrown away.

Closed at once, it would be reset, and a peer that is still sending would never see the answer.
"""
RETRY_SECONDS = "5"


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """Bounds on one connection, and on how many there are.

    `head_bytes` holds for everything of a request but its body: the request line, headers, the
    framing of chunks, trailers. `head_seconds` runs from the first byte of a head, or from the
    connection on if nothing was ever sent; `body_seconds` from the end of the head.
    `write_seconds` is how long a peer may leave a written answer lying.
    """

    head_bytes: int = 16 * 1024
    headers: int = 100
    head_seconds: float = 10.0
    body_seconds: float = 20.0
    idle_seconds: int = 5
    write_seconds: float = 20.0
    connections: int = 2_000
    connections_per_address: int = 1_000


DEFAULTS = HttpLimits()


def head_too_large(limits: HttpLimits) -> Problem:
    return Problem(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "head-too-large",
        "The head of the request is too large.",
        f"It may have {limits.head_bytes} bytes and {limits.headers} headers at most.",
    )


def too_slow(part: str, seconds: float) -> Problem:
    """`part` is the head or the body."""
    return Problem(
        HTTPStatus.REQUEST_TIMEOUT,
        "request-timeout",
        "The request came too slowly.",
        f"Its {part} has {seconds:g} s to arrive.",
    )


def not_http() -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "bad-request", "This is not a valid HTTP request.")


def no_room() -> Problem:
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "too-many-connections",
        "There are too many connections at the moment.",
        headers={"Retry-After": RETRY_SECONDS},
    )


def no_room_for_address() -> Problem:
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-connections",
        "There are too many connections from your address.",
        headers={"Retry-After": RETRY_SECONDS},
    )
