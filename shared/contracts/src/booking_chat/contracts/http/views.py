"""Shapes of the HTTP interfaces, shared by chat-core's read API and both gateways.

A field that does not apply is null, never missing. `unread` counts for the side that asks.
"""

from typing import Generic, Literal, TypeVar

from booking_chat.contracts.base import Moment, TolerantContract
from booking_chat.contracts.bounds import ShownCode, ShownText
from booking_chat.contracts.values import (
    BookingStatus,
    Customer,
    RejectionReason,
    SenderType,
)

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


class BookingView(TolerantContract):
    booking_id: str
    location_id: str
    confirmation_code: ShownCode
    status: BookingStatus
    activity_name: ShownText | None
    start_time: Moment | None
    end_time: Moment | None
    time_zone: str
    customer: Customer


class ThreadView(TolerantContract):
    """Lists are ordered by `last_message_at`, or by `opened_at` while there is no message."""

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


class ConversationView(TolerantContract):
    """The customer's view: the newest messages of the one thread, in seq order."""

    booking: BookingView
    thread: ThreadView | None
    messages: list[MessageView]
    can_message: bool


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
