"""Consuming without losing: poison is set aside, everything else waits until it works."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

import structlog
from prometheus_client import Counter, Gauge

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.dead_letters import DeadLetterHeader
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, Undecodable, decode
from booking_chat.contracts.topics import DEAD_LETTERS
from booking_chat.service.errors import described
from booking_chat.service.messaging.failures import ConsumerStoppedError
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import RecordsHandler
from booking_chat.service.retries import growing_pauses

log = structlog.get_logger(__name__)
Data = TypeVar("Data", bound=KeyedContract)

TRACE_EVERY_SECONDS = 300.0
"""A failure that repeats itself is logged with its traceback that often, else on one line."""
DEAD_LETTERS_PER_HOUR = 1_000
HOUR_SECONDS = 3600.0

_dead_lettered = Counter(
    "booking_chat_dead_letters_total", "Records set aside", ["consumer", "reason"]
)
_retries = Counter("booking_chat_batch_retries_total", "Batches that had to wait", ["consumer"])
_blocked = Gauge(
    "booking_chat_consumer_blocked", "1 while a batch waits for something to work", ["consumer"]
)
_stopped = Gauge(
    "booking_chat_consumer_stopped",
    "1 while a limit on parked or dead-lettered records keeps the consumer from going on",
    ["consumer"],
)


def with_backoff(
    consumer: str,
    handle: RecordsHandler,
    clock: Callable[[], float] = monotonic,
    pauses: Callable[[], Iterator[float]] = growing_pauses,
) -> RecordsHandler:
    """Waits after a failure, longer each time, before the batch is given again.

    What gets here may pass: an engine is away, or a limit is reached. A batch is never skipped,
    and a consumer that stands still shows in its liveness. The wait is in here because the rewind
    after an error is instant.
    """
    waits = pauses()
    failures = _Failures(consumer, clock)

    async def handle_with_backoff(records: Sequence[Record]) -> None:
        nonlocal waits
        try:
            await handle(records)
        except Exception as error:
            pause = next(waits)
            _retries.labels(consumer).inc()
            _blocked.labels(consumer).set(1)
            _stopped.labels(consumer).set(isinstance(error, ConsumerStoppedError))
            failures.say(error, records, pause)
            await asyncio.sleep(pause)
            raise
        waits = pauses()
        failures.forget()
        _blocked.labels(consumer).set(0)
        _stopped.labels(consumer).set(0)

    return handle_with_backoff


class _Failures:
    """Says why a batch waits, without repeating the same traceback with each attempt."""

    def __init__(self, consumer: str, clock: Callable[[], float]) -> None:
        self._consumer = consumer
        self._clock = clock
        self.forget()

    def forget(self) -> None:
        self._said = ""
        self._said_at = -TRACE_EVERY_SECONDS

    def say(self, error: Exception, records: Sequence[Record], pause: float) -> None:
        now, text = self._clock(), described(error)
        is_new = text != self._said or now - self._said_at >= TRACE_EVERY_SECONDS
        if is_new:
            self._said, self._said_at = text, now
        elif isinstance(error, ConsumerStoppedError):
            return
        level = log.error if isinstance(error, ConsumerStoppedError) else log.warning
        level(
            "batch waits",
            consumer=self._consumer,
            error=text,
            records=_places(records),
            pause_seconds=pause,
            exc_info=error if is_new else None,
        )


def _places(records: Sequence[Record]) -> list[str]:
    """Where a batch stands: `topic/partition/first-last` for each partition."""
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    for record in records:
        place = (record.topic, record.partition)
        first, last = spans.get(place, (record.offset, record.offset))
        spans[place] = (min(first, record.offset), max(last, record.offset))
    return [f"{topic}/{p}/{first}-{last}" for (topic, p), (first, last) in spans.items()]


class DeadLetterQueue:
    """Sets aside what cannot be read, whole, with where it came from and why.

    `per_hour` limits how many, so that a bad release does not set aside a day's records.
    """

    def __init__(
        self,
        publisher: Publisher,
        consumer: str,
        *,
        per_hour: int = DEAD_LETTERS_PER_HOUR,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._publisher = publisher
        self._consumer = consumer
        self._per_hour = per_hour
        self._clock = clock
        self._times: deque[float] = deque()
        self._places: OrderedDict[tuple[str, int, int, int], None] = OrderedDict()

    async def send(self, record: Record, why: Undecodable) -> None:
        """Returns once the record is safe in the dead-letter topic, and raises otherwise.

        One that this process has set aside before, in a batch that comes again, is safe already.
        Raises ConsumerStoppedError past the limit of an hour.
        """
        place = (record.topic, record.partition, record.offset, hash((record.key, record.value)))
        if place in self._places:
            return
        self._check_limit()
        await self._publisher.publish(DEAD_LETTERS, self._letter(record, why))
        self._note(place)
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

    def _check_limit(self) -> None:
        now = self._clock()
        while self._times and now - self._times[0] >= HOUR_SECONDS:
            self._times.popleft()
        if len(self._times) >= self._per_hour:
            raise ConsumerStoppedError(
                f"{self._consumer} stands still: {self._per_hour} records were set aside within an "
                "hour, which looks like a fault of this release or of whoever writes them. Look at "
                "`booking-chat dead-letters list`, put right what is wrong, or raise "
                "BOOKING_CHAT_MAX_DEAD_LETTERS_PER_HOUR and restart"
            )

    def _note(self, place: tuple[str, int, int, int]) -> None:
        self._times.append(self._clock())
        self._places[place] = None
        while len(self._places) > 10 * self._per_hour:
            self._places.popitem(last=False)

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
    dead_letters: DeadLetterQueue | None,
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
                await dead_letters.send(record, decoded)
        await handle(deliveries)

    return handle_records
