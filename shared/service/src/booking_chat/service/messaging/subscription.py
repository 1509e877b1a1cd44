"""Consuming in batches with FastStream: a handler gets raw records, and none is skipped."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

import structlog
from aiokafka import ConsumerRebalanceListener, ConsumerRecord
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaMessage

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.topics import Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.record_consumer import RecordBroker
from booking_chat.service.messaging.records import RecordsHandler

log = structlog.get_logger(__name__)

Broker = KafkaBroker
"""What consumes for a service; `make_broker` makes it."""

FETCH_WAIT_MS = 100
"""How long a broker may hold an idle fetch. aiokafka has one fetch a broker in flight, so a
long one keeps partitions waiting that were just emptied, and short ones keep the broker busy:
docs/performance.md has what 5 to 500 ms gave."""
IDLE_SLEEP_MS = 1
"""FastStream sleeps this long after an empty poll, which `RecordConsumer` makes a long one."""
HEARTBEAT_MS = 500
"""A rebalance waits for everybody's next heartbeat: aiokafka's 3 s would be felt."""
SESSION_MS = 6_000
"""The shortest that Kafka takes: so long do the partitions of a killed process wait for another."""
UNKNOWN_PARTITION_PAUSE_SECONDS = 10.0
"""How long a batch with a record from a partition that nobody should write waits."""


class UnknownPartitionError(Exception):
    """A record stands in a partition that its topic is not meant to have."""


def make_broker(config: ServiceConfig, client_id: str, *, linger_ms: int = 0) -> Broker:
    """A FastStream broker for consuming; nothing connects before it is started.

    Under load its consumers wait up to `linger_ms` for more records than have come.
    """
    kafka = kafka_connection(config)
    return RecordBroker(
        # FastStream, unlike aiokafka, does not take several brokers apart.
        kafka.servers,
        security=kafka.security,
        token_provider=kafka.token_provider,
        client_id=client_id,
        linger_ms=linger_ms,
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
    broker: Broker,
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
        batch_timeout_ms=IDLE_SLEEP_MS,
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
