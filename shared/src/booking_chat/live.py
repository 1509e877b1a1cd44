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
from booking_chat.service.config import ServiceConfig
from booking_chat.service.kafka import Record, make_broker, subscribe
from booking_chat.topics import EVENTS as EVENTS_TOPIC
from booking_chat.topics import LOCATIONS

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
    """Hands events to readers by channel.

    `channels_of` names the channels of an event, `observe` hears of every event first.
    """

    def __init__(
        self,
        channels_of: Callable[[LiveEvent], Sequence[str]],
        observe: Callable[[LiveEvent], None],
    ) -> None:
        self._channels_of = channels_of
        self._observe = observe
        self._readers: defaultdict[str, set[Reader]] = defaultdict(set)
        self._ended = False

    @contextmanager
    def reader(self, *channels: str, seconds: float) -> Iterator[Reader]:
        """A reader of these channels for as long as the context lasts.

        After `seconds`, when its right to read is over, it is ended.
        """
        reader = Reader()
        if self._ended:
            reader.end()
        expiry = asyncio.get_running_loop().call_later(seconds, reader.end)
        for channel in channels:
            self._readers[channel].add(reader)
        _readers.inc()
        try:
            yield reader
        finally:
            expiry.cancel()
            _readers.dec()
            for channel in channels:
                self._readers[channel].discard(reader)
                if not self._readers[channel]:
                    del self._readers[channel]

    def publish(self, event: LiveEvent) -> None:
        self._observe(event)
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

    def end(self) -> None:
        """Ends every stream, and those that come now, so that a stop has nothing to wait for."""
        self._ended = True
        for readers in self._readers.values():
            for reader in readers:
                reader.end()


class LiveFeed:
    """Fills a hub from Kafka. Once started it misses no event: its place in each log is set."""

    def __init__(self, config: ServiceConfig, client_id: str, hub: LiveHub) -> None:
        self._broker = make_broker(config, client_id)
        self._subscriber = subscribe(
            self._broker, (EVENTS_TOPIC, LOCATIONS), hub.handle, group_id=None, start_at="latest"
        )

    async def start(self) -> None:
        await self._broker.start()
        consumer = self._subscriber.consumer
        for place in consumer.assignment():
            # A new consumer learns the end of a log only now; until then it would skip.
            await consumer.position(place)

    async def stop(self) -> None:
        await self._broker.stop()
