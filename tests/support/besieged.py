"""The besieged service as a process of its own, so that its memory can be looked at."""

import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from devstack.ports import free_ports
from devstack.processes import Process, listens, until
from devstack.waiting import comes_true
from support import besieged_app

PATIENCE_SECONDS = 30.0
_RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")


def resident_megabytes(pid: int) -> float:
    """The memory of a process that is really there (Linux)."""
    found = _RESIDENT.search(Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


@dataclass(frozen=True, slots=True)
class Besieged:
    url: str
    monitoring: str
    process: Process

    @property
    def megabytes(self) -> float:
        assert self.process.pid is not None
        return resident_megabytes(self.process.pid)

    async def metric(self, name: str) -> float:
        """One metric; labels are part of its name. 0 if nothing was counted yet."""
        async with httpx.AsyncClient() as client:
            text = (await client.get(f"{self.monitoring}/metrics")).text
        values = (line.rpartition(" ")[::2] for line in text.splitlines())
        return next((float(value) for found, value in values if found == name), 0.0)

    async def ended(self, reason: str) -> float:
        """How many connections it has ended for this reason."""
        return await self.metric(f'booking_chat_http_connections_ended_total{{reason="{reason}"}}')

    async def comes_to(self, name: str, expected: float, within: float = PATIENCE_SECONDS) -> bool:
        async def is_there() -> bool:
            return await self.metric(name) == expected

        return await comes_true(is_there, within)

    async def publish(self, count: int, text: str) -> None:
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as client:
            await client.post(f"{self.url}/publish/{count}", json={"text": text})


@asynccontextmanager
async def besieged(logs: Path, **limits: float) -> AsyncIterator[Besieged]:
    """It runs with these limits (see `HttpLimits`) for as long as the context lasts."""
    port, monitoring = free_ports(2)
    process = Process(
        "besieged",
        [
            *(sys.executable, "-m", besieged_app.__name__),
            *(str(port), str(monitoring), json.dumps(limits)),
        ],
        logs / "besieged.log",
        {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    await process.start()
    try:
        await until(process, lambda: listens(monitoring), PATIENCE_SECONDS)
        yield Besieged(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{monitoring}", process)
    finally:
        await process.stop(5.0)
