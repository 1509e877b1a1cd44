"""The values that several contracts share."""

from enum import IntEnum, StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from booking_chat.contracts.base import KeyedContract, StrictContract, TolerantContract
from booking_chat.contracts.bounds import MAX_SEQ, CustomerEmail, ShownText

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
    DRAFT = "draft"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELED = "canceled"
    COMPLETE = "complete"


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

Seq = Annotated[int, Field(ge=1, le=MAX_SEQ)]
"""A message's place in its thread: 1, 2, 3 … without gaps."""

Count = Annotated[int, Field(ge=0, le=MAX_SEQ)]
"""How many there are; also a seq where 0 stands for none."""

Preview = Annotated[str, StringConstraints(max_length=PREVIEW_LENGTH)]
"""The beginning of a message, as `preview` gives it."""


def preview(text: str) -> str:
    """The first 80 characters, for list rows and alerts."""
    return text[:PREVIEW_LENGTH]


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
    name: ShownText
    email: CustomerEmail = None


class Switches(TolerantContract):
    """The two switches of a location, both off until somebody turns them on."""

    portal_enabled: bool = False
    support_messaging: bool = False

    @property
    def can_message(self) -> bool:
        """Anyone may send or open a thread only while both switches are on."""
        return self.portal_enabled and self.support_messaging
