"""A producer that lost its sequence is replaced; its process, and whoever is connected, stay."""

from collections.abc import Awaitable, Callable

import pytest
from aiokafka import TopicPartition

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import COMMANDS, Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import KafkaUnavailableError
from devstack.waiting import comes_true
from support.topic_reader import records_of

PATIENCE_SECONDS = 20.0


class Forgetful(Publisher):
    """What all brokers being killed at once does to a producer, without killing them."""

    def lose_sequence(self, topic: Topic, partition: int) -> None:
        assert self._producer is not None
        manager = self._producer._txn_manager  # noqa: SLF001 - aiokafka has no other way in
        manager.increment_sequence_number(TopicPartition(topic.name, partition), 1_000)


async def test_a_producer_that_lost_its_sequence_is_replaced_and_nothing_is_doubled(
    config: ServiceConfig,
    own_topic: Callable[[Topic], Awaitable[Topic]],
) -> None:
    topic = await own_topic(COMMANDS)
    publisher = Forgetful(config, "test")
    await publisher.start()
    first, second = (OutgoingRecord(b"booking", value, []) for value in (b"first", b"second"))
    await publisher.publish(topic, first, 0)

    publisher.lose_sequence(topic, 0)
    with pytest.raises(KafkaUnavailableError):
        await publisher.publish(topic, second, 0)

    async def is_published() -> bool:
        try:
            await publisher.publish(topic, second, 0)
        except KafkaUnavailableError:
            return False
        return True

    assert await comes_true(is_published, PATIENCE_SECONDS)
    await publisher.stop()
    log = await records_of(config.kafka_bootstrap, topic, "booking", at_least=2)
    assert [record.value for record in log] == [b"first", b"second"]
