"""The machine room: engines of our own for one run, and programs started beside them."""

import secrets
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from booking_chat.contracts.topics import Topic
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.provision import provision_mongo, provision_topics
from devstack.engines.local import LocalEngines
from devstack.engines.mongod import REPLICA_SET
from devstack.paths import RunFolder
from devstack.ports import free_port, is_free
from devstack.processes import Process, listens, until
from devstack.services import (
    IDENTITY,
    Addresses,
    Engines,
    Secrets,
    choose_ports,
    development_processes,
    service_processes,
)

START_SECONDS = 30.0
STOP_SECONDS = 10.0
SERVICES = ("settings", "chat-core", "notifier", "portal-gateway", "operator-gateway")
WHOLE_LINE = (IDENTITY, *SERVICES)


@dataclass(frozen=True, slots=True)
class Stack:
    """Engines that are up, with all topics and indexes, and our services, not started."""

    title: str
    config: ServiceConfig
    addresses: Addresses
    processes: Mapping[str, Process]
    logs: Path

    @asynccontextmanager
    async def services(self, *names: str) -> AsyncIterator[dict[str, int]]:
        """Services that run as long as the context lasts, from when they listen; their pids."""
        async with AsyncExitStack() as running:
            yield {
                name: await running.enter_async_context(
                    _running(self.processes[name], self.addresses.ports[name])
                )
                for name in names
            }

    @asynccontextmanager
    async def script(
        self, name: str, arguments: Sequence[str], port: int | None = None
    ) -> AsyncIterator[int]:
        """A script of this folder, from when it listens on `port`, if it does; its pid."""
        path = Path(__file__).with_name(name)
        process = Process(
            name, [sys.executable, str(path), *arguments], self.logs / f"{path.stem}.log"
        )
        async with _running(process, port) as pid:
            yield pid

    async def make_topic(self, like: Topic, name: str) -> Topic:
        """A topic with the settings of one of ours."""
        topic = replace(like, name=name)
        admin = AIOKafkaAdminClient(bootstrap_servers=self.config.kafka_bootstrap)
        await admin.start()
        settings = topic.config(min_insync_replicas=1)
        try:
            await admin.create_topics(
                [NewTopic(topic.name, topic.partitions, 1, topic_configs=settings)]
            )
        finally:
            await admin.close()
        return topic


@asynccontextmanager
async def running_stack(folder: Path) -> AsyncIterator[Stack]:
    """Engines whose data begin empty and end with the context."""
    logs = folder / "logs"
    engines = LocalEngines(RunFolder().engines, folder / "data", logs)
    try:
        await engines.start(lambda said: print(said, file=sys.stderr))
        config = ServiceConfig(
            environment=Environment.DEVELOPMENT,
            kafka_bootstrap=engines.kafka_bootstrap,
            kafka_idempotence=engines.kafka.idempotence,
            mongo_url=engines.mongo_url,
        )
        await provision(config)
        found = Engines(config.mongo_url, config.kafka_bootstrap, config.kafka_idempotence)
        addresses = choose_ports({}, free_port, is_free)
        made = Secrets(session=secrets.token_urlsafe(48), service=secrets.token_urlsafe(48))
        processes = [
            *development_processes(addresses, folder / "identity", logs),
            *service_processes(addresses, found, made, logs),
        ]
        by_name = {process.name: process for process in processes}
        yield Stack(engines.titles, config, addresses, by_name, logs)
    finally:
        await engines.stop(STOP_SECONDS)


async def provision(config: ServiceConfig) -> None:
    def quietly(_: str) -> None:
        """Says nothing of each topic and index."""

    await provision_mongo(config.mongo_url, members=[], replica_set=REPLICA_SET, report=quietly)
    await provision_topics(
        KafkaConnection(config.kafka_bootstrap), replication=1, min_insync=1, report=quietly
    )


@asynccontextmanager
async def _running(process: Process, port: int | None) -> AsyncIterator[int]:
    await process.start()
    try:
        if port is not None:
            await until(process, lambda: listens(port), START_SECONDS)
        if process.pid is None:
            raise RuntimeError(f"{process.name} has no process")
        yield process.pid
    finally:
        await process.stop(STOP_SECONDS)
