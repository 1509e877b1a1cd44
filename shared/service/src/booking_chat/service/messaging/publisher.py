"""Publishing with aiokafka's own producer.

FastStream's way costs a middleware stack a record and offers nothing here in return
(docs/adr/0003).
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, OutOfOrderSequenceNumber
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_fixed

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.errors import described
from booking_chat.service.messaging.connection import kafka_connection
from booking_chat.service.messaging.records import KafkaUnavailableError, partition_of
from booking_chat.service.retries import error_of
from booking_chat.service.tasks import end

log = structlog.get_logger(__name__)

PUBLISH_TIMEOUT_SECONDS = 5.0
RENEWAL_PAUSE_SECONDS = 1.0
STOP_SECONDS = 5.0
MAX_BATCH_BYTES = 256 * 1024
MAX_REQUEST_BYTES = 2 * 1024 * 1024


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
            **kafka_connection(self._config).client_settings(),
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
        retrying = AsyncRetrying(
            retry=retry_if_exception_type((KafkaError, OSError)),
            wait=wait_fixed(RENEWAL_PAUSE_SECONDS),
            before_sleep=_say_that_renewal_waits,
        )
        await retrying(self.start)
        await _stop(lost)


def _say_that_renewal_waits(state: RetryCallState) -> None:
    log.warning("the other producer waits", error=described(error_of(state)))


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
