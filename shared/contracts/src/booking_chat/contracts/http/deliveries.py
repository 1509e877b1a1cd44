"""Deliveries: the fate of each alert, by message and by destination."""

from enum import StrEnum

from booking_chat.contracts.base import StrictContract, Timestamp, TolerantContract
from booking_chat.contracts.bounds import ShownCode, ShownText
from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.contracts.values import Id


class Audience(StrEnum):
    STAFF = "staff"
    """To a destination of the location."""
    CUSTOMER = "customer"
    """To the customer of the booking, by email."""


class NoticeKind(StrEnum):
    """What is told. Where a webhook gets it, also the type of its CloudEvent."""

    CUSTOMER_MESSAGE_RECEIVED = "customer_message_received"
    CUSTOMER_MESSAGES_SUMMED_UP = "customer_messages_summed_up"
    """What followed the first message of a burst, at the end of the quiet period."""
    CHAT_MESSAGE_CREATED = "chat_message_created"
    CUSTOMER_HAS_REPLY = "customer_has_reply"
    """To the customer: staff have answered."""
    DESTINATION_PAUSED = "destination_paused"
    """To whoever administers a destination: the notifier has paused it."""
    DESTINATION_VERIFICATION = "destination_verification"
    """The link by which an email address is verified."""
    DESTINATION_TEST = "destination_test"
    """A sample that an administrator asked for. Its answer is shown at once and not kept."""


class DeliveryState(StrEnum):
    WAITING = "waiting"
    """Due at `next_attempt_at`; `reason` says what it waits for, null when for its turn alone."""
    SENT = "sent"
    FAILED = "failed"
    """The last attempt failed; tried again at `next_attempt_at`, given up where that is null."""
    DROPPED = "dropped"
    """Never sent; `reason` says why."""


class DeliveryReason(StrEnum):
    """Why a delivery waits, or was dropped. Stable: pages show texts by it."""

    # it waits
    QUIET_PERIOD = "quiet-period"
    QUIET_HOURS = "quiet-hours"
    UNREAD_WAIT = "unread-wait"
    """The customer is written to only after the message was unread for five minutes."""
    # it was dropped
    READ_BEFORE_SEND = "read-before-send"
    PAUSED = "paused"
    RATE_LIMITED = "rate-limited"
    NO_DESTINATION = "no-destination"
    UNVERIFIED = "unverified"
    DESTINATION_DELETED = "destination-deleted"
    CUSTOMER_EMAILS_OFF = "customer-emails-off"
    PORTAL_DISABLED = "portal-disabled"
    """The customer could not have opened the conversation."""
    NO_ADDRESS = "no-address"
    """The booking has no email address, or none that mail could be sent to."""
    UNSUBSCRIBED = "unsubscribed"
    TOO_OLD = "too-old"
    """The message was old when the notifier first heard of it, as in a replayed log."""


class LastAnswer(TolerantContract):
    """What the last attempt brought.

    `status` is the HTTP or SMTP status, null when no answer came; `text` the first 1,000
    characters of the answer; `error` why it failed, null when it was delivered.
    """

    at: Timestamp
    status: int | None
    text: str | None
    error: str | None
    milliseconds: int


class DeliveryMessage(TolerantContract):
    """A message that a delivery tells of, or would have: `reason` says why it was left out."""

    message_id: str
    seq: int
    reason: DeliveryReason | None


class DeliveryView(TolerantContract):
    """One alert on its way to one destination.

    `id` is also the `webhook-id`, the same at every attempt. `messages` are those that it tells
    of, in seq order: several only where it sums up, none for a notice about a destination.
    `message_id` and `seq` are those of the newest, null where there is none.
    `destination_id`, `destination_name` and `kind` are null where there was no destination;
    for the customer `kind` is `email`. `attempts` counts those that were made.
    """

    id: str
    location_id: str
    audience: Audience
    notice: NoticeKind
    destination_id: str | None
    destination_name: str | None
    kind: DestinationKind | None
    booking_id: str | None
    thread_id: str | None
    message_id: str | None
    seq: int | None
    messages: list[DeliveryMessage]
    customer_name: ShownText | None
    confirmation_code: ShownCode | None
    state: DeliveryState
    reason: DeliveryReason | None
    attempts: int
    next_attempt_at: Timestamp | None
    last_answer: LastAnswer | None
    created_at: Timestamp
    sent_at: Timestamp | None


class ResendFailed(StrictContract):
    """Which deliveries to send again: all that failed since then, to one destination or to all.

    Takes both those given up and those still being tried; what was sent is not sent again.
    """

    since: Timestamp
    destination_id: Id | None = None


class Resent(TolerantContract):
    """How many deliveries are due again now."""

    deliveries: int
