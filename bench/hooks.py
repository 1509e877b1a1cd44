"""Ten webhooks in one small server: each request is counted by its path and answered with 204.

python bench/hooks.py PORT [DEAD_PATH]

The dead one takes requests and never answers. `GET /counts` tells how many each has got.
"""

import asyncio
import json
import sys
from collections import Counter
from functools import partial
from typing import cast

_END_OF_HEAD = b"\r\n\r\n"
_OK = b"HTTP/1.1 204 No Content\r\n\r\n"


class Hooks(asyncio.Protocol):
    """One connection; `counts` is shared by all."""

    def __init__(self, counts: Counter[str], dead: str | None) -> None:
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


async def main(port: int, dead: str | None) -> None:
    make = partial(Hooks, Counter(), dead)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
