"""Connections that are kept open, with a pool of its own for each host.

A pool looks at all of its connections at each request, so one for everybody would make each
request dearer with each host that is written to.
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
class _Kept:
    pool: httpcore.AsyncConnectionPool
    users: int = 0
    left_at: float = 0.0


class Pools:
    """`keep_seconds` is how long an unused pool stays open."""

    def __init__(self, make: MakePool, keep_seconds: float) -> None:
        self._make = make
        self._keep_seconds = keep_seconds
        self._kept: dict[Origin, _Kept] = {}

    def __len__(self) -> int:
        return len(self._kept)

    @asynccontextmanager
    async def of(self, url: httpcore.URL) -> AsyncIterator[httpcore.AsyncConnectionPool]:
        """The pool for the host of a URL, for as long as the context lasts."""
        origin = (url.scheme, url.host, url.port)
        kept = self._kept.get(origin)
        if kept is None:
            kept = self._kept[origin] = _Kept(self._make())
        kept.users += 1
        try:
            await self._close_unused()
            yield kept.pool
        finally:
            kept.users -= 1
            kept.left_at = monotonic()

    async def aclose(self) -> None:
        while self._kept:
            _, kept = self._kept.popitem()
            await kept.pool.aclose()

    async def _close_unused(self) -> None:
        latest = monotonic() - self._keep_seconds
        unused = [o for o, kept in self._kept.items() if not kept.users and kept.left_at < latest]
        for kept in [self._kept.pop(origin) for origin in unused]:
            await kept.pool.aclose()
