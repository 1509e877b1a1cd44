"""Both engines together: the best that this machine has."""

import asyncio
import os
from pathlib import Path

from devstack.engines import apache_kafka
from devstack.engines.apache_kafka import ApacheKafka
from devstack.engines.downloads import Say
from devstack.engines.lite_kafka import LiteKafka
from devstack.engines.mongod import Mongod
from devstack.processes import Process, together

Kafka = ApacheKafka | LiteKafka


def choose_kafka(cache: Path, data: Path, logs: Path) -> Kafka:
    """Apache Kafka where Java and Maven are; else, or if BOOKING_CHAT_KAFKA=lite, the small one."""
    if os.environ.get("BOOKING_CHAT_KAFKA") != "lite" and apache_kafka.can_run(cache):
        return ApacheKafka(cache, data, logs)
    return LiteKafka(cache, logs)


class LocalEngines:
    """MongoDB and Kafka on free ports of 127.0.0.1, their data under `data`."""

    def __init__(self, cache: Path, data: Path, logs: Path) -> None:
        self.mongo = Mongod(cache, data / "mongodb", logs)
        self.kafka = choose_kafka(cache, data / "kafka", logs)

    @property
    def titles(self) -> str:
        return f"{self.mongo.title} · {self.kafka.title}"

    @property
    def processes(self) -> list[Process]:
        """Those that were started."""
        return [engine.process for engine in (self.mongo, self.kafka) if engine.process]

    @property
    def mongo_url(self) -> str:
        return self.mongo.url

    @property
    def kafka_bootstrap(self) -> str:
        return self.kafka.bootstrap

    async def start(self, say: Say) -> None:
        """Raises StartError; what was started by then is stopped by `stop`."""
        await together(self.mongo.start(say), self.kafka.start(say))

    async def stop(self, patience: float) -> None:
        await asyncio.gather(self.mongo.stop(patience), self.kafka.stop(patience))
