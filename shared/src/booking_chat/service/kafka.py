"""Kafka for every service: how to produce, how to consume, and what the settings are.

FastStream consumes in batches; aiokafka's own producer publishes, because FastStream's way
costs a middleware stack a record and offers nothing here in return (docs/adr/0003).
"""

import asyncio
import signal
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, OutOfOrderSequenceNumber
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaMessage

from booking_chat.envelope import KafkaRecord, OutgoingRecord
from booking_chat.service.config import ServiceConfig
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
MAX_BATCH_BYTES = 256 * 1024
MAX_RECORD_BYTES = 2 * 1024 * 1024
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


class KafkaUnavailableError(Exception):
    """Kafka has not acknowledged in time. The record may still arrive: send the same again."""


class Publisher:
    """An idempotent producer whose `acks=all` answer is awaited."""

    def __init__(self, config: ServiceConfig, client_id: str) -> None:
        self._config = config
        self._client_id = client_id
        self._producer: AIOKafkaProducer | None = None

    async def start(self) -> None:
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._config.kafka_bootstrap,
            client_id=self._client_id,
            acks="all",
            enable_idempotence=self._config.kafka_idempotence,
            max_batch_size=MAX_BATCH_BYTES,
            max_request_size=MAX_RECORD_BYTES,
        )
        await self._producer.start()

    async def stop(self) -> None:
        if self._producer is not None:
            await self._producer.stop()

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
        if self._producer is None:
            raise KafkaUnavailableError("the publisher is not started")
        try:
            async with asyncio.timeout(timeout):
                pending = await _send_all(self._producer, topic, records)
                await asyncio.gather(*pending)
        except OutOfOrderSequenceNumber as error:
            # The producer cannot get over this one: only a new process has new sequences.
            log.critical("the producer lost its sequence, ending the process")
            signal.raise_signal(signal.SIGTERM)
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
                    topic.name, key=record.key, value=record.value, headers=record.headers
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


class GroupProgress:
    """How far consumer groups are behind the ends of their topics, as Kafka itself says."""

    def __init__(self, config: ServiceConfig, client_id: str) -> None:
        self._config = config
        self._client_id = client_id
        self._consumer: AIOKafkaConsumer | None = None
        self._admin: AIOKafkaAdminClient | None = None

    async def start(self) -> None:
        servers, client_id = self._config.kafka_bootstrap, f"{self._client_id}-progress"
        self._consumer = AIOKafkaConsumer(bootstrap_servers=servers, client_id=client_id)
        self._admin = AIOKafkaAdminClient(bootstrap_servers=servers, client_id=client_id)
        await self._consumer.start()
        await self._admin.start()

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


def make_broker(config: ServiceConfig, client_id: str) -> KafkaBroker:
    """A FastStream broker for consuming; nothing connects before it is started."""
    return KafkaBroker(
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
    start_at: Literal["earliest", "latest"] = "earliest",
) -> Any:
    """Gives `handle` batches of raw records; offsets are committed after it returns.

    An error in `handle` rewinds to the start of the batch: nothing is skipped. Without a
    group every process reads everything, and nothing is committed.
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
        parser=_never_raising_parser,
        decoder=_raw_records,
    )

    async def consume(records: Any) -> None:
        await handle(records)

    subscriber(consume)
    return subscriber
