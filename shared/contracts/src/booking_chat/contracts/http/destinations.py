"""Alert destinations of a location: what administrators ask for, and how one is shown.

The same shapes on the operator gateway's API and between it and the notifier.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, assert_never
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from booking_chat.contracts.base import StrictContract, Timestamp, TolerantContract
from booking_chat.contracts.bounds import MAX_EMAIL_LENGTH
from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.addresses import TakenInAddress, WebAddress, checked_email_address
from booking_chat.contracts.texts import normalised

_INNER_BREAK = frozenset(map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029)))
MAX_DESTINATIONS = 50
"""Of one location. One more is refused with Problem 409 `too-many-destinations`."""


class DestinationKind(StrEnum):
    WEBHOOK = "webhook"
    """Signed by the Standard Webhooks specification; the body is a CloudEvent."""
    EMAIL = "email"
    CHAT = "chat"
    """An incoming webhook in the Slack format."""


def _whole(where: str) -> str:
    return where


def _host_and_end(url: str) -> str:
    return f"{urlsplit(url).hostname}/…{url[-4:]}"


@dataclass(frozen=True, slots=True)
class KindRules:
    """What sets one kind of destination apart from the others.

    `check_address` normalises an `address` and raises ValueError for a bad one; kinds without it
    have a `url`. `for_programs`: it may subscribe to every message, and quiet hours do not hold
    it back. `signed`: it has a secret. `verified_by_link`: it gets alerts once somebody followed
    a link that was sent there. `shown` is its URL or address as people may see it.
    """

    check_address: Callable[[str], str] | None = None
    for_programs: bool = False
    signed: bool = False
    verified_by_link: bool = False
    shown: Callable[[str], str] = _whole


def rules_of(kind: DestinationKind) -> KindRules:
    """The registry of kinds. What sends to them is in the notifier, `channels/assembly.py`."""
    match kind:
        case DestinationKind.WEBHOOK:
            return KindRules(for_programs=True, signed=True)
        case DestinationKind.EMAIL:
            return KindRules(check_address=checked_email_address, verified_by_link=True)
        case DestinationKind.CHAT:
            # The URL is a secret itself.
            return KindRules(shown=_host_and_end)
        case _:
            assert_never(kind)


class Subscription(StrEnum):
    """What a destination wants to hear of."""

    CUSTOMER_MESSAGE_RECEIVED = "customer_message_received"
    """A customer has written: the first message of a burst at once, the rest summed up."""
    CHAT_MESSAGE_CREATED = "chat_message_created"
    """Either side has written: every message at once. For programs, so for webhooks only."""


class PauseReason(StrEnum):
    BY_HAND = "by-hand"
    GONE = "gone"
    """It answered 410: whoever runs it wants no more."""
    FAILING = "failing"
    """Nothing reached it for five days."""
    UNSUBSCRIBED = "unsubscribed"
    """Somebody followed the unsubscribe link of an email to it."""


def _taken_in_on_one_line(text: Any) -> Any:
    """A line break inside a name is refused and not taken for a space."""
    if not isinstance(text, str) or not _INNER_BREAK.isdisjoint(text.strip()):
        return text
    return normalised(text)


def _single_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line of visible characters")
    return text


def _each_once(events: tuple[Subscription, ...]) -> tuple[Subscription, ...]:
    if not events:
        raise ValueError("must name at least one event")
    return tuple(dict.fromkeys(events))


Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_single_line),
    BeforeValidator(_taken_in_on_one_line),
]
"""A name that a person gives: 1 to 100 characters on one line, some of them to be seen."""

Subscriptions = Annotated[
    tuple[Subscription, ...],
    # Not `min_length`: it would say of an unknown event that there is none.
    Field(max_length=10, json_schema_extra={"minItems": 1}),
    AfterValidator(_each_once),
]


def _address_of_any_kind(address: str) -> str:
    """The address as the first kind that takes it normalises it."""
    failures = []
    for check in filter(None, (rules_of(kind).check_address for kind in DestinationKind)):
        try:
            return check(address)
        except ValueError as error:
            failures.append(str(error))
    raise ValueError("; ".join(failures))


_AddressText = Annotated[
    str, StringConstraints(min_length=3, max_length=MAX_EMAIL_LENGTH), TakenInAddress
]
AnyAddress = Annotated[_AddressText, AfterValidator(_address_of_any_kind)]
"""An address of some kind; which kind it has to be is known where the destination is."""


class NewDestination(StrictContract):
    """`url` or `address`, whichever the kind has; the other one is left out."""

    kind: DestinationKind
    name: Label
    events: Subscriptions = (Subscription.CUSTOMER_MESSAGE_RECEIVED,)
    url: WebAddress | None = Field(default=None, validate_default=True)
    address: _AddressText | None = Field(default=None, validate_default=True)

    @field_validator("events")
    @classmethod
    def _fit_for_kind(
        cls, events: tuple[Subscription, ...], info: ValidationInfo
    ) -> tuple[Subscription, ...]:
        kind = info.data.get("kind")
        if kind is not None:
            require_fitting_events(kind, events)
        return events

    @field_validator("url")
    @classmethod
    def _url_by_kind(cls, url: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if kind is not None:
            require_fitting_url(kind, url)
            if url is None and rules_of(kind).check_address is None:
                raise ValueError(f"is needed for kind {kind}")
        return url

    @field_validator("address")
    @classmethod
    def _address_by_kind(cls, address: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if address is None:
            if kind is not None and rules_of(kind).check_address is not None:
                raise ValueError(f"is needed for kind {kind}")
            return None
        return _address_of_any_kind(address) if kind is None else fitting_address(kind, address)


class DestinationChange(StrictContract):
    """Fields that are null or left out stay as they are. The kind never changes.

    A new address has to be verified again. `paused` false also resumes a destination that was
    paused by the notifier.
    """

    name: Label | None = None
    events: Subscriptions | None = None
    url: WebAddress | None = None
    address: AnyAddress | None = None
    paused: StrictBool | None = None


def require_fitting_events(kind: DestinationKind, events: tuple[Subscription, ...]) -> None:
    """Raises ValueError for an event that destinations of this kind cannot take."""
    if Subscription.CHAT_MESSAGE_CREATED in events and not rules_of(kind).for_programs:
        takers = " and ".join(f"{each}s" for each in DestinationKind if rules_of(each).for_programs)
        raise ValueError(f"chat_message_created goes to {takers} only")


def require_fitting_url(kind: DestinationKind, url: str | None) -> None:
    """Raises ValueError for a URL where destinations of this kind have an address."""
    if url is not None and rules_of(kind).check_address is not None:
        raise ValueError(f"does not go with {kind}: give an address")


def fitting_address(kind: DestinationKind, address: str) -> str:
    """The address as this kind normalises it. Raises ValueError for one that it does not take."""
    check = rules_of(kind).check_address
    if check is None:
        _address_of_any_kind(address)
        raise ValueError(f"does not go with kind {kind}: give a url")
    return check(address)


class DestinationView(TolerantContract):
    """A destination as administrators see it; its secret is never in it.

    `url` is whole for a webhook; for chat, where it is a secret itself, only its host and last
    four characters are shown. `verified` is true for webhooks and chat from the start, for email
    once its link was followed: until then nothing but that link is sent. `failing_since` is
    the first of the failures that no success has followed. Who is null for the notifier itself.
    """

    id: str
    location_id: str
    kind: DestinationKind
    name: str
    url: str | None
    address: str | None
    events: list[Subscription]
    verified: bool
    paused: bool
    pause_reason: PauseReason | None
    paused_at: Timestamp | None
    failing_since: Timestamp | None
    old_secret_valid_until: Timestamp | None
    version: int
    created_at: Timestamp
    created_by: ActingOperator | None
    changed_at: Timestamp
    changed_by: ActingOperator | None


class CreatedDestination(DestinationView):
    """The answer to a creation. `secret` (`whsec_…`) is a webhook's, shown this once, else null."""

    secret: str | None


class RotatedSecret(TolerantContract):
    """The answer to a rotation: both secrets sign until `old_secret_valid_until`, a day later."""

    secret: str
    old_secret_valid_until: Timestamp


class TestResult(TolerantContract):
    """What came of a marked sample.

    `status` is the HTTP or SMTP status, null when no answer came; `answer` the first 1,000
    characters of what was answered; `error` says why it failed, null when it was delivered.
    """

    __test__ = False  # pytest would take it for tests

    delivered: bool
    status: int | None
    answer: str | None
    error: str | None
    milliseconds: int
