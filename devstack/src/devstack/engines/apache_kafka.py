"""Apache Kafka as processes: nodes that are broker and controller at once (KRaft)."""

import base64
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from devstack.engines.downloads import Say, installed_once, run_installer
from devstack.engines.kafka import START_SECONDS, broker_is_registered
from devstack.ports import free_port
from devstack.processes import Process, StartError, listens, until

VERSION = "4.3.1"
_LOG4J_VERSION = "2.25.4"
_DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
_OLDEST_JAVA = 17
OFFSETS_KEPT_MINUTES = 365 * 24 * 60
"""Recovery asks how far a group had come: a system that stood still for long has to know it."""
_MEMORY = ["-Xms256m", "-Xmx512m", "-XX:+UseSerialGC"]

_POM = f"""\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>devstack</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>{VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>{_LOG4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""

_LOGGING = """\
rootLogger.level = warn
rootLogger.appenderRef.stdout.ref = stdout
appender.stdout.name = stdout
appender.stdout.type = Console
appender.stdout.layout.type = PatternLayout
appender.stdout.layout.pattern = %d %p %m (%c)%n
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A process that is broker and controller, and its ports on 127.0.0.1."""

    id: int
    port: int
    controller_port: int


def server_properties(
    node: Node, nodes: Sequence[Node], data: Path, others: Mapping[str, object]
) -> str:
    """A node's settings: a copy of everything on each node, and no waiting for other consumers.

    `others` come in addition, or instead.
    """
    copies, enough_copies = len(nodes), len(nodes) // 2 + 1
    settings = {
        "process.roles": "broker,controller",
        "node.id": node.id,
        "listeners": (
            f"PLAINTEXT://127.0.0.1:{node.port},CONTROLLER://127.0.0.1:{node.controller_port}"
        ),
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{node.port}",
        "controller.listener.names": "CONTROLLER",
        "controller.quorum.voters": ",".join(
            f"{voter.id}@127.0.0.1:{voter.controller_port}" for voter in nodes
        ),
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "log.dirs": data,
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": 0,
        "offsets.topic.num.partitions": 4,
        "offsets.retention.minutes": OFFSETS_KEPT_MINUTES,
        "offsets.topic.replication.factor": copies,
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": enough_copies,
        "share.coordinator.state.topic.replication.factor": copies,
        "share.coordinator.state.topic.min.isr": enough_copies,
        "min.insync.replicas": enough_copies,
        "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
    }
    return "".join(f"{name}={value}\n" for name, value in {**settings, **others}.items())


def java_version() -> int | None:
    """The major version of this machine's `java`, None without one."""
    if shutil.which("java") is None:
        return None
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S607 - from PATH
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else None


def can_run(cache: Path) -> bool:
    """Whether this machine has Java 17, and Maven to fetch Kafka with (or has fetched it)."""
    java = java_version()
    if java is None or java < _OLDEST_JAVA:
        return False
    return _library_folder(cache).exists() or shutil.which("mvn") is not None


def _library_folder(cache: Path) -> Path:
    return cache / f"apache-kafka-{VERSION}"


async def libraries(cache: Path, say: Say) -> Path:
    """The folder of Kafka's jars, fetched at the first time."""

    async def fill(folder: Path) -> None:
        say(f"fetching Apache Kafka {VERSION} (once)")
        pom = folder / "pom.xml"
        pom.write_text(_POM)
        maven = ["mvn", "--quiet", "--batch-mode", "--strict-checksums", "--file", str(pom)]
        goal = [f"{_DEPENDENCY_PLUGIN}:copy-dependencies", "-DincludeScope=runtime"]
        await run_installer("Apache Kafka", [*maven, *goal, f"-DoutputDirectory={folder}"])

    return await installed_once(_library_folder(cache), fill)


def new_cluster_id() -> str:
    """A UUID as Kafka writes it.

    The first byte is 0: one that began with `-` would be taken for an option by the command
    that formats the data folder.
    """
    return base64.urlsafe_b64encode(b"\x00" + uuid4().bytes[1:]).decode().rstrip("=")


class KafkaNode:
    """One process of a cluster. It can be started again after it has ended.

    `settings` are its own, beside what every node has; `format_options` go to the command that
    makes its data folder.
    """

    def __init__(
        self,
        node: Node,
        nodes: Sequence[Node],
        data: Path,
        log: Path,
        *,
        settings: Mapping[str, object] = MappingProxyType({}),
        format_options: Sequence[str] = (),
    ) -> None:
        self._settings = settings
        self._format_options = format_options
        self.node = node
        self._nodes = nodes
        self._data = data
        self._log = log
        self.process: Process | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.node.port}"

    async def start(self, jars: Path, cluster_id: str) -> None:
        """Returns when it listens; `cluster_id` is kept at the first start. Raises StartError."""
        self._data.mkdir(parents=True, exist_ok=True)
        properties = self._data / "server.properties"
        properties.write_text(
            server_properties(self.node, self._nodes, self._data / "log", self._settings)
        )
        logging = self._data / "log4j2.properties"
        logging.write_text(_LOGGING)
        java = ["java", f"-Dlog4j2.configurationFile={logging}", "-cp", f"{jars}/*"]
        await self._format_once(java, properties, cluster_id)
        self.process = Process(
            "Kafka", [*java[:1], *_MEMORY, *java[1:], "kafka.Kafka", str(properties)], self._log
        )
        await self.process.start()
        await until(self.process, lambda: listens(self.node.port), START_SECONDS)

    async def stop(self, patience: float) -> None:
        if self.process is not None:
            await self.process.stop(patience)

    async def _format_once(self, java: list[str], properties: Path, cluster_id: str) -> None:
        """Gives the data folder its cluster id, which offsets belong to, at its first use."""
        if (self._data / "log" / "meta.properties").exists():
            return
        tool = ["kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(properties)]
        tool += self._format_options
        formatting = Process("Kafka's storage tool", [*java, *tool], self._log)
        await formatting.start()
        if await formatting.wait() != 0:
            raise StartError(f"Kafka's data folder cannot be made:\n{formatting.last_lines()}")


class ApacheKafka:
    """A cluster of one node. `bootstrap` is known once it has started."""

    title = f"Apache Kafka {VERSION}"
    idempotence = True

    def __init__(self, cache: Path, data: Path, logs: Path) -> None:
        self._cache = cache
        self._data = data
        self._log = logs / "kafka.log"
        self._node: KafkaNode | None = None
        self.bootstrap = ""

    @property
    def process(self) -> Process | None:
        return self._node.process if self._node else None

    async def start(self, say: Say) -> None:
        """Returns when topics can be made. Raises StartError."""
        jars = await libraries(self._cache, say)
        alone = Node(1, free_port(), free_port())
        self._node = KafkaNode(alone, [alone], self._data, self._log)
        await self._node.start(jars, new_cluster_id())
        self.bootstrap = self._node.address
        if self.process is not None:
            await until(self.process, lambda: broker_is_registered(self.bootstrap), START_SECONDS)

    async def stop(self, patience: float) -> None:
        if self._node is not None:
            await self._node.stop(patience)
