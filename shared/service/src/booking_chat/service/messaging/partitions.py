"""Single partitions of a consumer: checked when they are assigned, rewound, stopped alone.

A batch holds records of several partitions. One of them may have to stand still, because what is
stored about it cannot be trusted, while the others go on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from time import monotonic
from typing import Protocol, assert_never

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError
from prometheus_client import Gauge

from booking_chat.contracts.topics import Topic
from booking_chat.service.errors import described
from booking_chat.service.messaging.continuity import Continuity, Follows, LogFacts, Rewind, Stop
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.records import KafkaUnavailableError

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 10.0
"""A stopped partition is checked again this much later: somebody may have put it right."""
_PAUSE_SECONDS = 1.0

_stopped = Gauge(
    "booking_chat_consumer_partition_stopped",
    "1 while a partition is not consumed until somebody has put right what its log line says",
    ["consumer", "partition"],
)

AssignmentCheck = Callable[[str, int, LogFacts], Awaitable[Continuity]]
"""Given a log's identity, a partition and what Kafka says about it: whether it may be consumed."""


class PartitionControl(Protocol):
    """What a handler may do to the partitions that it is given records of."""

    async def facts(self, partition: int) -> LogFacts: ...
    def follow(self, partition: int, found: Continuity, first: int) -> bool: ...


class PartitionStoppedError(Exception):
    """Partitions stand still until somebody has put something right."""


class Partitions(ConsumerRebalanceListener):  # type: ignore[misc] # untyped
    """Controls the partitions of one subscriber of one topic.

    Each assigned partition is paused until `check` has looked at it. `consumer_of` gives the
    subscriber's consumer, None before it has started.
    """

    def __init__(
        self,
        consumer: str,
        topic: Topic,
        consumer_of: Callable[[], AIOKafkaConsumer | None],
        identity: LogIdentity,
        check: AssignmentCheck,
    ) -> None:
        self._name = consumer
        self._topic = topic
        self._consumer_of = consumer_of
        self._identity = identity
        self._check = check
        self._stopped: dict[int, str] = {}
        self._due: dict[int, float] = {}
        self._checking: asyncio.Task[None] | None = None
        self._was_assigned = False
        self._was_settled = False

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        self._was_assigned = True
        self._consumer().pause(*assigned)
        for place in assigned:
            self._check_later(place.partition, seconds=0)

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Another process has them from now on, and says itself how they stand."""
        for place in revoked:
            self._due.pop(place.partition, None)
            if self._stopped.pop(place.partition, None) is not None:
                _stopped.labels(self._name, place.partition).set(0)

    async def facts(self, partition: int) -> LogFacts:
        place, consumer = self._place(partition), self._consumer()
        starts = await consumer.beginning_offsets([place])
        ends = await consumer.end_offsets([place])
        committed = await consumer.committed(place)
        return LogFacts(committed=committed, start=starts[place], end=ends[place])

    def follow(self, partition: int, found: Continuity, first: int) -> bool:
        """Acts on what was found out about records that begin at `first`; whether to take them."""
        match found:
            case Follows():
                self._go_on(partition)
                return True
            case Rewind():
                self._rewind(partition, found.offset)
                return False
            case Stop():
                self._stop(partition, first, found)
                return False
            case _:
                assert_never(found)

    def look_again(self, partition: int) -> None:
        """Pauses the partition until it was checked anew, as if it had just been assigned."""
        self._pause(partition)
        self._check_later(partition, seconds=0)

    @property
    def running(self) -> bool:
        """Whether the subscriber has started and was not stopped."""
        return self._consumer_of() is not None

    @property
    def settled(self) -> bool:
        """Whether partitions were assigned, and every one of them was checked. Stopped ones are."""
        return self._was_assigned and self._due.keys() <= self._stopped.keys()

    async def check_begun(self) -> None:
        """For readiness: raises PartitionStoppedError until consuming has begun."""
        self._was_settled = self._was_settled or self.settled
        if not self._was_settled:
            raise PartitionStoppedError(f"{self._topic.name} is not consumed yet")

    async def check(self) -> None:
        """For readiness: raises PartitionStoppedError while a partition of ours is stopped."""
        if self._stopped:
            reasons = ", ".join(f"{p}: {reason}" for p, reason in sorted(self._stopped.items()))
            raise PartitionStoppedError(f"{self._topic.name} is stopped at {reasons}")

    def _check_later(self, partition: int, seconds: float) -> None:
        """The partition stays paused until it was checked and may be consumed."""
        self._due[partition] = monotonic() + seconds
        if self._checking is None or self._checking.done():
            self._checking = asyncio.create_task(self._check_what_is_due())

    async def _check_what_is_due(self) -> None:
        while self._due:
            await asyncio.sleep(max(min(self._due.values()) - monotonic(), 0))
            if self._consumer_of() is None:  # stopped meanwhile
                self._due.clear()
                return
            due = [number for number, moment in self._due.items() if moment <= monotonic()]
            try:
                log_identity = await self._identity.now()
                for partition in due:
                    await self._check_one(log_identity, partition)
            except Exception as error:  # noqa: BLE001 - whatever it is, the check is repeated
                log.warning(
                    "partitions wait for their check",
                    consumer=self._name,
                    topic=self._topic.name,
                    partitions=due,
                    error=described(error),
                )
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _check_one(self, log_identity: str, partition: int) -> None:
        facts = await self.facts(partition)
        found = await self._check(log_identity, partition, facts)
        if partition not in self._due:
            return  # taken away meanwhile
        match found:
            case Stop():
                self._say_stopped(partition, facts.committed or facts.start, found)
                self._due[partition] = monotonic() + LOOK_AGAIN_SECONDS
                return
            case Rewind():
                self._rewind(partition, found.offset)
                await self._commit(partition, found.offset)
            case Follows():
                self._go_on(partition)
            case _:
                assert_never(found)
        del self._due[partition]
        self._resume(partition)

    def _rewind(self, partition: int, offset: int) -> None:
        log.warning(
            "partition is read again from an earlier offset",
            consumer=self._name,
            topic=self._topic.name,
            partition=partition,
            offset=offset,
        )
        self._go_on(partition)
        self._seek(partition, offset)

    async def _commit(self, partition: int, offset: int) -> None:
        """Whoever asks Kafka how far the group is must not believe the old answer."""
        place = self._place(partition)
        if place in self._consumer().assignment():
            await self._consumer().commit({place: offset})

    def _stop(self, partition: int, first: int, found: Stop) -> None:
        """Nothing from `first` on is consumed until a later check lets it."""
        self._say_stopped(partition, first, found)
        if self._seek(partition, first):
            self._pause(partition)
            self._check_later(partition, seconds=LOOK_AGAIN_SECONDS)

    def _say_stopped(self, partition: int, offset: int, found: Stop) -> None:
        """Logged once for each reason."""
        if self._stopped.get(partition) != found.reason:
            log.error(
                "partition stopped",
                consumer=self._name,
                topic=self._topic.name,
                partition=partition,
                offset=offset,
                reason=found.reason,
                detail=found.detail,
            )
        self._stopped[partition] = found.reason
        _stopped.labels(self._name, partition).set(1)

    def _go_on(self, partition: int) -> None:
        """Cheap while no partition is stopped."""
        if self._stopped and self._stopped.pop(partition, None) is not None:
            log.info(
                "partition goes on",
                consumer=self._name,
                topic=self._topic.name,
                partition=partition,
            )
            _stopped.labels(self._name, partition).set(0)

    def _seek(self, partition: int, offset: int) -> bool:
        """False when the partition has been taken away meanwhile."""
        try:
            self._consumer().seek(self._place(partition), offset)
        except IllegalStateError:
            return False
        return True

    def _pause(self, partition: int) -> None:
        place = self._place(partition)
        if place in self._consumer().assignment():
            self._consumer().pause(place)

    def _resume(self, partition: int) -> None:
        consumer, place = self._consumer_of(), self._place(partition)
        if consumer is not None and place in consumer.assignment():
            consumer.resume(place)

    def _consumer(self) -> AIOKafkaConsumer:
        consumer = self._consumer_of()
        if consumer is None:
            raise KafkaUnavailableError("the consumer is not started")
        return consumer

    def _place(self, partition: int) -> TopicPartition:
        return TopicPartition(self._topic.name, partition)
