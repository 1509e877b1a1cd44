"""Memory and processor time of each service while nothing happens."""

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter

from report import Figure, Spread
from stack import SERVICES, Stack
from usage import cpu_seconds, resident_megabytes
from whole_line import running_line

SETTLING_SECONDS = 5.0
WATCHED_SECONDS = 10.0


async def measure(stack: Stack) -> AsyncIterator[Figure]:
    async with running_line(stack) as line:
        await asyncio.sleep(SETTLING_SECONDS)
        before, start = {name: cpu_seconds(line.pids[name]) for name in SERVICES}, perf_counter()
        await asyncio.sleep(WATCHED_SECONDS)
        elapsed = perf_counter() - start
        for name in SERVICES:
            pid = line.pids[name]
            percent = (cpu_seconds(pid) - before[name]) / elapsed * 100
            yield Figure(f"{name}, memory when idle", "MB", Spread([resident_megabytes(pid)]))
            yield Figure(f"{name}, processor when idle", "% of one", Spread([percent]))
