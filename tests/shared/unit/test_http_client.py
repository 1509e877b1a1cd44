"""One service asks another: that it is away is answered every time, and logged once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pydantic import TypeAdapter
from structlog.testing import capture_logs

from booking_chat.service.http.client import InternalClient
from booking_chat.service.http.problems import Problem
from support.gateway_fakes import NOBODY
from support.http_receiver import HttpReceiver, answer

_ANYTHING = TypeAdapter(object)


@asynccontextmanager
async def asking(url: str) -> AsyncIterator[InternalClient]:
    client = InternalClient(url, "The conversation store")
    await client.start()
    try:
        yield client
    finally:
        await client.stop()


async def status_of(client: InternalClient) -> int:
    try:
        await client.get("/bookings/1", _ANYTHING)
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
