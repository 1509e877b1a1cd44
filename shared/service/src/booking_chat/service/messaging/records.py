"""Records of Kafka as services see them, and what is raised while Kafka does not answer."""

from collections.abc import Awaitable, Callable, Sequence

from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.topics import Topic

RecordsHandler = Callable[[Sequence[Record]], Awaitable[None]]


class KafkaUnavailableError(Exception):
    """Kafka has not acknowledged in time. The record may still arrive: send the same again."""


KAFKA_AWAY = (KafkaError, KafkaUnavailableError)
"""What is raised while Kafka cannot do what it is asked for."""


def partition_of(topic: Topic, key: bytes) -> int:
    """The partition of a key: that of Kafka's own clients, by the count in `topics.py`.

    Not by the count that Kafka says: partitions that somebody adds would move keys, and the
    records of one booking would lose their order.
    """
    hashed: int = murmur2(key)
    return (hashed & 0x7FFFFFFF) % topic.partitions
