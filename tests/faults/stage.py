"""Where faults happen: three MongoDB members, three Kafka nodes, and workers to kill."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from booking_chat.contracts.topics import COMMANDS, Topic
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.provision import provision_mongo, provision_topics
from booking_chat.service.storage.mongo import Client, connect, disconnect
from chat_core.names import COMMANDS_GROUP
from chat_core.storage.collections import DATABASE
from chat_tools.audit.verify import verify
from chat_tools.progress import Silence
from chat_tools.replay.command_log import Verdict as ReplayVerdict
from chat_tools.replay.command_log import replay
from devstack.engines.kafka_cluster import NODES, KafkaCluster
from devstack.engines.mongod_set import MongodSet
from devstack.paths import RunFolder
from devstack.ports import free_port, free_ports
from devstack.processes import Process, listens, together, until
from devstack.services import Engines
from devstack.waiting import comes_true
from faults.ear import listening
from faults.ledger import Ledger
from faults.table import Row
from faults.traffic import Writer, traffic
from faults.verdict import judge
from support.running_system import RunningSystem, running_system

MIN_INSYNC = 2
SETTLE_SECONDS = 180.0
START_SECONDS = 60.0
STOP_SECONDS = 20.0
CORE = {COMMANDS_GROUP: COMMANDS}


@dataclass
class Scene:
    """A fault as it is played: what was sent, and the moments when the fault was over."""

    ledger: Ledger = field(default_factory=Ledger)
    struck: list[float] = field(default_factory=list)

    def strike(self) -> float:
        """The fault is over; from this moment on recovery is measured."""
        self.struck.append(monotonic())
        return self.struck[-1]

    async def recovered(self, since: float | None = None) -> None:
        """Returns when everybody was heard again who wrote since then (the last fault, if None)."""
        moment = self.struck[-1] if since is None else since

        async def is_over() -> bool:
            return self.ledger.recovery_after(moment) != float("inf")

        if not await comes_true(is_over, SETTLE_SECONDS):
            raise TimeoutError(f"no recovery within {SETTLE_SECONDS:.0f} seconds")


@dataclass
class Stage:
    """Engines that are up, with all topics and indexes, and what a suite needs of them."""

    mongo: MongodSet
    kafka: KafkaCluster
    config: ServiceConfig
    client: Client
    publisher: Publisher
    progress: GroupProgress
    logs: Path
    parts: AsyncExitStack
    _system: RunningSystem | None = None

    async def system(self) -> RunningSystem:
        """All services, from the first time that somebody asks to the end of the stage.

        They have a chat-core of their own: plays that need to be alone with theirs come before.
        """
        if self._system is None:
            engines = Engines(self.config.mongo_url, self.config.kafka_bootstrap, True)
            running = running_system(engines, self.logs)
            self._system = await self.parts.enter_async_context(running)
        return self._system

    def core(
        self,
        fault_point: str | None = None,
        mongo_url: str | None = None,
        port: int | None = None,
        *,
        allow_extra_partitions: bool = False,
    ) -> Process:
        """A chat-core worker, not started; see `booking_chat.service.fault_points`."""
        settings = {
            "ENVIRONMENT": "development",
            "HTTP_PORT": str(port or free_port()),
            "METRICS_PORT": str(free_port()),
            "KAFKA_BOOTSTRAP": self.config.kafka_bootstrap,
            "MONGO_URL": mongo_url or self.config.mongo_url,
            **({"FAULT_POINT": fault_point} if fault_point else {}),
            **({"ALLOW_EXTRA_PARTITIONS": "true"} if allow_extra_partitions else {}),
        }
        return Process(
            "chat-core",
            [sys.executable, "-m", "chat_core.main"],
            self.logs / "chat-core.log",
            {f"BOOKING_CHAT_{name}": value for name, value in settings.items()},
        )

    @asynccontextmanager
    async def workers(
        self, count: int = 1, *, allow_extra_partitions: bool = False
    ) -> AsyncIterator[list[Process]]:
        """So many workers, ready, for as long as the context lasts; they may end before it."""
        ports = free_ports(count)
        processes = [
            self.core(port=port, allow_extra_partitions=allow_extra_partitions) for port in ports
        ]
        try:
            await together(*(_started(p, port) for p, port in zip(processes, ports, strict=True)))
            yield processes
        finally:
            await asyncio.gather(*(process.stop(STOP_SECONDS) for process in processes))

    @asynccontextmanager
    async def scene(
        self, writers: Sequence[Writer], groups: Mapping[str, Topic] = CORE
    ) -> AsyncIterator[Scene]:
        """Everybody writes and somebody listens for as long as the context lasts.

        `groups` are the consumers that have to be through with their topics in the end.
        """
        scene = Scene()
        async with listening(self.config.kafka_bootstrap, scene.ledger):
            async with traffic(writers, scene.ledger):
                yield scene
            await self._settle(scene.ledger, groups)

    async def _settle(self, ledger: Ledger, groups: Mapping[str, Topic]) -> None:
        """Returns when all that was accepted is decided, heard and committed."""

        lags: dict[str, int] = {}

        async def is_settled() -> bool:
            for group, topic in groups.items():
                lags[group] = await self.progress.lag(group, topic, await self.progress.ends(topic))
            return not any(lags.values()) and ledger.unheard == 0

        if not await comes_true(is_settled, SETTLE_SECONDS):
            raise TimeoutError(
                f"not settled: {ledger.unheard} messages have no event, groups lag behind by {lags}"
            )

    async def row(self, fault: str, scene: Scene) -> Row:
        """What came of a scene, by our own count, `booking-chat verify` and `booking-chat replay`.

        Both read all that has been on this stage so far.
        """
        bootstrap = self.config.kafka_bootstrap
        report = await verify(self.client, KafkaConnection(bootstrap), progress=Silence())
        again = await replay(self.client, KafkaConnection(bootstrap), progress=Silence())
        findings = [str(finding) for finding in report.findings]
        parked = await ParkedStore(self.client, DATABASE).all()
        findings += [f"{key.consumer} has parked {key.key}: {key.error}" for key in parked]
        if again.verdict is not ReplayVerdict.UNCHANGED:
            findings.append(f"reading the commands again: {again.model_dump_json()}")
        return Row(
            fault=fault,
            times=len(scene.struck),
            verdict=await judge(self.client, scene.ledger),
            recovery=max(map(scene.ledger.recovery_after, scene.struck)),
            findings=findings,
        )


@asynccontextmanager
async def running_stage(folder: Path) -> AsyncIterator[Stage]:
    """Engines whose data begin empty and end with the context."""
    cache, logs = RunFolder().engines, folder / "logs"
    mongo = MongodSet(cache, folder / "data", logs)
    kafka = KafkaCluster(cache, folder / "data", logs)
    try:
        await together(mongo.start(print), kafka.start(print))
        await provision_mongo(mongo.url, members=[], replica_set="rs0", report=_quietly)
        await provision_topics(
            KafkaConnection(kafka.bootstrap),
            replication=NODES,
            min_insync=MIN_INSYNC,
            report=_quietly,
        )
        config = ServiceConfig(
            environment=Environment.DEVELOPMENT,
            kafka_bootstrap=kafka.bootstrap,
            mongo_url=mongo.url,
        )
        async with AsyncExitStack() as parts:
            client = connect(config.mongo_url, config.mongo_driver)
            parts.push_async_callback(disconnect, client)
            publisher, progress = Publisher(config, "faults"), GroupProgress(config, "faults")
            for part in (publisher, progress):
                await part.start()
                parts.push_async_callback(part.stop)
            yield Stage(mongo, kafka, config, client, publisher, progress, logs, parts)
    finally:
        # Nobody needs their data any more, so they need not put them in order.
        await asyncio.gather(mongo.kill(*mongo.members), kafka.kill(*kafka.nodes))


async def _started(worker: Process, port: int) -> None:
    await worker.start()
    await until(worker, lambda: listens(port), START_SECONDS)


def _quietly(_: str) -> None:
    """Says nothing of each topic and index."""
