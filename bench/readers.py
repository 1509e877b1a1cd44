"""Readers of live events: connections that count what they are told.

Reads a plan from the first line of standard input and answers with a line once all are connected.
Each further line is answered with what was told so far, as JSON. A process of its own, like the
load generator.
"""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import cast

import uvloop

_CONNECTED = b": connected"
_EVENT = b"event: MessagePosted"


@dataclass(frozen=True, slots=True)
class Plan:
    """`count` connections to each of `paths`."""

    port: int
    paths: list[str]
    header: str
    count: int


@dataclass(frozen=True, slots=True)
class Told:
    """Events of all readers together, and when the last one so far was read.

    That is by the machine's clock, which all processes share.
    """

    deliveries: int
    last: float


class Reader(asyncio.Protocol):
    """Follows one path; what does not end with a byte chunk is looked at with the next one."""

    def __init__(self, path: str, plan: Plan) -> None:
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{plan.port}\r\n{plan.header}\r\n\r\n"
        ).encode()
        self._rest = b""
        self._connected = asyncio.get_running_loop().create_future()
        self.count = 0
        self.last = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast("asyncio.Transport", transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        if not self._connected.done() and _CONNECTED in data:
            self._connected.set_result(None)
        found = data.count(_EVENT)
        if found:
            self.last = perf_counter()
            self.count += found
        # Shorter than what is looked for, so that nothing is counted twice.
        end = data.rfind(_EVENT)
        self._rest = data[max(end + len(_EVENT), len(data) - len(_EVENT) + 1) :]

    async def connected(self) -> None:
        async with asyncio.timeout(30):
            await self._connected


async def connected(plan: Plan) -> list[Reader]:
    loop = asyncio.get_running_loop()
    readers = []
    for path in plan.paths:
        for _ in range(plan.count):
            _, reader = await loop.create_connection(
                lambda path=path: Reader(path, plan),  # type: ignore[misc] # bound at once
                "127.0.0.1",
                plan.port,
            )
            readers.append(reader)
    await asyncio.gather(*(reader.connected() for reader in readers))
    return readers


def told(readers: list[Reader]) -> Told:
    return Told(
        deliveries=sum(reader.count for reader in readers),
        last=max(reader.last for reader in readers),
    )


async def main() -> None:
    questions = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
    readers = await connected(Plan(**json.loads(await questions.readline())))
    print(len(readers), flush=True)
    while await questions.readline():
        print(json.dumps(asdict(told(readers))), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
