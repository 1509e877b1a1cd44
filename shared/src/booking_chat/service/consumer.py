"""Consuming without losing: poison is set aside, everything else waits until it works."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from prometheus_client import Counter, Gauge

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.dead_letters import DeadLetterHeader
from booking_chat.envelope import Envelope, OutgoingRecord, Undecodable, decode
from booking_chat.service.kafka import Publisher, Record, RecordsHandler
from booking_chat.topics import DEAD_LETTERS

log = structlog.get_logger(__name__)
Data = TypeVar("Data", bound=KeyedContract)

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0

_dead_lettered = Counter(
    "booking_chat_dead_letters_total", "Records set aside", ["consumer", "reason"]
)
_retries = Counter("booking_chat_batch_retries_total", "Batches that had to wait", ["consumer"])
_blocked = Gauge(
    "booking_chat_consumer_blocked", "1 while a batch waits for something to work", ["consumer"]
)


def growing_pauses() -> Iterator[float]:
    """1, 2, 4 … 30 seconds, then 30 for ever."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def patiently(consumer: str, handle: RecordsHandler) -> RecordsHandler:
    """Waits after a failure, longer each time, before the batch is given again.

    Everything counts as a failure that may pass, even a bug of ours: a batch is never
    skipped, and a consumer that stands still shows in its liveness. The wait is in here
    because the rewind after an error is instant.
    """
    pauses = growing_pauses()

    async def handle_patiently(records: Sequence[Record]) -> None:
        nonlocal pauses
        try:
            await handle(records)
        except Exception as error:
            pause = next(pauses)
            _retries.labels(consumer).inc()
            _blocked.labels(consumer).set(1)
            log.warning("batch waits", consumer=consumer, error=repr(error), pause_seconds=pause)
            await asyncio.sleep(pause)
            raise
        pauses = growing_pauses()
        _blocked.labels(consumer).set(0)

    return handle_patiently


class DeadLetters:
    """Sets aside what cannot be read, whole, with where it came from and why."""

    def __init__(self, publisher: Publisher, consumer: str) -> None:
        self._publisher = publisher
        self._consumer = consumer

    async def bury(self, record: Record, why: Undecodable) -> None:
        """Returns once the record is safe in the dead-letter topic, and raises otherwise."""
        await self._publisher.publish(DEAD_LETTERS, self._letter(record, why))
        _dead_lettered.labels(self._consumer, why.reason).inc()
        log.error(
            "record set aside",
            consumer=self._consumer,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            reason=why.reason,
            detail=why.detail,
        )

    def _letter(self, record: Record, why: Undecodable) -> OutgoingRecord:
        origin = f"{record.topic}/{record.partition}/{record.offset}"
        added = {
            DeadLetterHeader.TOPIC: record.topic.encode(),
            DeadLetterHeader.PARTITION: str(record.partition).encode(),
            DeadLetterHeader.OFFSET: str(record.offset).encode(),
            DeadLetterHeader.CONSUMER: self._consumer.encode(),
            DeadLetterHeader.REASON: why.reason.encode(),
            DeadLetterHeader.DETAIL: why.detail.encode(errors="replace"),
            DeadLetterHeader.NULL_KEY: b"true" if record.key is None else b"false",
        }
        return OutgoingRecord(
            key=record.key if record.key is not None else origin.encode(),
            value=record.value,
            headers=[
                *((name, value) for name, value in record.headers if value is not None),
                # aiokafka takes strings and nothing that is derived from them.
                *((header.value, value) for header, value in added.items()),
            ],
        )


@dataclass(frozen=True, slots=True)
class Delivery(Generic[Data]):
    """A decoded record with where it stands in its log."""

    record: Record
    envelope: Envelope[Data]


def decoding(
    contracts: Mapping[str, type[Data]],
    dead_letters: DeadLetters | None,
    handle: Callable[[Sequence[Delivery[Data]]], Awaitable[None]],
) -> RecordsHandler:
    """Gives `handle` what can be read of a batch.

    Types that are not in `contracts` are passed over: a reader of events is not disturbed by
    one that was added later. `dead_letters` is None for the second consumer of a topic in a
    service: what cannot be read is set aside once.
    """

    async def handle_records(records: Sequence[Record]) -> None:
        deliveries: list[Delivery[Data]] = []
        for record in records:
            decoded = decode(record, contracts)
            if isinstance(decoded, Envelope):
                deliveries.append(Delivery(record, decoded))
            elif decoded.reason != "unknown-type" and dead_letters is not None:
                await dead_letters.bury(record, decoded)
        await handle(deliveries)

    return handle_records
