"""A consumer that no record stops: one that aiokafka cannot parse comes as an empty one.

aiokafka decodes the names of headers while it hands out a fetched batch. A name that is not UTF-8
raises out of `getmany`; records of other partitions that were handed out in the same call would be
lost with it, and the same record would raise again for ever. Here the positions go back to what was
really returned, and the record comes without key, body and headers: every handler sets such a one
aside, with its place. The dead letter lacks its bytes, which stay in their topic. What its producer
put behind it into the same batch cannot be parsed either, and is set aside in the same way; other
producers have batches of their own.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.abc import AbstractTokenProvider
from faststream.kafka import KafkaBroker

from booking_chat.service.errors import described

log = structlog.get_logger(__name__)

WAIT_MS = 500
"""How long a consumer of a broker waits for records before it asks again. Records end the wait."""
_REFETCH_MS = 5_000
_NO_TIMESTAMP = -1
_CREATE_TIME = 0


class Linger:
    """How long to wait for more records: not at all when idle, `seconds` at most under load.

    Under load is whatever comes sooner than `seconds` after what was returned before. Pure.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last: float | None = None

    def seconds_after(self, count: int, max_records: int | None, now: float) -> float:
        """The wait after so many records came at `now`; a full batch does not wait."""
        is_full = max_records is not None and count >= max_records
        is_busy = self._last is not None and now - self._last < self._seconds
        pause = self._seconds if is_busy and not is_full else 0.0
        self._last = now + pause
        return pause


class RecordConsumer(AIOKafkaConsumer):  # type: ignore[misc] # untyped
    """Reads like `AIOKafkaConsumer`.

    `getmany` waits for records at least `least_wait_ms`, whatever it is asked for: FastStream asks
    for a few milliseconds and sleeps as long again, so an idle consumer would poll all the time.
    Under load it waits up to `linger_ms` more, so that a batch is worth its round trips.
    """

    def __init__(
        self, *topics: str, least_wait_ms: int = 0, linger_ms: int = 0, **settings: Any
    ) -> None:
        super().__init__(*topics, **settings)
        self._least_wait_ms = least_wait_ms
        self._linger = Linger(linger_ms / 1000)
        self._returned: dict[TopicPartition, int] = {}
        self._assigned_when_returned: object = None

    async def getmany(
        self,
        *partitions: TopicPartition,
        timeout_ms: float = 0,
        max_records: int | None = None,
    ) -> dict[TopicPartition, list[Any]]:
        found = await self._some(partitions, max(timeout_ms, self._least_wait_ms), max_records)
        count = sum(map(len, found.values()))
        if count and (pause := self._linger.seconds_after(count, max_records, monotonic())):
            await asyncio.sleep(pause)
            room = None if max_records is None else max_records - count
            for place, records in (await self._some(partitions, 0, room)).items():
                found.setdefault(place, []).extend(records)
        return found

    async def _some(
        self, partitions: tuple[TopicPartition, ...], timeout_ms: float, max_records: int | None
    ) -> dict[TopicPartition, list[Any]]:
        try:
            found: dict[TopicPartition, list[Any]] = await super().getmany(
                *partitions, timeout_ms=timeout_ms, max_records=max_records
            )
        except UnicodeDecodeError as error:
            found = await self._around_unreadable(error)
        self._remember(found)
        return found

    def seek(self, partition: TopicPartition, offset: int) -> None:
        super().seek(partition, offset)
        self._returned[partition] = offset

    def _remember(self, found: dict[TopicPartition, list[Any]]) -> None:
        assignment = self._subscription.subscription and self._subscription.subscription.assignment
        if assignment is not self._assigned_when_returned:
            self._assigned_when_returned = assignment
            self._returned.clear()
        for place, records in found.items():
            self._returned[place] = records[-1].offset + 1

    async def _around_unreadable(
        self, error: UnicodeDecodeError
    ) -> dict[TopicPartition, list[Any]]:
        """The records before the one that cannot be parsed, or that one emptied."""
        broken = self._broken_offsets()
        if not broken:
            raise error
        await self._take_back_positions()
        found: dict[TopicPartition, list[Any]] = {}
        for place, offset in broken.items():
            before = await self.position(place)
            if before < offset:
                # They are fetched again, and no further than to the one before it.
                super().seek(place, before)
                found |= await super().getmany(
                    place, timeout_ms=_REFETCH_MS, max_records=offset - before
                )
            else:
                log.error(
                    "record cannot be parsed",
                    topic=place.topic,
                    partition=place.partition,
                    offset=offset,
                    error=described(error),
                )
                super().seek(place, offset + 1)
                found[place] = [_emptied(place, offset)]
        return found

    def _broken_offsets(self) -> dict[TopicPartition, int]:
        """Where handing out fetched records has ended with an error: the offset that is next."""
        broken = {}
        for place, result in self._fetcher._records.items():  # noqa: SLF001 - aiokafka tells nobody
            records = getattr(result, "_partition_records", None)
            unpacking = getattr(records, "_records_iterator", None)
            if records is not None and unpacking is not None and unpacking.gi_frame is None:
                broken[place] = records.next_fetch_offset
        return broken

    async def _take_back_positions(self) -> None:
        """What was handed out in the call that raised was returned to nobody."""
        for place in self.assignment():
            returned = self._returned.get(place)
            if returned is None:
                committed = await self.committed(place) if self._group_id else None
                returned = committed if committed is not None else await self._start_of(place)
            if returned < await self.position(place):
                super().seek(place, returned)

    async def _start_of(self, place: TopicPartition) -> int:
        starts: dict[TopicPartition, int] = await self.beginning_offsets([place])
        return starts[place]


class RecordBroker(KafkaBroker):
    """A FastStream broker whose consumers are `RecordConsumer`s that wait for records."""

    def __init__(
        self,
        *args: Any,
        linger_ms: int = 0,
        token_provider: Callable[[], AbstractTokenProvider] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self._linger_ms = linger_ms
        self._token_provider = token_provider

    async def _connect(self) -> Callable[..., AIOKafkaConsumer]:
        builder = await super()._connect()
        assert isinstance(builder, partial)  # noqa: S101 - FastStream makes it one
        settings = self.config.broker_config
        keywords = dict(builder.keywords)
        if self._token_provider is not None:
            # FastStream's security object for OAUTHBEARER has no place for it.
            keywords["sasl_oauth_token_provider"] = self._token_provider()
        settings.builder = partial(
            RecordConsumer, least_wait_ms=WAIT_MS, linger_ms=self._linger_ms, **keywords
        )
        return settings.builder


def _emptied(place: TopicPartition, offset: int) -> Any:
    return ConsumerRecord(
        topic=place.topic,
        partition=place.partition,
        offset=offset,
        timestamp=_NO_TIMESTAMP,
        timestamp_type=_CREATE_TIME,
        key=None,
        value=None,
        checksum=None,
        serialized_key_size=-1,
        serialized_value_size=-1,
        headers=(),
    )
