"""Logs read from offset to offset, outside of any consumer group: nothing is committed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_fixed

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.topics import Topic
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.continuity import LogFacts
from booking_chat.service.messaging.log_identity import log_identity
from booking_chat.service.messaging.record_consumer import RecordConsumer
from booking_chat.service.messaging.records import KafkaUnavailableError

_POLL_MS = 500
_FETCH_WAIT_MS = 10
"""At the end of one partition's span the next one waits for the fetch that is still out."""
_COORDINATOR_POLL_SECONDS = 0.2
_PATIENCE_SECONDS = 30.0
_MAX_RECORDS = 1_000


@dataclass(frozen=True, slots=True)
class Span:
    """A partition's records: from `start` up to but not including `end`."""

    start: int
    end: int


class LogReader:
    """Reads one partition at a time; as a context it is connected."""

    def __init__(self, kafka: KafkaConnection) -> None:
        self._kafka = kafka
        self._consumer = RecordConsumer(
            **kafka.client_settings(),
            client_id="log-reader",
            auto_offset_reset="earliest",
            fetch_max_wait_ms=_FETCH_WAIT_MS,
        )

    async def __aenter__(self) -> Self:
        try:
            await self._consumer.start()
        except BaseException:
            await self._consumer.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def identity(self, topic: Topic) -> str:
        """The identity of a topic's log. Raises KafkaUnavailableError without the topic."""
        try:
            return await log_identity(self._kafka, topic)
        except LookupError as error:
            raise KafkaUnavailableError(str(error)) from error

    async def spans(self, topic: Topic) -> dict[int, Span]:
        """Where each partition begins and ends right now."""
        await self.identity(topic)
        places = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        starts = await self._consumer.beginning_offsets(places)
        ends = await self._consumer.end_offsets(places)
        return {place.partition: Span(starts[place], ends[place]) for place in places}

    async def committed(self, group: str, topic: Topic) -> dict[int, int]:
        """The offsets that a group has committed, by partition."""
        admin = AIOKafkaAdminClient(**self._kafka.client_settings(), client_id="log-reader")
        await admin.start()
        try:
            offsets = await _once_coordinated(admin, group)
        finally:
            await admin.close()
        return {
            place.partition: position.offset
            for place, position in offsets.items()
            if place.topic == topic.name and position.offset >= 0
        }

    async def facts(self, group: str, topic: Topic) -> dict[int, LogFacts]:
        """What Kafka says about each partition and this group."""
        committed = await self.committed(group, topic)
        return {
            partition: LogFacts(committed.get(partition), span.start, span.end)
            for partition, span in (await self.spans(topic)).items()
        }

    async def members(self, group: str) -> int:
        """How many consumers are in a group right now."""
        admin = AIOKafkaAdminClient(**self._kafka.client_settings(), client_id="log-reader")
        await admin.start()
        try:
            await _once_coordinated(admin, group)
            (response,) = await admin.describe_consumer_groups([group])
        finally:
            await admin.close()
        ((_, _, _, _, _, members, *_),) = response.groups
        return len(members)

    async def read(
        self, topic: Topic, partition: int, span: Span
    ) -> AsyncIterator[Sequence[Record]]:
        """The records of a span in batches; one read at a time.

        Raises KafkaUnavailableError when nothing comes for 30 s.
        """
        if span.start >= span.end:
            return
        place = TopicPartition(topic.name, partition)
        self._consumer.assign([place])
        self._consumer.seek(place, span.start)
        while await self._consumer.position(place) < span.end:
            records = await self._next(place)
            yield [record for record in records if record.offset < span.end]

    async def _next(self, place: TopicPartition) -> Sequence[Record]:
        before = await self._consumer.position(place)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while True:
                    batches = await self._consumer.getmany(
                        timeout_ms=_POLL_MS, max_records=_MAX_RECORDS
                    )
                    records: Sequence[Record] = batches.get(place, [])
                    if records or await self._consumer.position(place) > before:
                        return records
        except TimeoutError as error:
            raise KafkaUnavailableError(f"{place} gives nothing past {before}") from error


async def _once_coordinated(admin: AIOKafkaAdminClient, group: str) -> dict[TopicPartition, Any]:
    """A cluster that has never had a group makes its offsets topic at the first question."""
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(GroupCoordinatorNotAvailableError),
        stop=stop_after_delay(_PATIENCE_SECONDS),
        wait=wait_fixed(_COORDINATOR_POLL_SECONDS),
        reraise=True,
    )
    try:
        offsets: dict[TopicPartition, Any] = await retrying(
            admin.list_consumer_group_offsets, group
        )
    except GroupCoordinatorNotAvailableError as error:
        raise KafkaUnavailableError(f"nobody coordinates the group {group}") from error
    return offsets
