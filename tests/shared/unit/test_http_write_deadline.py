"""How long a written answer may lie, where the kernel does not watch over it for us."""

import asyncio
from functools import partial

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from booking_chat.service.http.connections import Connections
from booking_chat.service.http.limits import HttpLimits
from booking_chat.service.http.protocol import LimitedHttp

LIMITS = HttpLimits(head_seconds=600, write_seconds=20)


class Line(asyncio.Transport):
    """A connection whose peer takes what it takes; only its end is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.aborted = False

    def abort(self) -> None:
        self.aborted = True


async def _silence(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that nobody asks anything."""


@pytest.fixture
def connections() -> Connections:
    return Connections(LIMITS)


@pytest.fixture
async def line() -> Line:
    return Line()


@pytest.fixture
async def connection(connections: Connections, line: Line) -> LimitedHttp:
    config = uvicorn.Config(_silence, ws="none", log_config=None)
    connect = partial(LimitedHttp, limits=LIMITS, others=connections)
    connection = connect(config, ServerState(), {})
    connection.connection_made(line)
    return connection


async def test_what_is_not_taken_in_time_ends_the_connection(
    connections: Connections, connection: LimitedHttp, line: Line
) -> None:
    connection.pause_writing()
    now = asyncio.get_running_loop().time()

    connections.check(now + 19)
    still_there = not line.aborted
    connections.check(now + 21)

    assert (still_there, line.aborted) == (True, True)


async def test_whoever_takes_it_has_the_whole_time_again(
    connections: Connections, connection: LimitedHttp, line: Line
) -> None:
    connection.pause_writing()
    connection.resume_writing()
    now = asyncio.get_running_loop().time()

    connections.check(now + 100)

    assert not line.aborted
