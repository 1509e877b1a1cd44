"""Events on `chat.events.v1`, keyed by booking id: what has happened.

Past-tense names. Readers ignore fields they do not know. A copy of an event has the id and
the bytes of its first copy, and first copies of a thread come in the order of its seqs.

A message implies the read mark of its own side: whoever writes has read up to that seq.
"""

from typing import Annotated, get_args

from pydantic import StringConstraints

from booking_chat.contracts.base import Timestamp, TolerantContract
from booking_chat.contracts.bounds import Attribute, ShownCode, ShownText
from booking_chat.contracts.values import (
    MAX_TEXT_LENGTH,
    BookingKeyed,
    ClientMessageId,
    Count,
    Id,
    RejectionReason,
    SenderType,
    Seq,
)


class Event(BookingKeyed, TolerantContract):
    """Fields of every event."""

    thread_id: Id
    location_id: Id


class ThreadOpened(Event):
    opened_by: SenderType
    opened_at: Timestamp


class MessagePosted(Event):
    """A message has its place in history.

    Carries what a workflow system needs to act without asking back: the customer's name and
    the confirmation code as they stood when the message was stored.
    """

    message_id: Id
    client_message_id: ClientMessageId
    seq: Seq
    sender_type: SenderType
    sender_name: ShownText
    text: Annotated[str, StringConstraints(max_length=MAX_TEXT_LENGTH)]
    sent_at: Timestamp
    customer_name: ShownText
    confirmation_code: ShownCode


class ThreadRead(Event):
    """One side's read mark as it now stands: it has read everything up to `read_seq`.

    `unread` counts the other side's messages after the mark.
    """

    side: SenderType
    read_seq: Seq
    read_at: Timestamp
    unread: Count


class ThreadMarkedUnread(Event):
    """The operators' read mark as it now stands, after it was moved back.

    `read_seq` is 0 when no message counts as read any more.
    """

    read_seq: Count
    unread: Count
    marked_at: Timestamp


class CommandRejected(BookingKeyed, TolerantContract):
    """A command had no effect. For its sender alone.

    `location_id` is what the command or its booking named, null when neither is known.
    """

    command_id: Attribute
    command_type: Attribute
    reason: RejectionReason
    thread_id: Id
    location_id: Id | None
    sender_type: SenderType
    sender_id: Id | None
    message_id: Id | None
    client_message_id: ClientMessageId | None
    rejected_at: Timestamp


ThreadEvent = ThreadOpened | MessagePosted | ThreadRead | ThreadMarkedUnread
"""What changes a thread."""

ChatEvent = ThreadEvent | CommandRejected

EVENTS: dict[str, type[ChatEvent]] = {event.__name__: event for event in get_args(ChatEvent)}
"""Every event by its `ce_type`."""
