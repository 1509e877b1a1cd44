"""Live events: from Kafka to many connected readers.

Each gateway process reads the events from their end, without a consumer group, and hands
each one to the readers whose channel it belongs to. A record whose channel nobody reads is not
parsed, and what is read goes out as the bytes of its record. Nothing is replayed: a reader connects
first and then fetches what it lacks by seq, so nothing can be missed. A reader that does
not keep up is disconnected and resumes the same way.

A large batch is no reason to disconnect anybody: what waits is bounded for all readers
together, by bytes, and an event that many wait for counts once. Whoever takes nothing at all is
disconnected by the server (`service/http/protocol.py`).
"""

import asyncio
from collections import Counter as Counts
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from prometheus_client import Counter, Gauge

from booking_chat.contracts.envelope import Record
from booking_chat.gateway.live.event import LiveEvent, Telling, tellings
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
Peek = Callable[[Record], str | None]
"""The one channel of a record, as far as that shows without parsing it; None if it does not."""
Tell = Callable[[Record], Iterable[Telling]]
"""The live events of a record."""


@dataclass(eq=False, slots=True)
class Frame:
    """An event as it goes over the wire. All of its readers share one.

    `waiting` counts the readers that have not taken it yet.
    """

    data: bytes
    waiting: int = 0

    @property
    def size(self) -> int:
        return len(self.data) + EVENT_OVERHEAD_BYTES


class Backlog:
    """What waits for at least one reader, in bytes."""

    def __init__(self) -> None:
        self.bytes = 0

    def add(self, frame: Frame) -> None:
        """One more reader waits to take it."""
        if not frame.waiting:
            self.bytes += frame.size
            _backlog_bytes.inc(frame.size)
        frame.waiting += 1

    def take(self, frame: Frame) -> None:
        """One reader fewer waits to take it."""
        frame.waiting -= 1
        if not frame.waiting:
            self.bytes -= frame.size
            _backlog_bytes.dec(frame.size)


class Reader:
    """One connection's events: those that it wants, up to and with the first that is the last."""

    def __init__(self, backlog: Backlog, wanted: Test, last: Test) -> None:
        self._backlog = backlog
        self._wanted = wanted
        self._last = last
        self._queue: deque[Frame] = deque()
        self._news = asyncio.Event()
        self._complete = False
        self.waiting_bytes = 0

    @property
    def is_over(self) -> bool:
        """Nothing waits, and nothing more will come."""
        return self._complete and not self._queue

    def offer(self, event: LiveEvent, frame: Frame) -> None:
        if self._complete:
            return
        if self._wanted(event):
            self._queue.append(frame)
            self._backlog.add(frame)
            self.waiting_bytes += frame.size
        self._complete = self._last(event)
        self._news.set()

    def end(self) -> None:
        """Ends the stream at once, dropping what was not read: it is fetched by seq instead."""
        self._complete = True
        while self._queue:
            self._take()
        self._news.set()

    async def next_frames(self, silence: float) -> bytes:
        """Waits for the next events, and takes as many as go well into one write.

        b"" at the end, and when nothing came for `silence` seconds.
        """
        if not (self._queue or self._complete):
            await self._hear(silence)
        taken: list[bytes] = []
        size = 0
        while self._queue and size < WRITE_BYTES:
            frame = self._take()
            taken.append(frame.data)
            size += frame.size
        return b"".join(taken)

    async def _hear(self, silence: float) -> None:
        # A timer that is mostly cancelled costs less than a timeout around each wait.
        timer = asyncio.get_running_loop().call_later(silence, self._news.set)
        self._news.clear()
        try:
            while not (self._queue or self._complete):
                await self._news.wait()
                if timer.when() <= asyncio.get_running_loop().time():
                    return
                self._news.clear()
        finally:
            timer.cancel()

    def _take(self) -> Frame:
        frame = self._queue.popleft()
        self._backlog.take(frame)
        self.waiting_bytes -= frame.size
        return frame


def everything(_: LiveEvent) -> bool:
    return True


def nothing(_: LiveEvent) -> bool:
    return False


def unseen(_: Record) -> None:
    """Of a hub that parses every record, or remembers nothing that one could make old."""


def _frame(event: LiveEvent, value: bytes) -> Frame:
    """Server-sent events end a line of data at each line break, and our own JSON has none."""
    json = event.data.to_json() if b"\n" in value or b"\r" in value else value
    return Frame(b"event: %s\ndata: %s\n\n" % (event.type.encode(), json))


class LiveHub:
    """Hands events to readers by channel.

    `channels_of` names the channels of an event. `peek` does so before the record is parsed: where
    nobody reads that channel, it is passed over, and `observe`, which hears of every parsed event
    first, does not hear of it. `passed` sees every record before that. `tell` parses a record.
    `streams_per_person` is how many readers one person may have at a time; past `backlog_bytes`
    of waiting events the readers that are furthest behind are cut off.
    """

    def __init__(
        self,
        channels_of: Callable[[LiveEvent], Sequence[str]],
        observe: Callable[[LiveEvent], None],
        *,
        peek: Peek = unseen,
        passed: Callable[[Record], None] = unseen,
        tell: Tell = tellings,
        streams_per_person: int = STREAMS_PER_PERSON,
        backlog_bytes: int = BACKLOG_BYTES,
    ) -> None:
        self._peek = peek
        self._passed = passed
        self._tell = tell
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

    def publish(self, event: LiveEvent, value: bytes) -> None:
        """Hands out an event that was parsed from `value`, its JSON."""
        self._observe(event)
        frame: Frame | None = None
        for channel in self._channels_of(event):
            for reader in self._readers.get(channel, ()):
                frame = frame or _frame(event, value)
                reader.offer(event, frame)
        while self._backlog.bytes > self._most_bytes:
            self._cut_off_slowest()

    def _cut_off_slowest(self) -> None:
        every_reader = (reader for readers in self._readers.values() for reader in readers)
        max(every_reader, key=lambda reader: reader.waiting_bytes).end()
        _cut_off.inc()

    async def handle(self, records: Sequence[Record]) -> None:
        """Takes a batch from Kafka and passes over what cannot be read.

        The consumers with a group set that aside; one copy in the dead letters is enough.
        """
        for number, record in enumerate(records, start=1):
            self._handle_one(record)
            if number % RECORDS_BETWEEN_PAUSES == 0:
                await asyncio.sleep(0)

    def _handle_one(self, record: Record) -> None:
        self._passed(record)
        channel = self._peek(record)
        if channel is not None and channel not in self._readers:
            return
        for event, value in self._tell(record):
            self.publish(event, value)

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
