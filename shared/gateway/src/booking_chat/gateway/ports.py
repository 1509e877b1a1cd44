"""What a gateway needs of others, as protocols: its routes know these and no client or driver.

Every port has one test suite that runs against its fake and against the real thing.
"""

from typing import Protocol

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.http.alert_links import LinkEffect
from booking_chat.contracts.http.views import (
    BookingView,
    ConversationView,
    MessageFate,
    MessageView,
    Page,
    ThreadView,
)
from booking_chat.contracts.topics import Topic
from booking_chat.contracts.values import SenderType, Switches
from booking_chat.service.parts import StartStop


class CheckedPart(StartStop, Protocol):
    async def check(self) -> None:
        """For readiness: raises unless it works."""


class RecordPublisher(CheckedPart, Protocol):
    async def publish(self, topic: Topic, record: OutgoingRecord) -> None:
        """Returns once the record is safe. Raises KafkaUnavailableError when it may not be."""


class ConversationReader(StartStop, Protocol):
    """chat-core. Raises Problem 404 for what does not exist, 503 while the core is away."""

    async def booking(self, booking_id: str) -> BookingView: ...

    async def conversation(self, booking_id: str) -> ConversationView:
        """The customer's view of a booking, with the newest 50 messages."""

    async def thread(self, thread_id: str, side: SenderType) -> ThreadView:
        """`side` is the side whose unread messages count."""

    async def messages(
        self,
        thread_id: str,
        *,
        after_seq: int | None = None,
        before_seq: int | None = None,
        limit: int | None = None,
    ) -> Page[MessageView]:
        """Messages in seq order: the next ones after a seq, or the last ones before one."""

    async def fate(self, thread_id: str, client_message_id: str) -> MessageFate:
        """What became of one message."""


class SwitchesReader(StartStop, Protocol):
    """The settings service. Raises Problem 503 while it is away."""

    async def enabled(self, location_id: str) -> Switches: ...


class AlertLinks(StartStop, Protocol):
    """The notifier. Raises Problem 410 for a link of the past, 503 while it is away."""

    async def verify(self, token: str) -> LinkEffect: ...

    async def unsubscribe(self, token: str) -> LinkEffect: ...
