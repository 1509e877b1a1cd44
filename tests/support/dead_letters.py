"""A dead-letter topic in memory."""

from dataclasses import dataclass, field

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import Topic
from booking_chat.service.messaging.publisher import Publisher


@dataclass
class Letters(Publisher):
    said: list[OutgoingRecord] = field(default_factory=list)

    async def publish(
        self, topic: Topic, record: OutgoingRecord, partition: int | None = None
    ) -> None:
        self.said.append(record)
