"""Why a message alerted some destinations and not the others: reason codes with their values.

Pages write the sentences, in the language and time zone of whoever reads them.
"""

from typing import Annotated, Literal

from pydantic import Field

from booking_chat.contracts.base import Added, Timestamp, TolerantContract
from booking_chat.contracts.http.deliveries import DeliveryReason, DeliveryView
from booking_chat.contracts.http.destinations import Subscription


class ReadBeforeSummary(TolerantContract):
    """The delivery went out without this message, which had been read by then."""

    code: Literal["read-before-summary"] = "read-before-summary"


class AlertWaiting(TolerantContract):
    """`waits_for` is null for its turn alone, `due_at` null for now.

    `others` is how many more messages it sums up.
    """

    code: Literal["waiting"] = "waiting"
    waits_for: DeliveryReason | None
    due_at: Timestamp | None
    others: int


class AlertBeingSent(TolerantContract):
    code: Literal["being-sent"] = "being-sent"


class AlertSent(TolerantContract):
    """`status` is the HTTP or SMTP status of the answer, null where there was none."""

    code: Literal["sent"] = "sent"
    at: Timestamp | None
    attempts: int
    status: int | None
    others: int


class AlertFailed(TolerantContract):
    """`at` and `error` are those of the last attempt.

    `next_attempt_at` is null while it is being retried, and where it was given up.
    """

    code: Literal["failed"] = "failed"
    at: Timestamp | None
    attempts: int
    error: str | None
    being_retried: bool
    next_attempt_at: Timestamp | None


class AlertDropped(TolerantContract):
    code: Literal["dropped"] = "dropped"
    reason: DeliveryReason


class DestinationCreatedLater(TolerantContract):
    """The destination did not exist yet when the message came."""

    code: Literal["created-later"] = "created-later"


class NotSubscribed(TolerantContract):
    """The destination did not ask for `event`. Null: it asks for it now, and did not then."""

    code: Literal["not-subscribed"] = "not-subscribed"
    event: Subscription | None


AlertReason = (
    ReadBeforeSummary
    | AlertWaiting
    | AlertBeingSent
    | AlertSent
    | AlertFailed
    | AlertDropped
    | DestinationCreatedLater
    | NotSubscribed
)
"""What a message came to at one destination, and why. `code` tells them apart."""


class Explanation(TolerantContract):
    """What a message came to at one destination, and why.

    `delivery` is null for a destination that the message was never meant for. `grouped_into`
    is the id of the delivery that sums it up with others, null where it stands alone. `text` says
    `reason` in English with times of the location's time zone; it is deprecated, and goes with the
    next version that breaks contracts.
    """

    destination_id: str | None
    destination_name: str | None
    # Not pydantic's own `deprecated`, which warns whoever reads the field: our client reads all.
    text: Annotated[str, Field(json_schema_extra={"deprecated": True})]
    grouped_into: str | None
    delivery: DeliveryView | None
    reason: Added[AlertReason] = None


class MessageExplanation(TolerantContract):
    """Why a message alerted whom it alerted, and why it did not alert the others."""

    message_id: str
    explanations: list[Explanation]
