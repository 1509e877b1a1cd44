"""A load generator: POSTs over keep-alive connections, each as soon as it has its answer.

Reads a plan from standard input and writes what came of it to standard output, both as JSON.
A process of its own, so that it does not share a processor with the server's interpreter lock.
"""

import asyncio
import json
import os
import re
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import count
from statistics import quantiles
from time import perf_counter
from typing import cast

import uvloop

_CONTENT_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plan:
    """One connection for each of `cookies`; counting starts after `warm_up_seconds`."""

    port: int
    path: str
    cookies: list[str]
    warm_up_seconds: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Answered:
    """`statuses` counts all answers by HTTP status, the times are of those that count."""

    per_second: float
    statuses: dict[str, int]
    p50_milliseconds: float
    p99_milliseconds: float


class Tally:
    """What was answered, and how fast since counting began."""

    def __init__(self) -> None:
        self.counting = False
        self.statuses: Counter[str] = Counter()
        self.seconds: list[float] = []

    def add(self, status: str, seconds: float) -> None:
        self.statuses[status] += 1
        if self.counting:
            self.seconds.append(seconds)


class Connection(asyncio.Protocol):
    """Sends a message with a new id, waits for the whole answer, and so on."""

    _numbers = count()

    def __init__(self, plan: Plan, cookie: str, tally: Tally) -> None:
        self._head = (
            f"POST {plan.path} HTTP/1.1\r\nHost: 127.0.0.1:{plan.port}\r\n"
            f"Cookie: {cookie}\r\nContent-Type: application/json\r\nContent-Length: "
        ).encode()
        self._tally = tally
        self._received = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        length = _CONTENT_LENGTH.search(head)
        if len(body) >= (int(length[1]) if length else 0):
            self._received = b""
            self._tally.add(head[9:12].decode(), perf_counter() - self._sent_at)
            self._send()

    def close(self) -> None:
        self._transport.close()

    def _send(self) -> None:
        body = (
            f'{{"clientMessageId":"{os.getpid():08x}-0000-4000-8000-{next(self._numbers):012x}",'
            '"text":"Hello! Could we please start an hour later tomorrow? Thanks, see you soon."}'
        ).encode()
        self._sent_at = perf_counter()
        self._transport.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))


async def _connected(plan: Plan, cookie: str, tally: Tally) -> Connection:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(
        lambda: Connection(plan, cookie, tally), "127.0.0.1", plan.port
    )
    return connection


async def answered(plan: Plan) -> Answered:
    tally = Tally()
    connections = [await _connected(plan, cookie, tally) for cookie in plan.cookies]
    await asyncio.sleep(plan.warm_up_seconds)
    start, tally.counting = perf_counter(), True
    await asyncio.sleep(plan.seconds)
    elapsed, tally.counting = perf_counter() - start, False
    for connection in connections:
        connection.close()
    percentiles = quantiles(tally.seconds, n=100)
    return Answered(
        per_second=len(tally.seconds) / elapsed,
        statuses=dict(tally.statuses),
        p50_milliseconds=percentiles[49] * 1000,
        p99_milliseconds=percentiles[98] * 1000,
    )


if __name__ == "__main__":
    json.dump(asdict(uvloop.run(answered(Plan(**json.load(sys.stdin))))), sys.stdout)
