"""Peers that take, send or hold as much as they can: memory stays, and everybody else is served."""

from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import httpx
import pytest

from support.besieged import Besieged, besieged
from support.hostile_peers import (
    HALF_A_BODY,
    HALF_A_HEAD,
    answer,
    get,
    heard_slowly,
    heard_until,
    is_served,
    peers,
    send,
    status_of,
)
from support.serving import stream

MOST_MEGABYTES = 20
SECONDS = 2
A_BATCH = 2_500
TEXT = "Could we please start an hour later tomorrow? " * 8
SMALL_BUFFER = 4096
STALLED = 40


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Besieged]:
    """Warmed up: what it needs for every request is there before anybody measures."""
    limits = {"head_seconds": SECONDS, "body_seconds": SECONDS, "write_seconds": SECONDS}
    async with besieged(tmp_path, **limits) as service:
        for _ in range(20):
            assert is_served(service.url)
        await service.publish(10, TEXT)
        yield service


async def test_a_header_of_64_mib_takes_no_memory(service: Besieged) -> None:
    before = service.megabytes
    with peers(service.url, 1) as (peer,):
        send(peer, get("/bytes/1")[:-2] + b"X-a: " + b"a" * (64 * 1024 * 1024))
        answered = answer(peer)

    assert status_of(answered) == 431
    assert service.megabytes - before < MOST_MEGABYTES
    assert is_served(service.url)


async def test_one_and_a_half_million_headers_take_no_memory(service: Besieged) -> None:
    before = service.megabytes
    with peers(service.url, 1) as (peer,):
        send(peer, get("/bytes/1", "a:b\r\n" * 1_500_000))
        answered = answer(peer)

    assert status_of(answered) == 431
    assert service.megabytes - before < MOST_MEGABYTES
    assert is_served(service.url)


async def test_a_quarter_of_a_megabyte_of_pipelined_requests_takes_no_memory(
    service: Besieged,
) -> None:
    before = service.megabytes
    with peers(service.url, 20) as greedy:
        for peer in greedy:
            send(peer, get("/bytes/1") * 7_000)

        assert is_served(service.url)
        assert service.megabytes - before < MOST_MEGABYTES


@pytest.mark.parametrize(
    "says", [b"", HALF_A_HEAD, HALF_A_BODY], ids=["silent", "half a head", "half a body"]
)
async def test_three_hundred_half_open_connections_keep_nobody_out_and_are_gone_in_time(
    service: Besieged, says: bytes
) -> None:
    before = service.megabytes
    with peers(service.url, 300, says):
        assert is_served(service.url)
        assert service.megabytes - before < MOST_MEGABYTES

        # The one that asks is all that is left.
        assert await service.comes_to("booking_chat_http_connections", 1)
    assert service.megabytes - before < MOST_MEGABYTES


async def test_readers_that_read_nothing_are_released_in_time_and_the_others_get_everything(
    service: Besieged,
) -> None:
    before = service.megabytes
    async with (
        httpx.AsyncClient(base_url=service.url) as client,
        stream(client, "/events") as healthy,
    ):
        with peers(service.url, STALLED, get("/events"), SMALL_BUFFER) as stalled:
            for peer in stalled:
                heard_until(peer, b": connected")
            await service.publish(A_BATCH, TEXT)
            received = [(await healthy.next())[1]["seq"] for _ in range(A_BATCH)]

            assert is_served(service.url)
            assert service.megabytes - before < MOST_MEGABYTES
            assert await service.comes_to("booking_chat_live_readers", 1)
    assert list(range(1, A_BATCH + 1)) == received
    assert await service.comes_to("booking_chat_live_backlog_bytes", 0)


async def test_a_reader_that_stalls_on_a_few_events_is_released_too(service: Besieged) -> None:
    with peers(service.url, 1, get("/events"), SMALL_BUFFER) as (stalled,):
        heard_until(stalled, b": connected")
        await service.publish(20, TEXT)

        assert await service.comes_to("booking_chat_live_readers", 0)


async def test_a_reader_on_a_slow_line_gets_the_whole_batch(service: Besieged) -> None:
    with peers(service.url, 1, get("/events"), 4 * SMALL_BUFFER) as (slow,):
        heard_until(slow, b": connected")
        await service.publish(A_BATCH, TEXT)
        started = monotonic()
        heard = heard_slowly(slow, f'"seq":{A_BATCH},'.encode(), pause=0.05)
        took = monotonic() - started

    assert heard.count(b"event: MessagePosted") == A_BATCH
    # Longer than a single write may take.
    assert took > SECONDS


async def test_an_answer_that_nobody_takes_ends_with_its_connection(service: Besieged) -> None:
    before = service.megabytes
    with peers(service.url, 20, get("/bytes/500000"), SMALL_BUFFER):
        assert is_served(service.url)

        assert await service.comes_to("booking_chat_http_connections", 1)
    assert service.megabytes - before < MOST_MEGABYTES
