"""One service asks another: that it is away is answered every time, and logged once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

import pytest
from structlog.testing import capture_logs

from booking_chat.service.http.breaker import PAUSE_SECONDS, TIMEOUTS_TO_OPEN
from booking_chat.service.http.client import TIMEOUT_SECONDS, InternalClient
from booking_chat.service.http.problems import Problem
from support.clocks import Clock
from support.gateway_fakes import NOBODY
from support.http_receiver import HttpReceiver, answer, hang


@asynccontextmanager
async def asking(url: str, clock: Callable[[], float] = monotonic) -> AsyncIterator[InternalClient]:
    client = InternalClient(url, "The conversation store", lambda: "Bearer of-a-test", clock)
    await client.start()
    try:
        yield client
    finally:
        await client.stop()


async def status_of(client: InternalClient, patience: float = TIMEOUT_SECONDS) -> int:
    try:
        await client.request("GET", "/bookings/1", patience=patience)
    except Problem as problem:
        return problem.status
    return 200


async def test_going_away_and_coming_back_are_a_log_line_each_however_many_ask() -> None:
    async with HttpReceiver() as receiver:
        broken, well = answer(503), answer(200, b"{}")
        receiver.will(well, broken, broken, broken, well, well, broken)
        async with asking(receiver.url) as client:
            with capture_logs() as lines:
                statuses = [await status_of(client) for _ in range(7)]

    assert statuses == [200, 503, 503, 503, 200, 200, 503]
    assert [(line["event"], line["what"]) for line in lines] == [
        ("a service is away", "The conversation store"),
        ("a service is back", "The conversation store"),
        ("a service is away", "The conversation store"),
    ]
    assert lines[0]["error"] == "answered 503 to GET /bookings/1"


async def test_a_service_where_nobody_listens_is_logged_with_its_address_and_the_reason() -> None:
    async with asking(NOBODY) as client:
        with capture_logs() as lines:
            statuses = [await status_of(client), await status_of(client)]

    assert statuses == [503, 503]
    (line,) = lines
    assert (line["log_level"], line["url"]) == ("warning", NOBODY)
    assert "ConnectError" in line["error"]


@pytest.mark.parametrize("status", [404, 409, 422])
async def test_a_refusal_is_an_answer_and_no_absence(status: int) -> None:
    async with HttpReceiver() as receiver:
        receiver.will(answer(status, b'{"type": "/problems/x", "title": "X"}'))
        async with asking(receiver.url) as client:
            with capture_logs() as lines:
                assert await status_of(client) == status

    assert lines == []


async def test_a_service_that_hangs_is_asked_by_few_and_by_everybody_once_it_answers() -> None:
    clock = Clock()
    async with HttpReceiver() as receiver:
        receiver.will(*[hang()] * TIMEOUTS_TO_OPEN, answer(200, b"{}"))
        async with asking(receiver.url, clock) as client:
            waited = [await status_of(client, patience=0.2) for _ in range(TIMEOUTS_TO_OPEN)]
            at_once = [await status_of(client) for _ in range(20)]
            asked_while_it_hangs = len(receiver.requests)
            clock.now += PAUSE_SECONDS
            again = [await status_of(client) for _ in range(3)]

    assert waited + at_once == [503] * (TIMEOUTS_TO_OPEN + 20)
    assert asked_while_it_hangs == TIMEOUTS_TO_OPEN
    assert again == [200] * 3
