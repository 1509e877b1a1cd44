"""How much a location wants to be told: grouping, limits, quiet hours, customers' emails."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictBool, StringConstraints, model_validator

from booking_chat.contracts.base import Added, StrictContract, Timestamp, TolerantContract
from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.destinations import Label
from booking_chat.contracts.languages import LanguageTag
from booking_chat.contracts.records import TimeZone

DEFAULT_QUIET_PERIOD_SECONDS = 120

ClockTime = Annotated[
    str, StringConstraints(max_length=5, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
]
"""A time of day, `HH:MM`."""


class QuietHours(StrictContract):
    """Daily from `start` to `end` in the policy's time zone, over midnight where `end` is earlier.

    What is due meanwhile waits for their end, and is not sent if it was read by then. They are
    staff's: webhooks, which programs read, and customers' emails are not held back.
    """

    start: ClockTime
    end: ClockTime

    @model_validator(mode="after")
    def _not_all_day(self) -> "QuietHours":
        if self.start == self.end:
            raise ValueError("start and end must differ")
        return self


class AlertPolicy(StrictContract):
    """The whole policy of a location, as it stands or shall stand; what is left out is default.

    `daily_limit` is how many alerts one destination gets on one day of the time zone, null for
    any number; the rest is dropped as `rate-limited`. `sender_name` is how emails call the
    business, null for a general name. `language` is what the location's staff read, and its
    customers whose booking names no language that we have texts in.
    """

    quiet_period_seconds: Annotated[int, Field(strict=True, ge=10, le=3600)] = (
        DEFAULT_QUIET_PERIOD_SECONDS
    )
    daily_limit: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None
    time_zone: TimeZone = "UTC"
    quiet_hours: QuietHours | None = None
    customer_emails: StrictBool = True
    sender_name: Label | None = None
    language: Added[LanguageTag] = None


class AlertPolicyView(AlertPolicy):
    """`version` is 0, who and when are null while nobody has changed the defaults."""

    model_config = ConfigDict(extra="ignore")

    location_id: str
    version: int
    changed_at: Timestamp | None
    changed_by: ActingOperator | None


AlertChangeKind = Literal[
    "destination-created",
    "destination-changed",
    "destination-paused",
    "destination-resumed",
    "destination-verified",
    "destination-deleted",
    "secret-rotated",
    "policy-changed",
]


class AlertChange(TolerantContract):
    """One line of the history of destinations and policy.

    `before` and `after` hold the fields that changed, with secrets left out and chat URLs
    masked. `changed_by` is null for the notifier itself and for who followed a link.
    """

    id: str
    what: AlertChangeKind
    destination_id: str | None
    destination_name: str | None
    changed_at: Timestamp
    changed_by: ActingOperator | None
    before: dict[str, Any]
    after: dict[str, Any]
