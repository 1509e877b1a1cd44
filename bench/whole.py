"""The whole path under a burst: posts of 50 customers until all of them were told to staff."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import live
from load import Answered, Plan
from posts import CONNECTIONS
from readers import Told
from report import Figure, Spread
from stack import Stack
from usage import cpu_seconds
from ways import Way, bare, ours
from whole_line import running_line

WARM_UP_SECONDS = 3.0
BURST_SECONDS = 8.0
LONGEST_SECONDS = 120.0
QUIET_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """`per_second` is from the first post to the last event.

    Processor time is a message's, by process; the engines' is not in it.
    """

    per_second: float
    cpu_microseconds: Mapping[str, float]


async def measure(stack: Stack, rounds: int) -> AsyncIterator[Figure]:
    of_ours, of_bare = [], []
    for _ in range(rounds):
        async with running_line(stack) as line:
            cookies = await line.cookies(CONNECTIONS)
            of_ours.append(await _deliver(ours(line), cookies))
        async with bare(stack) as way:
            of_bare.append(await _deliver(way, cookies))
    yield Figure(
        f"messages delivered over the whole path, {CONNECTIONS} connections",
        "1/s",
        Spread([one.per_second for one in of_ours]),
        Spread([one.per_second for one in of_bare]),
    )
    yield Figure(
        "processor time of all services a message",
        "µs",
        Spread([sum(one.cpu_microseconds.values()) for one in of_ours]),
        Spread([sum(one.cpu_microseconds.values()) for one in of_bare]),
    )
    for name in sorted(of_ours[0].cpu_microseconds):
        yield Figure(
            f"processor time of {name} a message",
            "µs",
            Spread([one.cpu_microseconds[name] for one in of_ours]),
        )


async def _deliver(way: Way, cookies: Sequence[str]) -> Delivered:
    """Raises TimeoutError when an accepted message is not told."""
    async with live.watching(way.server, count=1) as told:
        await _burst(way, cookies, WARM_UP_SECONDS)
        await _until_quiet(told)
        before, cpu_before = (await told()).deliveries, _cpu(way.pids)
        start = perf_counter()
        accepted = await _burst(way, cookies, BURST_SECONDS)
        async with asyncio.timeout(LONGEST_SECONDS):
            while (await told()).deliveries - before < accepted:  # noqa: ASYNC110 - only asking tells
                await asyncio.sleep(live.POLL_SECONDS)
        elapsed = perf_counter() - start
    cpu = _cpu(way.pids)
    return Delivered(
        accepted / elapsed,
        {name: (cpu[name] - cpu_before[name]) / accepted * 1e6 for name in cpu},
    )


async def _until_quiet(told: Callable[[], Awaitable[Told]]) -> None:
    seen = -1
    while seen < (seen := (await told()).deliveries):  # noqa: ASYNC110 - only asking tells
        await asyncio.sleep(QUIET_SECONDS)


def _cpu(pids: Mapping[str, int]) -> dict[str, float]:
    return {name: cpu_seconds(pid) for name, pid in pids.items()}


async def _burst(way: Way, cookies: Sequence[str], seconds: float) -> int:
    """How many posts were accepted. Raises RuntimeError when anything else was answered."""
    generator = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("load.py")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    plan = Plan(way.port, way.path, list(cookies), 0.0, seconds)
    output, _ = await generator.communicate(json.dumps(asdict(plan)).encode())
    answered = Answered(**json.loads(output))
    if set(answered.statuses) != {"202"}:
        raise RuntimeError(f"{way.path} answered {answered.statuses}")
    return answered.statuses["202"]
