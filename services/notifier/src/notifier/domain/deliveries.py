"""A delivery: one alert to one destination, and its status. Pure.

It is planned when its first message is read, collects further messages until it is due, is
fixed at its first attempt and says the same at every later one.
"""

from datetime import datetime
from typing import assert_never

from pydantic import Field

from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.http.deliveries import (
    Audience,
    DeliveryReason,
    DeliveryState,
    LastAnswer,
    NoticeKind,
)
from booking_chat.contracts.http.destinations import DestinationKind, PauseReason
from booking_chat.contracts.values import SenderType, preview
from notifier.domain.stored import Stored

FULL_TEXTS = 50
"""Messages of a delivery that keep their whole text; later ones keep 80 characters."""
MAX_MESSAGES = 5_000
"""In one delivery: fits into a MongoDB document with room to spare."""


class IncludedMessage(Stored):
    """A message in a delivery."""

    message_id: str
    seq: int
    sender_type: SenderType
    sender_name: str
    text: str
    sent_at: datetime


class PausedAbout(Stored):
    """The paused destination that a delivery is about.

    `why` is in English: earlier versions have that alone and need it, later ones go by `reason`.
    """

    name: str
    where: str
    why: str
    reason: PauseReason | None = None
    paused_at: datetime


class Delivery(Stored):
    """`lane` shares one concurrency limit: the destination, or a location's customers.

    `queue` is the lane while an attempt is still to come. `messages` are in seq order; those up
    to `read_up_to` had been read at the first attempt, at `fixed_at`, and are left out.
    `failures` counts since the delivery was last requested, `attempts` counts all. `forced`:
    somebody sends it again by hand, whatever speaks against it.
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
        """The messages that it says, without those that had been read."""
        return tuple(message for message in self.messages if message.seq > self.read_up_to)

    @property
    def notice(self) -> NoticeKind:
        """The kind of notice; for a customer's messages it depends on how many there are."""
        if self.about is NoticeKind.CUSTOMER_MESSAGE_RECEIVED and len(self.included) > 1:
            return NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP
        return self.about

    @property
    def is_restrained(self) -> bool:
        """Whether quiet periods hold it back and reading drops it: programs want everything."""
        match self.about:
            case (
                NoticeKind.CUSTOMER_MESSAGE_RECEIVED
                | NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP
                | NoticeKind.CUSTOMER_HAS_REPLY
            ):
                return True
            case (
                NoticeKind.CHAT_MESSAGE_CREATED
                | NoticeKind.DESTINATION_PAUSED
                | NoticeKind.DESTINATION_VERIFICATION
                | NoticeKind.DESTINATION_TEST
            ):
                return False
            case _:
                assert_never(self.about)

    def is_open(self, now: datetime) -> bool:
        """Whether it is still waiting, so that new messages can join it."""
        return (
            self.state is DeliveryState.WAITING
            and self.fixed_at is None
            and self.next_attempt_at is not None
            and self.next_attempt_at > now
            and len(self.messages) < MAX_MESSAGES
        )


def included_message(message: MessagePosted, index: int = 0) -> IncludedMessage:
    """A message as a delivery stores it, at its index in there."""
    return IncludedMessage(
        message_id=message.message_id,
        seq=message.seq,
        sender_type=message.sender_type,
        sender_name=message.sender_name,
        text=message.text if index < FULL_TEXTS else preview(message.text),
        sent_at=message.sent_at,
    )
