"""Kafka for every service: how to produce, how to consume, and what the settings are.

FastStream consumes in batches; aiokafka's own producer publishes, because FastStream's way
costs a middleware stack a record and offers nothing here in return (docs/adr/0003).
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Literal, Protocol

import structlog
from aiokafka import AIOKafkaProducer, ConsumerRebalanceListener, ConsumerRecord
from aiokafka.errors import KafkaError, OutOfOrderSequenceNumber
from aiokafka.partitioner import murmur2
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaMessage

from booking_chat.envelope import KafkaRecord, OutgoingRecord
from booking_chat.service.config import ServiceConfig
from booking_chat.service.record_consumer import RecordBroker
from booking_chat.service.tasks import end
from booking_chat.topics import Topic

log = structlog.get_logger(__name__)


class Record(KafkaRecord, Protocol):
    """A consumed record with its place in its log."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def timestamp_type(self) -> int: ...


RecordsHandler = Callable[[Sequence[Record]], Awaitable[None]]

PUBLISH_TIMEOUT_SECONDS = 5.0
RENEWAL_PAUSE_SECONDS = 1.0
STOP_SECONDS = 5.0
MAX_BATCH_BYTES = 256 * 1024
MAX_REQUEST_BYTES = 2 * 1024 * 1024
FETCH_WAIT_MS = 100
"""How long a broker may hold an idle fetch. aiokafka has one fetch a broker in flight, so a
long one keeps partitions waiting that were just emptied, and short ones keep the broker busy:
docs/performance.md has what 5 to 500 ms gave."""
IDLE_POLL_MS = 4
"""FastStream sleeps this long again after an empty poll: the price of a message's first hop."""
HEARTBEAT_MS = 500
"""A rebalance waits for everybody's next heartbeat: aiokafka's 3 s would be felt."""
SESSION_MS = 6_000
"""The shortest that Kafka takes: so long do the partitions of a killed process wait for another."""


UNKNOWN_PARTITION_PAUSE_SECONDS = 10.0
"""How long a batch with a record from a partition that nobody should write waits."""


class UnknownPartitionError(Exception):
    """A record stands in a partition that its topic is not meant to have."""


class KafkaUnavailableError(Exception):
    """Kafka has not acknowledged in time. The record may still arrive: send the same again."""


KAFKA_AWAY = (KafkaError, KafkaUnavailableError)
"""What is raised while Kafka cannot do what it is asked for."""


class Publisher:
    """An idempotent producer whose `acks=all` answer is awaited.

    A producer that lost its sequence can send nothing any more: another one takes its place.
    """

    def __init__(self, config: ServiceConfig, client_id: str) -> None:
        self._config = config
        self._client_id = client_id
        self._producer: AIOKafkaProducer | None = None
        self._renewal: asyncio.Task[None] | None = None

    async def start(self) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._config.kafka_bootstrap,
            client_id=self._client_id,
            acks="all",
            enable_idempotence=self._config.kafka_idempotence,
            max_batch_size=MAX_BATCH_BYTES,
            max_request_size=MAX_REQUEST_BYTES,
        )
        await producer.start()
        self._producer = producer

    async def stop(self) -> None:
        await end(self._renewal)
        if self._producer is not None:
            await _stop(self._producer)

    async def publish(
        self, topic: Topic, record: OutgoingRecord, partition: int | None = None
    ) -> None:
        """Returns once all in-sync replicas have the record.

        Raises KafkaUnavailableError when they have not said so within 5 s.
        """
        await self.publish_all(topic, [(record, partition)])

    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[tuple[OutgoingRecord, int | None]],
        timeout: float = PUBLISH_TIMEOUT_SECONDS,  # noqa: ASYNC109 - the caller's patience differs
    ) -> None:
        """Publishes in the given order; a record goes to its partition, or its key's if None.

        Name the partitions of all records or of none: those without go first.
        """
        producer = self._producer
        if producer is None:
            raise KafkaUnavailableError("the publisher is not started")
        try:
            async with asyncio.timeout(timeout):
                pending = await _send_all(producer, topic, records)
                await asyncio.gather(*pending)
        except OutOfOrderSequenceNumber as error:
            # All who were publishing come here; the first to come has the producer replaced.
            if self._producer is producer:
                self._producer = None
                self._renewal = asyncio.create_task(self._renew(producer))
            raise KafkaUnavailableError(str(error)) from error
        except (KafkaError, TimeoutError) as error:
            raise KafkaUnavailableError(str(error) or "no answer in time") from error

    async def check(self) -> None:
        """For readiness: raises unless the cluster answers."""
        if self._producer is None:
            raise KafkaUnavailableError("the publisher is not started")
        try:
            await self._producer.client.fetch_all_metadata()
        except KafkaError as error:
            raise KafkaUnavailableError(str(error)) from error

    async def _renew(self, lost: AIOKafkaProducer) -> None:
        """Until it is through, whoever publishes hears that Kafka is away, and tries again."""
        log.warning("the producer lost its sequence, another one takes its place")
        while self._producer is None:
            try:
                await self.start()
            except (KafkaError, OSError) as error:
                log.warning("the other producer waits", error=repr(error))
                await asyncio.sleep(RENEWAL_PAUSE_SECONDS)
        await _stop(lost)


async def _stop(producer: AIOKafkaProducer) -> None:
    """By itself it would wait for its brokers for ever.

    Whoever sent what is still in it has no answer, and sends the same again.
    """
    with suppress(TimeoutError):
        await asyncio.wait_for(producer.stop(), STOP_SECONDS)


async def _send_all(
    producer: AIOKafkaProducer,
    topic: Topic,
    records: Sequence[tuple[OutgoingRecord, int | None]],
) -> list[asyncio.Future[Any]]:
    """Hands over all records; what comes back is to be awaited for their acknowledgement.

    Those that name their partition go as whole batches, for less than half of the cost of
    one by one.
    """
    pending, by_partition = [], defaultdict(list)
    for record, partition in records:
        if partition is None:
            pending.append(
                await producer.send(
                    topic.name,
                    key=record.key,
                    value=record.value,
                    headers=record.headers,
                    partition=None if record.key is None else partition_of(topic, record.key),
                )
            )
        else:
            by_partition[partition].append(record)
    for partition, of_partition in by_partition.items():
        pending += [
            await producer.send_batch(batch, topic.name, partition=partition)
            for batch in _batches(producer, of_partition)
        ]
    return pending


def _batches(producer: AIOKafkaProducer, records: Sequence[OutgoingRecord]) -> Iterator[Any]:
    """The records in order, in as few of aiokafka's batches as hold them."""
    batch = producer.create_batch()
    for record in records:
        fields = {"key": record.key, "value": record.value, "headers": record.headers}
        if batch.append(timestamp=None, **fields) is None:
            yield batch
            batch = producer.create_batch()
            batch.append(timestamp=None, **fields)
    batch.close()
    yield batch


def partition_of(topic: Topic, key: bytes) -> int:
    """The partition of a key: that of Kafka's own clients, by the count in `topics.py`.

    Not by the count that Kafka says: partitions that somebody adds would move keys, and the
    records of one booking would lose their order.
    """
    hashed: int = murmur2(key)
    return (hashed & 0x7FFFFFFF) % topic.partitions


def make_broker(config: ServiceConfig, client_id: str) -> KafkaBroker:
    """A FastStream broker for consuming; nothing connects before it is started."""
    return RecordBroker(
        # FastStream, unlike aiokafka, does not take several brokers apart.
        config.kafka_bootstrap.split(","),
        client_id=client_id,
        consumer_only=True,
        allow_auto_create_topics=False,
        graceful_timeout=20,
        apply_types=False,
        logger=None,
    )


async def _never_raising_parser(
    records: tuple[Any, ...],
    original: Callable[[tuple[Any, ...]], Awaitable[KafkaMessage]],
) -> KafkaMessage:
    """Keeps FastStream from reading headers.

    Its own parser raises on a null or non-UTF-8 one, and the batch would be skipped in silence.
    """
    first = records[0]
    message = await original((_without_headers(first),))
    message.raw_message = records
    return message


def _without_headers(record: Record) -> Any:
    return ConsumerRecord(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp=record.timestamp,
        timestamp_type=record.timestamp_type,
        key=None,
        value=b"",
        checksum=None,
        serialized_key_size=0,
        serialized_value_size=0,
        headers=(),
    )


async def _raw_records(message: KafkaMessage) -> Any:
    return message.raw_message


def subscribe(
    broker: KafkaBroker,
    topics: Sequence[Topic],
    handle: RecordsHandler,
    *,
    group_id: str | None,
    max_records: int = 500,
    listener: ConsumerRebalanceListener | None = None,
    start_at: Literal["earliest", "latest"] = "earliest",
) -> Any:
    """Gives `handle` batches of raw records; offsets are committed after it returns.

    An error in `handle` rewinds to the start of the batch: nothing is skipped. So does a record
    from a partition that its topic is not meant to have. Without a group every process reads
    everything, and nothing is committed.
    Returns FastStream's subscriber; its `consumer` is there once the broker has started.
    """
    subscriber = broker.subscriber(
        *(topic.name for topic in topics),
        batch=True,
        group_id=group_id,
        auto_offset_reset=start_at,
        ack_policy=AckPolicy.NACK_ON_ERROR if group_id else AckPolicy.ACK_FIRST,
        no_reply=True,
        max_records=max_records,
        batch_timeout_ms=IDLE_POLL_MS,
        fetch_max_wait_ms=FETCH_WAIT_MS,
        heartbeat_interval_ms=HEARTBEAT_MS,
        session_timeout_ms=SESSION_MS,
        listener=listener,
        parser=_never_raising_parser,
        decoder=_raw_records,
    )

    async def consume(records: Any) -> None:
        if group_id:
            await _refuse_unknown_partitions(topics, records)
        await handle(records)

    subscriber(consume)
    return subscriber


async def _refuse_unknown_partitions(topics: Sequence[Topic], records: Sequence[Record]) -> None:
    """Waits and raises UnknownPartitionError: such a batch is not handled and not committed.

    Somebody wrote by another count of partitions, so what came before and after a record is not
    known any more.
    """
    partitions = {topic.name: topic.partitions for topic in topics}
    unknown = next((r for r in records if r.partition >= partitions[r.topic]), None)
    if unknown is not None:
        place = f"{unknown.topic}/{unknown.partition}/{unknown.offset}"
        log.error("a record stands in a partition that its topic should not have", place=place)
        await asyncio.sleep(UNKNOWN_PARTITION_PAUSE_SECONDS)
        raise UnknownPartitionError(place)
