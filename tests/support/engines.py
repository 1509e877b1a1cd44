"""MongoDB and Kafka for tests: containers where Docker answers, local processes where not."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Protocol

# The container that would clean up after us needs an image that not every machine can fetch.
os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")

from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from booking_chat.service.storage.mongo import initiate_replica_set
from devstack.engines.local import LocalEngines
from devstack.engines.mongod import TRANSACTION_SECONDS
from devstack.paths import RunFolder
from devstack.ports import free_port

REPLICA_SET = "rs0"
_KAFKA_SETTINGS = {
    "KAFKA_NODE_ID": "1",
    "KAFKA_PROCESS_ROLES": "broker,controller",
    "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
    "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
    "KAFKA_LISTENERS": "INSIDE://:9092,OUTSIDE://:9094,CONTROLLER://:9093",
    "KAFKA_INTER_BROKER_LISTENER_NAME": "INSIDE",
    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": (
        "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT"
    ),
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
    "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
    "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
}


class Engines(Protocol):
    """`kafka_idempotence` is False on the broker that keeps its log in memory only."""

    @property
    def mongo_url(self) -> str: ...
    @property
    def kafka_bootstrap(self) -> str: ...
    @property
    def kafka_idempotence(self) -> bool: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def freeze_kafka(self) -> None:
        """It keeps its connections and answers nobody, until it is thawed."""

    async def thaw_kafka(self) -> None: ...


class ContainerEngines:
    """Fixed ports, because Kafka has to know beforehand what to tell its clients."""

    kafka_idempotence = True

    def __init__(self) -> None:
        mongo_port, kafka_port = free_port(), free_port()
        # One member whose name is known inside its container only: clients go there directly.
        self.mongo_url = f"mongodb://127.0.0.1:{mongo_port}/?directConnection=true"
        self.kafka_bootstrap = f"127.0.0.1:{kafka_port}"
        self._mongo = _container("mongo:6.0", 27017, mongo_port, "Waiting for connections")
        # As in docker-compose.yml: a process that is killed inside a transaction leaves its locks.
        lifetime = f"transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}"
        self._mongo.with_command(["mongod", "--replSet", REPLICA_SET, "--setParameter", lifetime])
        self._kafka = _container("apache/kafka:4.3.1", 9094, kafka_port, "Kafka Server started")
        self._kafka.with_envs(
            **_KAFKA_SETTINGS,
            KAFKA_ADVERTISED_LISTENERS=f"INSIDE://localhost:9092,OUTSIDE://{self.kafka_bootstrap}",
        )

    async def start(self) -> None:
        await asyncio.gather(
            asyncio.to_thread(self._mongo.start), asyncio.to_thread(self._kafka.start)
        )
        await initiate_replica_set(self.mongo_url, REPLICA_SET, ["127.0.0.1:27017"])

    async def stop(self) -> None:
        await asyncio.gather(
            asyncio.to_thread(self._mongo.stop), asyncio.to_thread(self._kafka.stop)
        )

    async def freeze_kafka(self) -> None:
        await asyncio.to_thread(self._kafka.get_wrapped_container().pause)

    async def thaw_kafka(self) -> None:
        await asyncio.to_thread(self._kafka.get_wrapped_container().unpause)


class ProcessEngines:
    def __init__(self, folder: Path) -> None:
        self._local = LocalEngines(RunFolder().engines, folder / "data", folder / "logs")
        self.kafka_idempotence = self._local.kafka.idempotence

    @property
    def mongo_url(self) -> str:
        return self._local.mongo_url

    @property
    def kafka_bootstrap(self) -> str:
        return self._local.kafka_bootstrap

    async def start(self) -> None:
        await self._local.start(print)

    async def stop(self) -> None:
        await self._local.stop(patience=5)

    async def freeze_kafka(self) -> None:
        self._signal_kafka(signal.SIGSTOP)

    async def thaw_kafka(self) -> None:
        self._signal_kafka(signal.SIGCONT)

    def _signal_kafka(self, signal_number: int) -> None:
        if self._local.kafka.process is not None:
            self._local.kafka.process.send(signal_number)


def choose_engines(folder: Path) -> Engines:
    """Engines that are not started yet; processes keep their data and logs in `folder`."""
    return ContainerEngines() if _docker_answers() else ProcessEngines(folder)


def _docker_answers() -> bool:
    try:
        DockerClient().client.ping()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it cannot be used
        return False
    return True


def _container(image: str, port: int, host_port: int, started: str) -> DockerContainer:
    container = DockerContainer(image).waiting_for(LogMessageWaitStrategy(started))
    # Docker takes an address here, which testcontainers' own method has no words for.
    container.ports[str(port)] = ("127.0.0.1", host_port)  # type: ignore[assignment] # typed for ports alone
    return container
