"""Connection pools, one per host.

A pool looks at all of its connections at each request. With one pool for all hosts, each request
would cost more with each host.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

import httpcore

Origin = tuple[bytes, bytes, int | None]
"""Scheme, host and port."""
MakePool = Callable[[], httpcore.AsyncConnectionPool]


@dataclass
class _Entry:
    pool: httpcore.AsyncConnectionPool
    users: int = 0
    left_at: float = 0.0


class Pools:
    """`keep_seconds` is how long an unused pool stays open."""

    def __init__(self, make: MakePool, keep_seconds: float) -> None:
        self._make = make
        self._keep_seconds = keep_seconds
        self._entries: dict[Origin, _Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    @asynccontextmanager
    async def of(self, url: httpcore.URL) -> AsyncIterator[httpcore.AsyncConnectionPool]:
        """The pool for the host of a URL, for as long as the context lasts."""
        origin = (url.scheme, url.host, url.port)
        entry = self._entries.get(origin)
        if entry is None:
            entry = self._entries[origin] = _Entry(self._make())
        entry.users += 1
        try:
            await self._close_unused()
            yield entry.pool
        finally:
            entry.users -= 1
            entry.left_at = monotonic()

    async def aclose(self) -> None:
        while self._entries:
            _, entry = self._entries.popitem()
            await entry.pool.aclose()

    async def _close_unused(self) -> None:
        latest = monotonic() - self._keep_seconds
        unused = [
            o for o, entry in self._entries.items() if not entry.users and entry.left_at < latest
        ]
        for entry in [self._entries.pop(origin) for origin in unused]:
            await entry.pool.aclose()
