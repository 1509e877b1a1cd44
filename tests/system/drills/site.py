"""A system of its own to lose parts of, people who write in it, and the operator's commands."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.provision import provision_mongo, provision_topics
from booking_chat.service.storage.mongo import connect, disconnect
from chat_core.storage.collections import Collections
from devstack.services import Engines
from devstack.waiting import comes_true
from faults.ledger import Ledger
from faults.system_faults import writers_of
from faults.traffic import traffic
from faults.verdict import Verdict, judge
from support.commands import Ended, booking_chat
from support.running_system import RunningSystem, running_system
from system.drills.losable import LosableKafka, LosableMongo
from system.people import People, people

CUSTOMERS = 3
STATEFUL = ("chat-core", "notifier", "settings")
"""The services that have a database."""
GATEWAYS = ("portal-gateway", "operator-gateway")
PATIENCE_SECONDS = 90.0


Place = tuple[str, int]
"""A thread's id and a seq in it."""


@dataclass
class Site:
    mongo: LosableMongo
    kafka: LosableKafka
    system: RunningSystem
    folder: Path
    ledger: Ledger = field(default_factory=Ledger)
    _writers: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def crowd(self) -> AsyncIterator[People]:
        """Customers with new bookings and one member of staff, who has opened their threads."""
        async with (
            self.publisher() as publisher,
            people(self.system, publisher, CUSTOMERS, staff=1) as crowd,
        ):
            for booking in crowd.bookings:
                await crowd.staff[0].open_thread(booking)
            yield crowd

    @asynccontextmanager
    async def writing(self, crowd: People) -> AsyncIterator[None]:
        """Everybody writes through the gateways for as long as the context lasts."""
        writers = writers_of(crowd)
        self._writers = {writer.name for writer in writers}
        async with traffic(writers, self.ledger):
            yield

    async def some_more_is_stored(self) -> None:
        """Returns once everybody who writes has a message stored that was tried after this call."""
        known = set(self.ledger.by_id)

        async def everybody_is_stored() -> bool:
            new = (await self.stored()).keys() - known
            return {self.ledger.by_id[m].writer for m in new} >= self._writers

        assert await comes_true(everybody_is_stored, PATIENCE_SECONDS)

    async def stored(self) -> dict[str, Place]:
        """The place of each stored message, by its id."""
        client = connect(self.mongo.url)
        try:
            found = Collections(client).messages.find({}, {"threadId": 1, "seq": 1})
            return {d["_id"]: (d["threadId"], d["seq"]) async for d in found}
        finally:
            await disconnect(client)

    async def verdict(self) -> Verdict:
        client = connect(self.mongo.url)
        try:
            return await judge(client, self.ledger)
        finally:
            await disconnect(client)

    @asynccontextmanager
    async def publisher(self) -> AsyncIterator[Publisher]:
        config = ServiceConfig(
            environment=Environment.DEVELOPMENT,
            kafka_bootstrap=self.kafka.bootstrap,
            mongo_url=self.mongo.url,
        )
        publisher = Publisher(config, "drill")
        await publisher.start()
        try:
            yield publisher
        finally:
            await publisher.stop()

    async def booking_chat(self, *words: str) -> Ended:
        """What an operator types, with the services' settings."""
        return await booking_chat(
            *words, kafka_bootstrap=self.kafka.bootstrap, mongo_url=self.mongo.url
        )

    async def stop(self, *services: str) -> None:
        await asyncio.gather(*(self.system.processes[s].stop(PATIENCE_SECONDS) for s in services))

    async def start(self, *services: str) -> None:
        """Returns when they are ready."""
        for service in services:
            await self.system.start_one(service)

    async def start_behind(self) -> str:
        """Starts chat-core on a store that is behind; gives what its readiness says."""
        await self.system.processes["chat-core"].start()
        said = ""

        async def stands_still() -> bool:
            nonlocal said
            try:
                health = await self.system.core_monitoring("/health/ready")
            except httpx.TransportError:
                return False
            said = health.text
            return health.status_code == httpx.codes.SERVICE_UNAVAILABLE and "stopped" in said

        await comes_true(stands_still, PATIENCE_SECONDS)
        return said

    def log_of(self, service: str) -> Path:
        return self.folder / f"{service}.log"


@asynccontextmanager
async def running_site(cache: Path, folder: Path) -> AsyncIterator[Site]:
    """Engines and all services, for as long as the context lasts."""
    mongo, kafka = LosableMongo(cache, folder), LosableKafka(cache, folder)
    try:
        await asyncio.gather(mongo.start_empty(), kafka.start())
        await provision_mongo(mongo.url, members=[], replica_set="rs0", report=print)
        await provision_topics(
            KafkaConnection(kafka.bootstrap), replication=1, min_insync=1, report=print
        )
        engines = Engines(mongo.url, kafka.bootstrap, kafka_idempotence=True)
        logs = folder / "services"
        async with running_system(engines, logs) as system:
            yield Site(mongo, kafka, system, logs)
    finally:
        # Nobody needs their data any more.
        await asyncio.gather(mongo.kill(), kafka.kill())
