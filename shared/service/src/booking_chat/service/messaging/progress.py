"""How far consumers are, as Kafka itself says."""

from collections.abc import Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from booking_chat.contracts.topics import Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.records import KafkaUnavailableError


class GroupProgress:
    """How far consumer groups are behind the ends of their topics, as Kafka itself says."""

    def __init__(self, config: ServiceConfig, client_id: str) -> None:
        self._config = config
        self._client_id = client_id
        self._consumer: AIOKafkaConsumer | None = None
        self._admin: AIOKafkaAdminClient | None = None

    async def start(self) -> None:
        kafka, client_id = kafka_connection(self._config), f"{self._client_id}-progress"
        self._consumer = AIOKafkaConsumer(**kafka.client_settings(), client_id=client_id)
        self._admin = AIOKafkaAdminClient(**kafka.client_settings(), client_id=client_id)
        try:
            await self._consumer.start()
            await self._admin.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        if self._admin is not None:
            await self._admin.close()
        if self._consumer is not None:
            await self._consumer.stop()

    async def ends(self, topic: Topic) -> dict[int, int]:
        """The offset after the last record, by partition; those without records are left out."""
        if self._consumer is None:
            raise KafkaUnavailableError("the progress reader is not started")
        places = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        starts = await self._consumer.beginning_offsets(places)
        ends = await self._consumer.end_offsets(places)
        return {place.partition: ends[place] for place in places if ends[place] > starts[place]}

    async def lag(self, group_id: str, topic: Topic, ends: Mapping[int, int]) -> int:
        """Records before `ends` that the group has not committed yet."""
        if self._admin is None:
            raise KafkaUnavailableError("the progress reader is not started")
        committed = await self._admin.list_consumer_group_offsets(group_id)
        done = {
            place.partition: max(position.offset, 0)
            for place, position in committed.items()
            if place.topic == topic.name
        }
        return sum(max(end - done.get(partition, 0), 0) for partition, end in ends.items())
