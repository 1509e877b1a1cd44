"""The program `booking-chat` as an operator runs it: a process of its own."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit status, and what it wrote on each of its streams."""

    status: int
    stdout: str
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout + self.stderr


async def booking_chat(*words: str, kafka_bootstrap: str, mongo_url: str) -> Ended:
    settings = {
        "BOOKING_CHAT_ENVIRONMENT": "development",
        "BOOKING_CHAT_KAFKA_BOOTSTRAP": kafka_bootstrap,
        "BOOKING_CHAT_MONGO_URL": mongo_url,
    }
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("booking-chat")),
        *words,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **settings},
    )
    stdout, stderr = await process.communicate()
    return Ended(process.returncode or 0, stdout.decode(), stderr.decode())
