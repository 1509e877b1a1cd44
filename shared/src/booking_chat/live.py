"""Live events: from Kafka to many connected readers.

Each gateway process reads the events from their end, without a consumer group, and hands
each one to the readers whose channel it belongs to. Nothing is replayed: a reader connects
first and then fetches what it lacks by seq, so nothing can be missed. A reader that does
not keep up is disconnected and resumes the same way.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog
from prometheus_client import Counter, Gauge

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.events import EVENTS
from booking_chat.contracts.records import LOCATION_RECORDS
from booking_chat.envelope import Envelope, decode
from booking_chat.service.kafka import Record

log = structlog.get_logger(__name__)

READER_QUEUE_SIZE = 256
LIVE_CONTRACTS: dict[str, type[KeyedContract]] = {**EVENTS, **LOCATION_RECORDS}

_readers = Gauge("booking_chat_live_readers", "Connected readers of live events")
_cut_off = Counter("booking_chat_live_readers_cut_off_total", "Readers that did not keep up")

LiveEvent = Envelope[KeyedContract]


@dataclass(eq=False, slots=True)
class Reader:
    """One connection's bounded queue; None in it ends the stream."""

    queue: asyncio.Queue[LiveEvent | None] = field(
        default_factory=lambda: asyncio.Queue(READER_QUEUE_SIZE)
    )
    ended: bool = False

    def offer(self, event: LiveEvent) -> None:
        if self.ended:
            return
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            _cut_off.inc()
            self.end()

    def end(self) -> None:
        """Ends the stream at once, dropping what was not read: it is fetched by seq instead."""
        self.ended = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)

    async def events(self) -> AsyncIterator[LiveEvent]:
        while (event := await self.queue.get()) is not None:
            yield event


class LiveHub:
    """Hands events to readers by channel; `channels_of` names the channels of an event."""

    def __init__(self, channels_of: Callable[[LiveEvent], Sequence[str]]) -> None:
        self._channels_of = channels_of
        self._readers: defaultdict[str, set[Reader]] = defaultdict(set)

    @contextmanager
    def reader(self, *channels: str) -> Iterator[Reader]:
        """A reader of these channels for as long as the context lasts."""
        reader = Reader()
        for channel in channels:
            self._readers[channel].add(reader)
        _readers.inc()
        try:
            yield reader
        finally:
            _readers.dec()
            for channel in channels:
                self._readers[channel].discard(reader)
                if not self._readers[channel]:
                    del self._readers[channel]

    def publish(self, event: LiveEvent) -> None:
        for channel in self._channels_of(event):
            for reader in tuple(self._readers.get(channel, ())):
                reader.offer(event)

    async def handle(self, records: Sequence[Record]) -> None:
        """Takes a batch from Kafka and passes over what cannot be read.

        The consumers with a group set that aside; one copy in the dead letters is enough.
        """
        for record in records:
            decoded = decode(record, LIVE_CONTRACTS)
            if isinstance(decoded, Envelope):
                self.publish(decoded)

    async def start(self) -> None:
        """Nothing to start: a hub has no connection of its own."""

    async def stop(self) -> None:
        """Ends every stream, so that a stopping server has nothing to wait for."""
        for readers in tuple(self._readers.values()):
            for reader in tuple(readers):
                reader.end()
