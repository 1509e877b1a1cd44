"""Messages accepted a second at the customers' door, beside a POST that does nothing."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from booking_chat.contracts.topics import COMMANDS, EVENTS
from devstack.ports import free_port
from load import Answered, Plan
from report import Figure, Spread
from stack import Stack
from usage import cpu_seconds, paused
from whole_line import PORTAL, POST_PATH, Line, running_line

CONNECTIONS = 50
WARM_UP_SECONDS = 2.0
COUNTED_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """`cpu_microseconds` is the server's own, a post."""

    per_second: float
    p99_milliseconds: float
    cpu_microseconds: float


async def measure(stack: Stack, rounds: int) -> AsyncIterator[Figure]:
    """Each round of ours is a new start, so that nothing it remembers runs out meanwhile."""
    busy, ours, bare, acknowledged = [], [], [], []
    for _ in range(rounds):
        async with running_line(stack) as line:
            cookies = await line.cookies(CONNECTIONS)
            busy.append(await _load_ours(line, cookies))
            # A door of its own: two processors are not enough for the whole line at once.
            with paused([pid for name, pid in line.pids.items() if name != PORTAL]):
                ours.append(await _load_ours(line, cookies))
        bare.append(await _load_bare(stack, cookies))
        acknowledged.append(await _load_acknowledged(stack, cookies))
    yield _figure("posts accepted by the gateway alone", "1/s", "per_second", ours, bare)
    yield _figure("its processor time a post", "µs", "cpu_microseconds", ours, bare)
    yield _figure("time of such a post, p99", "ms", "p99_milliseconds", ours, bare)
    yield _figure(
        "posts accepted, beside a bare POST that Kafka has acknowledged",
        "1/s",
        "per_second",
        ours,
        acknowledged,
    )
    yield _figure("posts accepted while the whole line works on them", "1/s", "per_second", busy)


def _figure(
    name: str,
    unit: str,
    field: str,
    ours: Sequence[Accepted],
    bare: Sequence[Accepted] | None = None,
) -> Figure:
    return Figure(
        f"{name}, {CONNECTIONS} connections",
        unit,
        Spread([getattr(one, field) for one in ours]),
        None if bare is None else Spread([getattr(one, field) for one in bare]),
    )


async def _load_ours(line: Line, cookies: Sequence[str]) -> Accepted:
    port = line.stack.addresses.ports[PORTAL]
    return await _load(line.pids[PORTAL], port, POST_PATH, cookies)


async def _load_bare(stack: Stack, cookies: Sequence[str]) -> Accepted:
    port = free_port()
    async with stack.script("bare.py", ["http", str(port)], port) as pid:
        return await _load(pid, port, "/", cookies)


async def _load_acknowledged(stack: Stack, cookies: Sequence[str]) -> Accepted:
    """A gateway that does nothing but hand over to Kafka and wait for all copies."""
    port, config = free_port(), stack.config
    topics = [await stack.make_topic(topic, f"bare.{uuid4()}") for topic in (COMMANDS, EVENTS)]
    names = [topic.name for topic in topics]
    arguments = ["gateway", str(port), config.kafka_bootstrap, *names]
    async with stack.script("bare.py", arguments, port) as pid:
        return await _load(pid, port, "/", cookies)


async def _load(pid: int, port: int, path: str, cookies: Sequence[str]) -> Accepted:
    """Raises RuntimeError when anything was answered that is not a 202."""
    plan = Plan(port, path, list(cookies), WARM_UP_SECONDS, COUNTED_SECONDS)
    cpu_before = cpu_seconds(pid)
    generator = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("load.py")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await generator.communicate(json.dumps(asdict(plan)).encode())
    cpu = cpu_seconds(pid) - cpu_before
    answered = Answered(**json.loads(output))
    if set(answered.statuses) != {"202"}:
        raise RuntimeError(f"{path} answered {answered.statuses}")
    return Accepted(
        per_second=answered.per_second,
        p99_milliseconds=answered.p99_milliseconds,
        cpu_microseconds=cpu / answered.statuses["202"] * 1e6,
    )
