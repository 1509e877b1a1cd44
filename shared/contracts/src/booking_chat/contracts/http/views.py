"""Shapes of the HTTP interfaces, shared by chat-core's read API and both gateways.

A field that does not apply is null, never missing. `unread` counts for the side that asks.
"""

from typing import Annotated, Generic, Literal, TypeVar

from booking_chat.contracts.base import Added, KeyedContract, Moment, TolerantContract
from booking_chat.contracts.bounds import GivenTextIfAny, ShownCode, ShownText, TakenIn
from booking_chat.contracts.given import Colour, Contact, Identifier, Link, Note, PartySize, Phone
from booking_chat.contracts.languages import CustomerLanguage
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import (
    BookingKeyed,
    Customer,
    Id,
    RejectionReason,
    SenderType,
    ShownStatus,
    Switches,
)
from booking_chat.contracts.writing import WritingObjection, writing_objection

Item = TypeVar("Item")


class MessageView(TolerantContract):
    message_id: str
    client_message_id: str
    thread_id: str
    seq: int
    sender_type: SenderType
    sender_name: ShownText
    text: str
    sent_at: Moment


class BookingView(KeyedContract, TolerantContract):
    """A booking as both sides see it. `withdrawn` is left out unless its platform deleted it."""

    booking_id: str
    location_id: str
    confirmation_code: Annotated[ShownCode, TakenIn]
    status: ShownStatus
    activity_name: GivenTextIfAny
    start_time: Moment | None
    end_time: Moment | None
    time_zone: str
    customer: Customer
    language: Added[CustomerLanguage] = None
    phone: Added[Phone] = None
    party_size: Added[PartySize] = None
    note: Added[Note] = None
    booking_url: Added[Link] = None
    activity_id: Added[Identifier] = None
    withdrawn: Added[bool] = None

    @property
    def partition_key(self) -> str:
        return self.booking_id

    def writing_objection(self, switches: Switches) -> WritingObjection | None:
        """Why nobody may write about it at a location with these switches."""
        return writing_objection(self.status, switches, withdrawn=bool(self.withdrawn))


def booking_view(booking: BookingChanged) -> BookingView:
    """What both sides see of a booking's record."""
    return BookingView.model_validate(booking.model_dump())


class BookingWithdrawn(BookingKeyed, TolerantContract):
    """A live event: the platform deleted the booking, or it left the location that is told.

    `location_id` is null where the gateway does not know where it was.
    """

    location_id: Id | None


class ThreadView(TolerantContract):
    """Lists are ordered by `last_message_at`, or by `opened_at` while there is no message.

    `can_reply` and `cannot_reply_reason` say whether anything can be written in it right now.
    """

    thread_id: str
    booking_id: str
    location_id: str
    opened_at: Moment
    last_seq: int
    last_message_at: Moment | None
    preview: str | None
    unread: int
    operator_read_at: Moment | None
    operator_read_seq: int
    customer_read_at: Moment | None
    customer_read_seq: int
    booking: BookingView
    can_reply: bool = True
    cannot_reply_reason: WritingObjection | None = None


class LocationCard(TolerantContract):
    """How customers are shown a location. `contact` has at most three lines."""

    name: GivenTextIfAny = None
    logo_url: Link = None
    colour: Colour = None
    contact: Contact = None


class ConversationView(TolerantContract):
    """The customer's view: the newest messages of the one thread, in seq order.

    `location` is left out where the location says nothing about itself.
    """

    booking: BookingView
    thread: ThreadView | None
    messages: list[MessageView]
    can_message: bool
    cannot_message_reason: WritingObjection | None = None
    location: Added[LocationCard] = None


class MessageFate(TolerantContract):
    """What became of one message.

    `pending` means not decided yet, or never accepted: sending again is safe.
    """

    message_id: str
    client_message_id: str
    status: Literal["stored", "rejected", "pending"]
    seq: int | None = None
    reason: RejectionReason | None = None


class Page(TolerantContract, Generic[Item]):
    """One page of a list; `next_cursor` is null at the end."""

    items: list[Item]
    next_cursor: str | None


class SearchPage(Page[Item], Generic[Item]):
    """A page of a list that may be a search.

    `search_lag` is how many events the search does not know yet; null where there is no search, or
    while nobody can tell.
    """

    search_lag: int | None = None


class MessageAccepted(TolerantContract):
    message_id: str
    client_message_id: str
    status: Literal["accepted"] = "accepted"


class CommandAccepted(TolerantContract):
    thread_id: str
    status: Literal["accepted"] = "accepted"
