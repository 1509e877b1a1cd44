"""Webhooks in one small server, a port each: requests are counted by path and answered with 204.

python bench/hooks.py DEAD_PATH PORT...

The dead one, if there is one by that path, takes requests and never answers.
`GET /counts` tells how many requests each path has got.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import cast

_END_OF_HEAD = b"\r\n\r\n"
_OK = b"HTTP/1.1 204 No Content\r\n\r\n"


class Hooks(asyncio.Protocol):
    """One connection; `counts` is shared by all."""

    def __init__(self, counts: Counter[str], dead: str) -> None:
        self._counts = counts
        self._dead = dead
        self._buffer = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._take_one():
            pass

    def _take_one(self) -> bool:
        head, found, rest = self._buffer.partition(_END_OF_HEAD)
        if not found:
            return False
        first, *lines = head.split(b"\r\n")
        names = (line.partition(b":") for line in lines)
        length = next((int(v) for n, _, v in names if n.lower() == b"content-length"), 0)
        if len(rest) < length:
            return False
        self._buffer = rest[length:]
        self._answer(first.split(b" ")[1].decode())
        return True

    def _answer(self, path: str) -> None:
        if path == "/counts":
            body = json.dumps(self._counts).encode()
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
            self._transport.write(body)
            return
        self._counts[path] += 1
        if path != self._dead:
            self._transport.write(_OK)


async def main(dead: str, ports: Sequence[int]) -> None:
    make = partial(Hooks, Counter(), dead)
    loop = asyncio.get_running_loop()
    for port in ports:
        await loop.create_server(make, "127.0.0.1", port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], [int(port) for port in sys.argv[2:]]))
