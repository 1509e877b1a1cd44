"""What a peer may take before it has said who it is: real sockets against a real server."""

import asyncio
import sys
from collections.abc import AsyncIterator
from time import monotonic

import httpx
import pytest
from pydantic import ValidationError

from booking_chat.service.config import ServiceConfig
from booking_chat.service.http.limits import DEFAULTS, HttpLimits
from booking_chat.service.http.open_files import OTHERS
from support.besieged import Besieged, besieged
from support.hostile_peers import (
    HALF_A_BODY,
    HALF_A_HEAD,
    answer,
    drip,
    get,
    heard_until,
    is_open,
    is_served,
    peers,
    send,
    status_of,
)

SECONDS = 1
LATEST_SECONDS = 3.0
"""A connection is looked at every 0.5 s; the rest is for a machine that is busy."""


@pytest.fixture(scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Besieged]:
    folder = tmp_path_factory.mktemp("besieged")
    async with besieged(folder, head_seconds=SECONDS, body_seconds=SECONDS) as service:
        yield service


def answer_to(service: Besieged, request: bytes) -> bytes:
    with peers(service.url, 1) as (peer,):
        send(peer, request)
        return answer(peer)


def chunked(rest: bytes) -> bytes:
    return (
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + rest
    )


async def test_a_head_within_its_bounds_is_answered(service: Besieged) -> None:
    full = f"X-a: {'a' * (DEFAULTS.head_bytes - 200)}\r\nConnection: close\r\n"
    many = "X-a: b\r\n" * (DEFAULTS.headers - 2) + "Connection: close\r\n"

    assert status_of(answer_to(service, get("/bytes/1", full))) == 200
    assert status_of(answer_to(service, get("/bytes/1", many))) == 200


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(get("/bytes/1", f"X-a: {'a' * DEFAULTS.head_bytes}\r\n"), id="one header"),
        pytest.param(get("/bytes/1?" + "a" * DEFAULTS.head_bytes), id="address"),
        pytest.param(get("/bytes/1", "X-a: b\r\n" * DEFAULTS.headers), id="one header too many"),
        pytest.param(chunked(b"0\r\nX-a: " + b"a" * 1_000_000), id="trailer"),
        pytest.param(chunked(b"0\r\n" + b"X-a: b\r\n" * 1_000), id="trailers"),
        pytest.param(chunked(b"1;" + b"a" * 1_000_000), id="chunk extension"),
    ],
)
async def test_a_head_past_its_bounds_is_refused_with_a_problem(
    service: Besieged, head: bytes
) -> None:
    answered = answer_to(service, head)

    assert status_of(answered) == 431
    assert b"content-type: application/problem+json" in answered
    assert b'"type":"/problems/head-too-large"' in answered


async def test_what_is_not_http_is_refused_with_a_problem(service: Besieged) -> None:
    answered = answer_to(service, b"\x16\x03\x01 hello\r\n\r\n")

    assert status_of(answered) == 400
    assert b'"type":"/problems/bad-request"' in answered


@pytest.mark.parametrize(
    "says",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(HALF_A_HEAD, id="half a head"),
        pytest.param(HALF_A_BODY, id="half a body"),
        pytest.param(get("/bytes/1") + HALF_A_HEAD, id="half of a second head"),
        pytest.param(b"\r\n", id="an empty line"),
    ],
)
async def test_whoever_falls_silent_is_closed_in_time(service: Besieged, says: bytes) -> None:
    with peers(service.url, 3, says) as silent:
        started = monotonic()
        for peer in silent:
            answer(peer)

        assert SECONDS * 0.9 < monotonic() - started < SECONDS + LATEST_SECONDS


@pytest.mark.parametrize("says", [HALF_A_HEAD, HALF_A_BODY], ids=["head", "body"])
async def test_whoever_sends_too_slowly_is_told_so_and_closed(
    service: Besieged, says: bytes
) -> None:
    with peers(service.url, 1, says) as (slow,):
        started = monotonic()
        drip(slow, every=0.05)
        answered = answer(slow)

        assert SECONDS * 0.9 < monotonic() - started < SECONDS + LATEST_SECONDS
    assert status_of(answered) == 408
    assert b'"type":"/problems/request-timeout"' in answered


async def test_empty_lines_before_a_head_win_no_time(service: Besieged) -> None:
    with peers(service.url, 1) as (slow,):
        started = monotonic()
        drip(slow, every=0.05, what=b"\r\n")

        assert monotonic() - started < SECONDS + LATEST_SECONDS


async def test_a_body_that_nobody_waits_for_any_more_has_no_more_time(service: Besieged) -> None:
    refused = (
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 1000000\r\n\r\n{"
    )
    with peers(service.url, 1, refused) as (peer,):
        assert status_of(peer.recv(65536)) == 413
        started = monotonic()
        drip(peer, every=0.05)

        assert monotonic() - started < SECONDS + LATEST_SECONDS


async def test_pipelined_requests_are_answered_in_order(service: Besieged) -> None:
    requests = get("/bytes/1") + get("/bytes/22") + get("/bytes/3", "Connection: close\r\n")

    answered = answer_to(service, requests)

    lengths = [line for line in answered.split(b"\r\n") if line.startswith(b"content-length")]
    assert lengths == [b"content-length: 1", b"content-length: 22", b"content-length: 3"]


async def test_a_stream_ends_with_its_peer_although_another_request_waits_behind_it(
    service: Besieged,
) -> None:
    with peers(service.url, 1, get("/events") + get("/bytes/1")) as (peer,):
        assert b": connected" in heard_until(peer, b": connected")

    # Before the next comment of the stream, which comes after 15 s, finds nobody there.
    assert await service.comes_to("booking_chat_live_readers", 0, within=8)


async def test_a_slash_at_the_end_is_no_reason_to_send_anybody_to_a_host_of_their_choice(
    service: Besieged,
) -> None:
    async with httpx.AsyncClient(base_url=service.url) as client:
        answered = await client.get("/health/live/", headers={"Host": "evil.example"})

    assert answered.status_code == 404
    assert "location" not in answered.headers


async def test_nobody_is_believed_to_come_from_where_they_say(service: Besieged) -> None:
    claims = {"X-Forwarded-For": "10.1.2.3", "Forwarded": "for=10.1.2.3"}
    async with httpx.AsyncClient(base_url=service.url, headers=claims) as client:
        assert (await client.get("/address")).json() == "127.0.0.1"


async def test_the_oldest_that_says_nothing_makes_room_for_the_next(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with besieged(tmp_path_factory.mktemp("logs"), connections_per_address=10) as service:
        with peers(service.url, 10, HALF_A_HEAD) as half_open:
            assert is_served(service.url)

            assert [is_open(peer) for peer in half_open] == [False] + [True] * 9
            assert await service.ended("made-room") >= 1


@pytest.mark.parametrize(
    ("limit", "status"), [("connections_per_address", 429), ("connections", 503)]
)
async def test_when_all_are_busy_the_next_is_told_to_come_again(
    tmp_path_factory: pytest.TempPathFactory, limit: str, status: int
) -> None:
    async with besieged(tmp_path_factory.mktemp("logs"), **{limit: 10}) as service:
        with peers(service.url, 10, get("/events")) as busy:
            for peer in busy:
                heard_until(peer, b": connected")
            with peers(service.url, 1) as (refused,):
                answered = answer(refused)
        assert await service.comes_to("booking_chat_live_readers", 0)

        assert is_served(service.url)
    assert status_of(answered) == status
    assert b"retry-after: 5" in answered.lower()
    assert b'"type":"/problems/too-many-connections"' in answered


async def test_a_service_may_open_as_many_files_as_it_lets_connections_in() -> None:
    program = (
        "import resource as r; from booking_chat.service.http.open_files import *;"
        "r.setrlimit(r.RLIMIT_NOFILE, (64, 5000)); allow_open_files(1000);"
        "print(r.getrlimit(r.RLIMIT_NOFILE)[0]); allow_open_files(9000);"
        "print(r.getrlimit(r.RLIMIT_NOFILE)[0])"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()

    numbers = [int(line) for line in output.splitlines() if line.isdigit()]
    assert numbers == [1000 + OTHERS, 5000]


def test_the_limits_are_settings() -> None:
    config = ServiceConfig(
        http_head_bytes=2048,
        http_headers=20,
        http_head_seconds=1,
        http_body_seconds=2,
        http_idle_seconds=3,
        http_write_seconds=4,
        http_connections=50,
        http_connections_per_address=6,
    )

    assert config.http_limits == HttpLimits(2048, 20, 1, 2, 3, 4, 50, 6)


def test_unset_they_are_the_defaults() -> None:
    assert ServiceConfig().http_limits == DEFAULTS


@pytest.mark.parametrize(
    "setting",
    [
        {"http_head_bytes": 10},
        {"http_headers": 1_000_000},
        {"http_head_seconds": 0},
        {"http_body_seconds": float("inf")},
        {"http_idle_seconds": 0},
        {"http_write_seconds": float("nan")},
        {"http_connections": 0},
        {"http_connections_per_address": 0},
    ],
)
def test_a_limit_that_limits_nothing_or_everything_is_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ServiceConfig.model_validate(setting)
