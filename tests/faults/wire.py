"""A network cable that can be cut in the worst moment: between a request and its answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_CHUNK = 64 * 1024


class Wire:
    """Forwards connections from a port of its own to another one.

    Told to, it lets a request through, waits until its answer comes, and cuts the connection
    without passing it on. `swallowed` counts those answers.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._request = b""
        self._answers_to_swallow = 0
        self.swallowed = 0
        self.port = 0

    def swallow(self, request: bytes, answers: int) -> None:
        """From now on so many answers to what contains `request` are lost."""
        self._request, self._answers_to_swallow = request, answers

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until one of its ends closes it or it is cut."""
        with suppress(OSError):
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._target)
            doomed = asyncio.Event()
            ways = (
                asyncio.create_task(self._there(reader, there_writer, doomed)),
                asyncio.create_task(self._back(there_reader, writer, doomed)),
            )
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            there_writer.close()
        writer.close()

    async def _there(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        while data := await reader.read(_CHUNK):
            if self._answers_to_swallow > 0 and self._request in data:
                self._answers_to_swallow -= 1
                doomed.set()
            writer.write(data)
            await writer.drain()

    async def _back(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        while data := await reader.read(_CHUNK):
            if doomed.is_set():
                self.swallowed += 1
                return
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def wire_to(target: int) -> AsyncIterator[Wire]:
    """A wire to a port of 127.0.0.1; its own `port` is open as long as the context lasts."""
    wire = Wire(target)
    server = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    async with server:
        yield wire
