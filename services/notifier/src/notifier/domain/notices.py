"""What is sent, where to, and the outcome: all that planning and channels share.

Planning decides that a notice is due and to which target it goes. A channel sends it once and
says what the other side answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.http.destinations import DestinationKind, PauseReason
from booking_chat.contracts.languages import Language
from booking_chat.contracts.values import SenderType


@dataclass(frozen=True, slots=True)
class LocationFacts:
    """`name` is how emails call the business, None for a general word."""

    location_id: str
    name: str | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """The booking; None where the booking platform gave no value."""

    booking_id: str
    confirmation_code: str
    customer_name: str
    activity_name: str | None
    start_time: datetime | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class NoticeMessage:
    """One message as it was written: plain text that may hold anything."""

    message_id: str
    seq: int
    sender_type: SenderType
    sender_name: str
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class PausedDestination:
    """The destination that a notice of kind `destination_paused` is about.

    `where` is its address or URL as it may be shown. `why` is in English, for deliveries that
    were stored without a `reason`.
    """

    name: str
    where: str
    why: str
    paused_at: datetime
    reason: PauseReason | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one target.

    `id` is the same at every attempt: the `webhook-id`, and what a `Message-ID` is made of.
    `event` is the body for webhooks. `thread_id`, `booking` and `messages` are empty where a
    notice is about a destination; `messages` are in seq order, the oldest ones left out where
    `message_count` says that there are more. `link` leads to the conversation, or does what
    a verification asks for. `unsubscribe_url` takes a one-click POST (RFC 8058).
    `language` is that of whoever reads it.
    """

    id: str
    kind: NoticeKind
    location: LocationFacts
    event: Envelope[KeyedContract] | None = None
    thread_id: str | None = None
    booking: BookingFacts | None = None
    messages: tuple[NoticeMessage, ...] = ()
    message_count: int = 0
    link: str | None = None
    unsubscribe_url: str | None = None
    paused: PausedDestination | None = None
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True)
class Target:
    """Where a notice goes: the channel of `kind` knows what to do with it.

    `where` is a URL or an address, by the kind. `name` is the addressee's, None where it is not
    known. `secrets` are the valid ones, newest first: each of them signs.
    """

    kind: DestinationKind
    where: str
    name: str | None = None
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered.

    `status` is the HTTP or SMTP status, None when no answer came. `text` is the beginning of
    what it said, empty for nothing.
    """

    status: int | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """It may work later, though not before `retry_after` has passed.

    `error` says why, for a person. `own_fault` is true when it was not the other side's, as
    when our mail server is away: it does not count against the destination.
    """

    answer: Answer
    error: str
    retry_after: timedelta | None = None
    own_fault: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """Never accepted as it is; another notice may be."""

    answer: Answer
    error: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing will be accepted there any more: HTTP 410, or a mailbox that does not exist."""

    answer: Answer
    error: str


Outcome = Delivered | Failed | Rejected | Gone


class Channel(Protocol):
    """Sends notices to targets of one kind."""

    async def deliver(self, notice: Notice, target: Target, now: datetime) -> Outcome:
        """Tries once, within 15 s or so, and never raises for what the other side does.

        `now` is the moment of this attempt.
        """
        ...


Channels = Mapping[DestinationKind, Channel]
"""The channel of each kind."""
