"""The message log of a gateway in memory: no Kafka."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from booking_chat.contracts.commands import COMMANDS as COMMAND_CONTRACTS
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, decode
from booking_chat.contracts.topics import BOOKINGS, COMMANDS, EVENTS, LOCATIONS, Topic
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.live.hub import LiveHub
from booking_chat.gateway.message_log import MessageLog
from booking_chat.service.messaging.records import KafkaUnavailableError
from support.live_words import as_record
from support.logged_records import logged

_LIVE = {EVENTS.name, LOCATIONS.name, BOOKINGS.name}


@dataclass
class FakePublisher:
    """Keeps what is published, and passes it to the hubs that follow."""

    records: list[tuple[Topic, OutgoingRecord]] = field(default_factory=list)
    hubs: list[LiveHub] = field(default_factory=list)
    is_started: bool = False

    async def start(self) -> None:
        self.is_started = True

    async def stop(self) -> None:
        self.is_started = False

    async def check(self) -> None:
        if not self.is_started:
            raise KafkaUnavailableError("the publisher is not started")

    async def publish(self, topic: Topic, record: OutgoingRecord) -> None:
        await self.check()
        self.records.append((topic, record))
        if topic.name in _LIVE:
            for hub in self.hubs:
                await hub.handle([logged(record, topic)])


@dataclass(frozen=True, slots=True)
class FakeFeed:
    """Follows a publisher from the moment it is started."""

    publisher: FakePublisher
    hub: LiveHub

    async def start(self) -> None:
        self.publisher.hubs.append(self.hub)

    async def stop(self) -> None:
        self.publisher.hubs.remove(self.hub)


class RightTopics:
    """Topics that are as they should be."""

    async def start(self) -> None:
        """There is nothing to look at."""

    async def stop(self) -> None:
        """Nothing was begun."""

    async def check(self) -> None:
        """All is well."""


@dataclass(frozen=True, slots=True)
class FakeLog:
    publisher: FakePublisher = field(default_factory=FakePublisher)

    def message_log(self) -> MessageLog:
        return MessageLog(RightTopics(), self.publisher, lambda hub: FakeFeed(self.publisher, hub))

    def commands(self, booking_id: str) -> Sequence[Envelope[Any]]:
        """The commands of a booking, in order."""
        found = []
        for topic, record in self.publisher.records:
            if topic is COMMANDS and record.key == booking_id.encode():
                envelope = decode(record, COMMAND_CONTRACTS)
                assert isinstance(envelope, Envelope), envelope
                found.append(envelope)
        return found

    def only_command(self, booking_id: str) -> Envelope[Any]:
        (command,) = self.commands(booking_id)
        return command

    async def tell(self, event: LiveEvent) -> None:
        """An event as chat-core or the settings service publishes it."""
        await self.write(as_record(event))

    async def write(self, record: Record) -> None:
        """A record of others. The log may not have been started: others publish as well."""
        for hub in self.publisher.hubs:
            await hub.handle([record])
