"""A real HTTP server that misbehaves on demand, and remembers what it got.

async with HttpReceiver() as receiver:
    receiver.will(answer(503, headers={"Retry-After": "120"}), hang())
    ...  # the first request is answered with 503, all others never
    assert [request.body for request in receiver.requests] == [b"..."]
"""

import asyncio
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

_END_OF_HEAD = b"\r\n\r\n"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_CHUNK = b"x" * 16_384


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """Names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Behaviour = Callable[[asyncio.StreamWriter], Awaitable[bool]]
"""Writes an answer; tells whether the connection may be used again."""


def answer(
    status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Behaviour:
    """Answers as it should: 500, 429 with Retry-After, 410, a redirect ..."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    data = "\r\n".join(lines).encode() + _END_OF_HEAD + body

    async def behave(writer: asyncio.StreamWriter) -> bool:
        writer.write(data)
        await writer.drain()
        return True

    return behave


def redirect(to: str, status: int = 307) -> Behaviour:
    return answer(status, headers={"Location": to})


def hang() -> Behaviour:
    """Takes the request and never answers."""

    async def behave(_: asyncio.StreamWriter) -> bool:
        await asyncio.Event().wait()
        return False

    return behave


def hang_after_status(status: int = 200) -> Behaviour:
    """Sends the head of an answer, and never its body."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        writer.write(f"HTTP/1.1 {status} Whatever\r\nContent-Length: 5\r\n\r\nab".encode())
        await asyncio.Event().wait()
        return False

    return behave


def endless(status: int = 200) -> Behaviour:
    """Answers with a body that never ends, as fast as it is taken."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        writer.write(f"HTTP/1.1 {status} Whatever\r\n\r\n".encode())
        while True:
            writer.write(_CHUNK)
            await writer.drain()

    return behave


def endless_head() -> Behaviour:
    """Answers with headers that never end."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-More: " + _CHUNK + b"\r\n")
            await writer.drain()

    return behave


def drip(seconds: float) -> Behaviour:
    """Answers one byte at a time, with a pause after each."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok":
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(seconds)
        return True

    return behave


def reset() -> Behaviour:
    """Tears the connection down instead of answering."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        own: socket.socket = writer.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        return False

    return behave


def close() -> Behaviour:
    """Ends the connection politely instead of answering."""

    async def behave(_: asyncio.StreamWriter) -> bool:
        return False

    return behave


def garbage() -> Behaviour:
    """Speaks another protocol."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        writer.write(b"220 mail.example ESMTP\r\n\r\n")
        await writer.drain()
        return False

    return behave


class HttpReceiver:
    """Listens on a free port of 127.0.0.1. `tls` makes it an https server."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[ReceivedRequest] = []
        self.connections = 0
        self._tls = tls
        self._behaviours: list[Behaviour] = [answer(204)]
        self.port = 0
        self._server: asyncio.Server | None = None
        self._busy: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    @property
    def open_connections(self) -> int:
        return len(self._busy)

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/hook"

    def will(self, *behaviours: Behaviour) -> None:
        """What the next requests meet, in order; the last one is for all that follow."""
        self._behaviours = list(behaviours)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        self.connections += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                while await self._take_one(reader, writer):
                    pass
        except asyncio.CancelledError:
            # The test is over; the streams' own callback would report it as an error.
            pass
        finally:
            self._busy.discard(task)
            writer.close()

    async def _take_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(_END_OF_HEAD)).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, path, _ = first.split(" ", 2)
        pairs = [line.split(": ", 1) for line in lines]
        headers = {name.lower(): value for name, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.requests.append(ReceivedRequest(method, path, headers, body))
        behaviours = self._behaviours
        behave = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        return await behave(writer)
