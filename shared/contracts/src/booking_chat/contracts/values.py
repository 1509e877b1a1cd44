"""The values that several contracts share."""

from enum import IntEnum, StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)

from booking_chat.contracts.base import KeyedContract, StrictContract, TolerantContract
from booking_chat.contracts.bounds import MAX_SEQ, CustomerEmail, GivenText, cut, is_stored
from booking_chat.contracts.texts import beginning, normalised, shows_something

MAX_TEXT_LENGTH = 4000
"""Characters (Unicode code points) of a message after trimming."""

PREVIEW_LENGTH = 80
"""Characters of a message that a list row or an alert shows."""


class SenderType(IntEnum):
    """Which side wrote, on the wire and in the store."""

    CUSTOMER = 0
    OPERATOR = 1

    @property
    def other(self) -> "SenderType":
        return SenderType(1 - self)


class BookingStatus(StrEnum):
    """The statuses that we know. A platform may have others: see `ShownStatus`."""

    DRAFT = "draft"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELED = "canceled"
    COMPLETE = "complete"


MAX_STATUS_LENGTH = 32


def _taken_in_status(status: Any, info: ValidationInfo) -> Any:
    if is_stored(info) or not isinstance(status, str):
        return status
    return cut(normalised(status), MAX_STATUS_LENGTH)


_OtherStatus = Annotated[
    str,
    StringConstraints(min_length=1),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_STATUS_LENGTH,
            "description": "Any other is shown as it is and counts as confirmed. "
            "A longer one is cut.",
        }
    ),
]
ShownStatus = Annotated[
    BookingStatus | _OtherStatus,
    Field(union_mode="left_to_right"),
    BeforeValidator(_taken_in_status),
]
"""A booking's status: one of `BookingStatus`, or whatever else its platform calls it."""


class RejectionReason(StrEnum):
    """Why a command that was accepted had no effect. Stable: clients show texts by it."""

    MESSAGING_DISABLED = "messaging-disabled"
    PORTAL_DISABLED = "portal-disabled"
    UNKNOWN_BOOKING = "unknown-booking"
    DRAFT_BOOKING = "draft-booking"
    WRONG_LOCATION = "wrong-location"
    UNKNOWN_THREAD = "unknown-thread"
    FORGED_SENDER = "forged-sender"
    ID_REUSED = "id-reused"


def _without_unstorable_characters(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain the NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must not contain lone surrogates") from None
    return text


Id = Annotated[
    str, StringConstraints(min_length=1, max_length=128, pattern=r"^[\x21-\x2e\x30-\x7e]+$")
]
"""An id given by another system: at most 128 printable ASCII characters, no space, no slash."""

ClientMessageId = Annotated[
    str,
    StringConstraints(
        to_lower=True,
        max_length=36,
        pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
    ),
]
"""The UUID that a client gives to a message so that sending again is safe."""

MessageText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT_LENGTH),
    AfterValidator(_without_unstorable_characters),
]
"""1 to 4,000 characters after trimming, line breaks kept, plain text."""


def _with_something_to_see(text: str) -> str:
    if not shows_something(text):
        raise ValueError("must have something to see")
    return text


NewMessageText = Annotated[MessageText, AfterValidator(_with_something_to_see)]
"""A message as a gateway takes it. Commands of before may show nothing, and are decided as ever."""

Seq = Annotated[int, Field(ge=1, le=MAX_SEQ)]
"""A message's place in its thread: 1, 2, 3 … without gaps."""

Count = Annotated[int, Field(ge=0, le=MAX_SEQ)]
"""How many there are; also a seq where 0 stands for none."""

Preview = Annotated[str, StringConstraints(max_length=PREVIEW_LENGTH)]
"""The beginning of a message, as `preview` gives it."""


def preview(text: str) -> str:
    """The first 80 code points, for list rows and alerts, or fewer that split no character.

    Threads of before may hold exactly 80: see `is_preview`.
    """
    return beginning(text, PREVIEW_LENGTH)


def is_preview(shown: str | None, text: str) -> bool:
    """Whether this is, or once was, the preview of a text. Earlier versions counted code points."""
    return shown in {preview(text), text[:PREVIEW_LENGTH]}


class Sender(StrictContract):
    """Who issues a command, as the gateway established it.

    A customer is known by the booking alone and carries neither id nor name; an operator
    carries both, the name null when the account has none.
    """

    sender_type: SenderType
    sender_id: Id | None = None
    sender_name: Annotated[str, StringConstraints(max_length=200)] | None = None


CUSTOMER = Sender(sender_type=SenderType.CUSTOMER)


class BookingKeyed(KeyedContract):
    """A record about one booking: all of a booking's records keep their order."""

    booking_id: Id

    @property
    def partition_key(self) -> str:
        return self.booking_id


class Customer(TolerantContract):
    customer_id: Id
    name: GivenText
    email: CustomerEmail = None


class Switches(TolerantContract):
    """The two switches of a location, both off until somebody turns them on."""

    portal_enabled: bool = False
    support_messaging: bool = False

    @property
    def can_message(self) -> bool:
        """Anyone may send or open a thread only while both switches are on."""
        return self.portal_enabled and self.support_messaging
