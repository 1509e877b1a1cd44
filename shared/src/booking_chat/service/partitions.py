"""Single partitions of a consumer: where each begins, moving it back, stopping it alone.

A batch holds records of several partitions. One of them may have to stand still, because what is
stored about it cannot be trusted, while the others go on.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError
from prometheus_client import Gauge

from booking_chat.service.kafka import KafkaUnavailableError
from booking_chat.topics import LogFacts, Topic

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 10.0
"""A stopped partition is read again this much later, to see whether it was put right."""

_stopped = Gauge(
    "booking_chat_consumer_partition_stopped",
    "1 while a partition is not consumed until somebody has put right what its log line says",
    ["consumer", "partition"],
)


class PartitionControl(Protocol):
    """What a handler may do to the partitions that it is given records of."""

    async def facts(self, partition: int) -> LogFacts: ...
    def rewind(self, partition: int, offset: int) -> None: ...
    def stop(self, partition: int, offset: int, reason: str, detail: str) -> None: ...
    def go_on(self, partition: int) -> None: ...


class PartitionStoppedError(Exception):
    """Partitions stand still until somebody has put something right."""


class Partitions:
    """Controls the partitions of one subscriber of one topic.

    `consumer_of` gives the subscriber's consumer, None before it has started.
    """

    def __init__(
        self, consumer: str, topic: Topic, consumer_of: Callable[[], AIOKafkaConsumer | None]
    ) -> None:
        self._name = consumer
        self._topic = topic
        self._consumer_of = consumer_of
        self._stopped: dict[int, str] = {}

    async def facts(self, partition: int) -> LogFacts:
        place, consumer = self._place(partition), self._consumer()
        starts = await consumer.beginning_offsets([place])
        return LogFacts(committed=await consumer.committed(place), start=starts[place])

    def rewind(self, partition: int, offset: int) -> None:
        """The next records of the partition are those from `offset` on."""
        log.warning(
            "partition is read again from an earlier offset",
            consumer=self._name,
            topic=self._topic.name,
            partition=partition,
            offset=offset,
        )
        self._seek(partition, offset)

    def stop(self, partition: int, offset: int, reason: str, detail: str) -> None:
        """Consumes nothing more of the partition for a while, then looks at it again.

        `offset` is the first one that is not handled. Logged once for each reason.
        """
        if self._stopped.get(partition) != reason:
            log.error(
                "partition stopped",
                consumer=self._name,
                topic=self._topic.name,
                partition=partition,
                offset=offset,
                reason=reason,
                detail=detail,
            )
        self._stopped[partition] = reason
        _stopped.labels(self._name, partition).set(1)
        if self._seek(partition, offset):
            place, consumer = self._place(partition), self._consumer()
            consumer.pause(place)
            asyncio.get_running_loop().call_later(LOOK_AGAIN_SECONDS, self._resume, place)

    def go_on(self, partition: int) -> None:
        """Says that a partition is consumed. Cheap while none is stopped."""
        if self._stopped and self._stopped.pop(partition, None) is not None:
            log.info(
                "partition goes on",
                consumer=self._name,
                topic=self._topic.name,
                partition=partition,
            )
            _stopped.labels(self._name, partition).set(0)

    async def check(self) -> None:
        """For readiness: raises PartitionStoppedError while a partition of ours is stopped."""
        consumer = self._consumer_of()
        ours = {place.partition for place in consumer.assignment()} if consumer else set()
        for partition in self._stopped.keys() - ours:
            # Another process has it now, and says itself how it stands.
            del self._stopped[partition]
            _stopped.labels(self._name, partition).set(0)
        if self._stopped:
            reasons = ", ".join(f"{p}: {reason}" for p, reason in sorted(self._stopped.items()))
            raise PartitionStoppedError(f"{self._topic.name} is stopped at {reasons}")

    def _seek(self, partition: int, offset: int) -> bool:
        """False when the partition has been taken away meanwhile."""
        try:
            self._consumer().seek(self._place(partition), offset)
        except IllegalStateError:
            return False
        return True

    def _resume(self, place: TopicPartition) -> None:
        consumer = self._consumer_of()
        if consumer is not None and place in consumer.assignment():
            consumer.resume(place)

    def _consumer(self) -> AIOKafkaConsumer:
        consumer = self._consumer_of()
        if consumer is None:
            raise KafkaUnavailableError("the consumer is not started")
        return consumer

    def _place(self, partition: int) -> TopicPartition:
        return TopicPartition(self._topic.name, partition)
