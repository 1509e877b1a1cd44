"""Live events: from Kafka to many connected readers.

Each gateway process reads the events from their end, without a consumer group, and hands
each one to the readers whose channel it belongs to. Nothing is replayed: a reader connects
first and then fetches what it lacks by seq, so nothing can be missed. A reader that does
not keep up is disconnected and resumes the same way.

A large batch is no reason to disconnect anybody: what waits is bounded for all readers
together, by bytes, and an event that many wait for counts once. Whoever takes nothing at all is
disconnected by the server (`service/http/protocol.py`).
"""

import asyncio
from collections import Counter as Counts
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from prometheus_client import Counter, Gauge

from booking_chat.contracts.envelope import Envelope, KafkaRecord, decode
from booking_chat.gateway.live.event import LIVE_CONTRACTS, LiveEvent
from booking_chat.service.http.problems import Problem

log = structlog.get_logger(__name__)

BACKLOG_BYTES = 16 * 1024 * 1024
"""What may wait for the readers of a process, all together."""
EVENT_OVERHEAD_BYTES = 256
WRITE_BYTES = 32 * 1024
RECORDS_BETWEEN_PAUSES = 100
"""In a large batch, so that readers and requests have their turn meanwhile."""
STREAMS_PER_PERSON = 20
RETRY_SECONDS = "10"

_readers = Gauge("booking_chat_live_readers", "Connected readers of live events")
_cut_off = Counter("booking_chat_live_readers_cut_off_total", "Readers that did not keep up")
_backlog_bytes = Gauge("booking_chat_live_backlog_bytes", "Events that wait for live readers")

Test = Callable[[LiveEvent], bool]


@dataclass(eq=False, slots=True)
class Told:
    """An event as it is told: its type and its JSON. All readers of an event share one.

    `waiting` counts the readers that have not taken it yet.
    """

    type: str
    json: bytes
    waiting: int = 0

    @property
    def size(self) -> int:
        return len(self.json) + EVENT_OVERHEAD_BYTES


class Backlog:
    """What waits for at least one reader, in bytes."""

    def __init__(self) -> None:
        self.bytes = 0

    def add(self, told: Told) -> None:
        """One more reader waits to take it."""
        if not told.waiting:
            self.bytes += told.size
            _backlog_bytes.inc(told.size)
        told.waiting += 1

    def take(self, told: Told) -> None:
        """One reader fewer waits to take it."""
        told.waiting -= 1
        if not told.waiting:
            self.bytes -= told.size
            _backlog_bytes.dec(told.size)


class Reader:
    """One connection's events: those that it wants, up to and with the first that is the last."""

    def __init__(self, backlog: Backlog, wanted: Test, last: Test) -> None:
        self._backlog = backlog
        self._wanted = wanted
        self._last = last
        self._queue: deque[Told] = deque()
        self._news = asyncio.Event()
        self._complete = False
        self.waiting_bytes = 0

    def offer(self, event: LiveEvent, told: Told) -> None:
        if self._complete:
            return
        if self._wanted(event):
            self._queue.append(told)
            self._backlog.add(told)
            self.waiting_bytes += told.size
        self._complete = self._last(event)
        self._news.set()

    def end(self) -> None:
        """Ends the stream at once, dropping what was not read: it is fetched by seq instead."""
        self._complete = True
        while self._queue:
            self._take()
        self._news.set()

    async def next_events(self) -> list[Told]:
        """Waits for the next events and takes as many as go well into one write; [] at the end."""
        while not (self._queue or self._complete):
            self._news.clear()
            await self._news.wait()
        taken: list[Told] = []
        size = 0
        while self._queue and size < WRITE_BYTES:
            taken.append(self._take())
            size += taken[-1].size
        return taken

    def _take(self) -> Told:
        told = self._queue.popleft()
        self._backlog.take(told)
        self.waiting_bytes -= told.size
        return told


def everything(_: LiveEvent) -> bool:
    return True


def nothing(_: LiveEvent) -> bool:
    return False


class LiveHub:
    """Hands events to readers by channel.

    `channels_of` names the channels of an event, `observe` hears of every event first.
    `streams_per_person` is how many readers one person may have at a time; past `backlog_bytes`
    of waiting events the readers that are furthest behind are cut off.
    """

    def __init__(
        self,
        channels_of: Callable[[LiveEvent], Sequence[str]],
        observe: Callable[[LiveEvent], None],
        *,
        streams_per_person: int = STREAMS_PER_PERSON,
        backlog_bytes: int = BACKLOG_BYTES,
    ) -> None:
        self._channels_of = channels_of
        self._observe = observe
        self._streams_per_person = streams_per_person
        self._most_bytes = backlog_bytes
        self._backlog = Backlog()
        self._readers: defaultdict[str, set[Reader]] = defaultdict(set)
        self._streams_of: Counts[str] = Counts()
        self._ended = False

    @contextmanager
    def reader(
        self,
        *channels: str,
        person: str,
        seconds: float,
        wanted: Test = everything,
        last: Test = nothing,
    ) -> Iterator[Reader]:
        """A reader of these channels for as long as the context lasts.

        After `seconds`, when its right to read is over, it is ended. Raises Problem 429 if the
        person has as many as there may be.
        """
        reader = Reader(self._backlog, wanted, last)
        with self._counted(person):
            if self._ended:
                reader.end()
            expiry = asyncio.get_running_loop().call_later(seconds, reader.end)
            for channel in channels:
                self._readers[channel].add(reader)
            try:
                yield reader
            finally:
                expiry.cancel()
                reader.end()
                for channel in channels:
                    self._readers[channel].discard(reader)
                    if not self._readers[channel]:
                        del self._readers[channel]

    @contextmanager
    def _counted(self, person: str) -> Iterator[None]:
        if self._streams_of[person] >= self._streams_per_person:
            raise _too_many_streams(self._streams_per_person)
        self._streams_of[person] += 1
        _readers.inc()
        try:
            yield
        finally:
            _readers.dec()
            self._streams_of[person] -= 1
            if not self._streams_of[person]:
                del self._streams_of[person]

    def publish(self, event: LiveEvent) -> None:
        self._observe(event)
        told: Told | None = None
        for channel in self._channels_of(event):
            for reader in self._readers.get(channel, ()):
                told = told or Told(event.type, event.data.to_json())
                reader.offer(event, told)
        while self._backlog.bytes > self._most_bytes:
            self._cut_off_slowest()

    def _cut_off_slowest(self) -> None:
        every_reader = (reader for readers in self._readers.values() for reader in readers)
        max(every_reader, key=lambda reader: reader.waiting_bytes).end()
        _cut_off.inc()

    async def handle(self, records: Sequence[KafkaRecord]) -> None:
        """Takes a batch from Kafka and passes over what cannot be read.

        The consumers with a group set that aside; one copy in the dead letters is enough.
        """
        for number, record in enumerate(records, start=1):
            decoded = decode(record, LIVE_CONTRACTS)
            if isinstance(decoded, Envelope):
                self.publish(decoded)
            if number % RECORDS_BETWEEN_PAUSES == 0:
                await asyncio.sleep(0)

    def end(self) -> None:
        """Ends every stream, and those that come now, so that a stop has nothing to wait for."""
        self._ended = True
        for readers in self._readers.values():
            for reader in readers:
                reader.end()


def _too_many_streams(most: int) -> Problem:
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-streams",
        "You follow live events in too many places.",
        f"There may be {most} at a time. Close a page that you do not need.",
        headers={"Retry-After": RETRY_SECONDS},
    )
