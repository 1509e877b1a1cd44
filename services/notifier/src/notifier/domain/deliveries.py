"""A delivery: one alert on its way to one destination, and its fate. Pure: no I/O, no clock.

It is planned when its first message is read, waits until it is due, takes in what comes
meanwhile, is fixed at its first attempt and says the same at every later one.
"""

from datetime import datetime

from pydantic import Field

from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.http.deliveries import (
    Audience,
    DeliveryReason,
    DeliveryState,
    LastAnswer,
    NoticeKind,
)
from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.contracts.values import SenderType, preview
from notifier.domain.stored import Stored

FULL_TEXTS = 50
"""So many messages of a delivery keep their whole text, later ones their first 80 characters."""
MAX_MESSAGES = 5_000
"""Of one delivery: what MongoDB holds in one document, with room to spare."""


class IncludedMessage(Stored):
    """A message that a delivery tells of."""

    message_id: str
    seq: int
    sender_type: SenderType
    sender_name: str
    text: str
    sent_at: datetime


class PausedAbout(Stored):
    """The destination whose pause a delivery tells of."""

    name: str
    where: str
    why: str
    paused_at: datetime


class Delivery(Stored):
    """`lane` is what shares one limit of concurrency: the destination, or a location's customers.

    `queue` is the lane for as long as an attempt is to come. `messages` are in seq order; those
    up to `read_up_to` had been read at the first attempt, at `fixed_at`, and are not told of.
    `failures` counts since the delivery was last asked for, `attempts` all of them. `forced` is
    one that somebody sends again by hand, whatever would speak against it.
    """

    id: str = Field(alias="_id")
    location_id: str
    audience: Audience
    about: NoticeKind
    lane: str
    queue: str | None = None
    destination_id: str | None = None
    destination_name: str | None = None
    kind: DestinationKind | None = None
    address: str | None = None
    booking_id: str | None = None
    thread_id: str | None = None
    customer_name: str | None = None
    confirmation_code: str | None = None
    messages: tuple[IncludedMessage, ...] = ()
    paused: PausedAbout | None = None
    state: DeliveryState
    reason: DeliveryReason | None = None
    read_up_to: int = 0
    fixed_at: datetime | None = None
    forced: bool = False
    attempts: int = 0
    failures: int = 0
    next_attempt_at: datetime | None = None
    claim: str | None = None
    last_answer: LastAnswer | None = None
    created_at: datetime
    sent_at: datetime | None = None
    keep_until: datetime
    rev: int = 0

    @property
    def included(self) -> tuple[IncludedMessage, ...]:
        """The messages without those that were left out."""
        return tuple(message for message in self.messages if message.seq > self.read_up_to)

    @property
    def notice(self) -> NoticeKind:
        """What it tells, which for a customer's messages depends on how many they are."""
        if self.about is NoticeKind.CUSTOMER_MESSAGE_RECEIVED and len(self.included) > 1:
            return NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP
        return self.about

    @property
    def is_restrained(self) -> bool:
        """Whether it is held back for quiet and dropped for being read: programs want it all."""
        return self.about in {
            NoticeKind.CUSTOMER_MESSAGE_RECEIVED,
            NoticeKind.CUSTOMER_HAS_REPLY,
        }

    def is_open(self, now: datetime) -> bool:
        """Whether it still waits for its time, so that what comes now can join it."""
        return (
            self.state is DeliveryState.WAITING
            and self.fixed_at is None
            and self.next_attempt_at is not None
            and self.next_attempt_at > now
            and len(self.messages) < MAX_MESSAGES
        )


def included_message(message: MessagePosted, place: int = 0) -> IncludedMessage:
    """A message as a delivery keeps it, at its place in there."""
    return IncludedMessage(
        message_id=message.message_id,
        seq=message.seq,
        sender_type=message.sender_type,
        sender_name=message.sender_name,
        text=message.text if place < FULL_TEXTS else preview(message.text),
        sent_at=message.sent_at,
    )
