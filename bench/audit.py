"""What `booking-chat verify` needs for a healthy store, which it has to find healthy."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import world
from booking_chat.contracts.topics import COMMANDS
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from chat_core.names import COMMANDS_GROUP
from chat_core.names import NAME as CORE
from devstack.waiting import comes_true
from report import Figure, Spread
from stack import Stack

_CHUNK = 20_000
_LONGEST_CHUNK_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Audited:
    """`megabytes` is the most that the command had in memory, shared libraries included."""

    megabytes: float
    cpu_seconds: float
    seconds: float


async def measure(stack: Stack, sizes: list[int]) -> AsyncIterator[Figure]:
    """Fills the store through the real loop to each size in turn, and verifies it there."""
    stored = 0
    async with world.publisher(stack.config) as publisher:
        progress = GroupProgress(stack.config, "bench")
        await progress.start()
        try:
            await world.publish_world(publisher)
            for size in sorted(sizes):
                await _fill(stack, publisher, progress, size - stored)
                stored = size
                audited = await asyncio.to_thread(_audit, stack.config)
                yield Figure(f"verify {size:,} messages: memory", "MB", Spread([audited.megabytes]))
                yield Figure(
                    f"verify {size:,} messages: processor", "s", Spread([audited.cpu_seconds])
                )
                yield Figure(f"verify {size:,} messages: time", "s", Spread([audited.seconds]))
        finally:
            await progress.stop()


async def _fill(stack: Stack, publisher: Publisher, progress: GroupProgress, count: int) -> None:
    async with stack.services(CORE):
        for start in range(0, count, _CHUNK):
            chunk = list(world.commands(min(_CHUNK, count - start)))
            await world.publish(publisher, COMMANDS, chunk)
            ends = await progress.ends(COMMANDS)

            async def is_stored(ends: Mapping[int, int] = ends) -> bool:
                return await progress.lag(COMMANDS_GROUP, COMMANDS, ends) == 0

            if not await comes_true(is_stored, _LONGEST_CHUNK_SECONDS):
                raise TimeoutError("chat-core does not store what the audit is to read")


def _audit(config: ServiceConfig) -> Audited:
    """The command as its operator runs it. Raises RuntimeError unless it finds nothing."""
    settings = {
        "BOOKING_CHAT_ENVIRONMENT": config.environment.value,
        "BOOKING_CHAT_KAFKA_BOOTSTRAP": config.kafka_bootstrap,
        "BOOKING_CHAT_MONGO_URL": config.mongo_url,
    }
    command = [str(Path(sys.executable).with_name("booking-chat")), "verify"]
    started = perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=sys.stderr)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"verify of a healthy store ended with {status}")
    return Audited(
        megabytes=usage.ru_maxrss * 1024 / 1e6,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        seconds=perf_counter() - started,
    )
