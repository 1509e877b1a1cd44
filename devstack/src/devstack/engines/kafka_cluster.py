"""Three Kafka nodes as processes, each of which can be killed and started again."""

import asyncio
from pathlib import Path
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from devstack.engines.apache_kafka import KafkaNode, Node, libraries, new_cluster_id
from devstack.engines.downloads import Say
from devstack.engines.kafka import START_SECONDS, broker_is_registered
from devstack.ports import free_ports
from devstack.processes import together
from devstack.waiting import comes_true

NODES = 3


class KafkaCluster:
    """Every record on all three nodes, acknowledged when two have it."""

    idempotence = True

    def __init__(self, cache: Path, data: Path, logs: Path) -> None:
        self._cache = cache
        ports = free_ports(2 * NODES)
        places = [Node(n + 1, ports[2 * n], ports[2 * n + 1]) for n in range(NODES)]
        self.nodes = [
            KafkaNode(place, places, data / f"kafka-{place.id}", logs / f"kafka-{place.id}.log")
            for place in places
        ]
        self._cluster_id = new_cluster_id()
        self._jars = Path()

    @property
    def bootstrap(self) -> str:
        return ",".join(node.address for node in self.nodes)

    async def start(self, say: Say) -> None:
        """Returns when all nodes are in the cluster. Raises StartError."""
        self._jars = await libraries(self._cache, say)
        await self.start_nodes(*self.nodes)

    async def stop(self, patience: float) -> None:
        await asyncio.gather(*(node.stop(patience) for node in self.nodes))

    async def start_nodes(self, *nodes: KafkaNode) -> None:
        """Starts nodes and returns when the cluster is complete. Raises StartError."""
        await together(*(node.start(self._jars, self._cluster_id) for node in nodes))
        if not await comes_true(self._is_complete, START_SECONDS):
            raise TimeoutError("the Kafka nodes do not find together")

    async def kill(self, *nodes: KafkaNode) -> None:
        """SIGKILL to all of these at once."""
        processes = [node.process for node in nodes if node.process is not None]
        await asyncio.gather(*(process.kill() for process in processes))

    async def leader(self, topic: str, partition: int) -> KafkaNode:
        """The node that leads a partition. Raises LookupError while none does."""
        described = await self._describe(topic)
        leaders = {p["partition"]: p["leader"] for p in described["partitions"]}
        for node in self.nodes:
            if node.node.id == leaders.get(partition):
                return node
        raise LookupError(f"nobody leads {topic}/{partition}")

    async def is_in_sync(self, *topics: str) -> bool:
        """Whether every partition of these topics has all of its copies."""
        try:
            described = [await self._describe(topic) for topic in topics]
        except (KafkaError, OSError):
            return False
        return all(len(p["isr"]) == NODES for topic in described for p in topic["partitions"])

    async def _is_complete(self) -> bool:
        return await broker_is_registered(self.bootstrap, NODES)

    async def _describe(self, topic: str) -> dict[str, Any]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap, client_id="devstack")
        try:
            await admin.start()
            described: dict[str, Any] = (await admin.describe_topics([topic]))[0]
            return described
        finally:
            await admin.close()
