"""The heart: what a command comes to.

Pure: no I/O, no clock, no randomness. The same thread, context, command and time always
give the same decision.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from booking_chat.contracts.commands import (
    OPERATOR_SOURCE,
    PORTAL_SOURCE,
    Command,
    MarkRead,
    MarkUnread,
    OpenThread,
    PostMessage,
)
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import (
    ChatEvent,
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import (
    BookingStatus,
    RejectionReason,
    Sender,
    SenderType,
)
from chat_core.context import Context
from chat_core.restatement import restate, said_before
from chat_core.thread import Thread

NAMELESS_OPERATOR = "Support"
"""What a customer sees for an operator whose account has no name."""

_SOURCE_OF = {SenderType.CUSTOMER: PORTAL_SOURCE, SenderType.OPERATOR: OPERATOR_SOURCE}


class Outcome(StrEnum):
    """What a command that was seen comes to; each one is exactly one of these."""

    STORED = "stored"
    REPEATED = "repeated"
    REJECTED = "rejected"
    DEAD_LETTERED = "deadLettered"
    PARKED = "parked"
    """Set aside with its booking until that can be handled: decided later, in order."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, and the events to publish: new ones, or for a repetition the same again."""

    outcome: Outcome
    events: tuple[ChatEvent, ...]


def decide(
    thread: Thread | None, context: Context, command: Envelope[Command], now: datetime
) -> Decision:
    """What `command` does to `thread`, None while there is none.

    `now` is the latest time that anything may claim to have happened at.
    """
    if said_before(context, command) is not None:
        return Decision(Outcome.REPEATED, restate(thread, context, command))
    reason = _objection(thread, context, command)
    if reason is not None:
        return Decision(Outcome.REJECTED, (_rejection(context, command, reason, now),))
    events = _consequences(thread, context, command, min(command.time, now))
    if not events:
        return Decision(Outcome.REPEATED, restate(thread, context, command))
    return Decision(Outcome.STORED, events)


def _objection(  # noqa: PLR0911 - a list of reasons, one return each
    thread: Thread | None, context: Context, command: Envelope[Command]
) -> RejectionReason | None:
    """Why this command must not have an effect, None when it may."""
    data, booking = command.data, context.booking
    if _is_forged(command):
        return RejectionReason.FORGED_SENDER
    if context.posted is not None or context.rejections:
        return RejectionReason.ID_REUSED
    if booking is None:
        return RejectionReason.UNKNOWN_BOOKING
    if data.location_id is not None and data.location_id != booking.location_id:
        return RejectionReason.WRONG_LOCATION
    if isinstance(data, MarkRead | MarkUnread):
        return RejectionReason.UNKNOWN_THREAD if thread is None else None
    if booking.status is BookingStatus.DRAFT:
        return RejectionReason.DRAFT_BOOKING
    if not context.switches.portal_enabled:
        return RejectionReason.PORTAL_DISABLED
    if not context.switches.support_messaging:
        return RejectionReason.MESSAGING_DISABLED
    return None


def _is_forged(command: Envelope[Command]) -> bool:
    """Each gateway speaks for its own side only, and only operators have ids and locations."""
    data, sender = command.data, command.data.sender
    if command.source != _SOURCE_OF[sender.sender_type]:
        return True
    if sender.sender_type is SenderType.CUSTOMER:
        staff_only = isinstance(data, OpenThread | MarkUnread)
        return staff_only or sender.sender_id is not None or data.location_id is not None
    return sender.sender_id is None or data.location_id is None


def _consequences(
    thread: Thread | None, context: Context, command: Envelope[Command], at: datetime
) -> tuple[ChatEvent, ...]:
    """The events of an unobjectionable command; none when it changes nothing."""
    data, booking = command.data, context.booking
    if booking is None:
        raise ValueError("an unobjectionable command has a booking")
    if isinstance(data, PostMessage):
        opened = () if thread else (_opening(booking, data.sender, at),)
        return (*opened, _message(thread, context, data, at))
    if isinstance(data, OpenThread):
        return () if thread else (_opening(booking, data.sender, at),)
    if thread is None:
        return ()
    if isinstance(data, MarkRead):
        return _reading(thread, context, data, at)
    return _unreading(thread, at)


def _opening(booking: BookingChanged, opener: Sender, at: datetime) -> ThreadOpened:
    return ThreadOpened(
        booking_id=booking.booking_id,
        thread_id=thread_id(booking.booking_id),
        location_id=booking.location_id,
        opened_by=opener.sender_type,
        opened_at=at,
    )


def _message(
    thread: Thread | None, context: Context, command: PostMessage, at: datetime
) -> MessagePosted:
    """The message at the end of the thread; its time is never before its predecessor's."""
    booking, message = context.booking, context.message_id
    if booking is None or message is None:
        raise ValueError("a message needs its booking and its id")
    previous = thread.last_message_at if thread else None
    by_customer = command.sender.sender_type is SenderType.CUSTOMER
    return MessagePosted(
        booking_id=booking.booking_id,
        thread_id=thread_id(booking.booking_id),
        location_id=booking.location_id,
        message_id=message,
        client_message_id=command.client_message_id,
        seq=thread.last_seq + 1 if thread else 1,
        sender_type=command.sender.sender_type,
        sender_name=booking.customer.name
        if by_customer
        else command.sender.sender_name or NAMELESS_OPERATOR,
        text=command.text,
        sent_at=max(at, previous) if previous else at,
        customer_name=booking.customer.name,
        confirmation_code=booking.confirmation_code,
    )


def _reading(
    thread: Thread, context: Context, command: MarkRead, at: datetime
) -> tuple[ChatEvent, ...]:
    """Read marks only move forward; one that is older than a marking as unread is too late."""
    side = command.sender.sender_type
    seq = min(command.seq, thread.last_seq)
    if seq <= thread.mark_of(side).seq:
        return ()
    too_late = thread.marked_unread_at is not None and at <= thread.marked_unread_at
    if side is SenderType.OPERATOR and too_late:
        return ()
    customer_messages_after = thread.customer_count - context.customer_count_at(seq)
    operator_messages_after = thread.last_seq - seq - customer_messages_after
    unread = customer_messages_after if side is SenderType.OPERATOR else operator_messages_after
    return (ThreadRead(**thread.names, side=side, read_seq=seq, read_at=at, unread=unread),)


def _unreading(thread: Thread, at: datetime) -> tuple[ChatEvent, ...]:
    """Moves the operators' mark to just before the customer's newest message."""
    has_nothing_to_unread = thread.customer_count == 0 or thread.operator_unread > 0
    read_since = thread.operator_read.at is not None and at <= thread.operator_read.at
    if has_nothing_to_unread or read_since:
        return ()
    return (
        ThreadMarkedUnread(
            **thread.names, read_seq=thread.last_customer_seq - 1, unread=1, marked_at=at
        ),
    )


def _rejection(
    context: Context, command: Envelope[Command], reason: RejectionReason, now: datetime
) -> CommandRejected:
    data = command.data
    client_id = data.client_message_id if isinstance(data, PostMessage) else None
    return CommandRejected(
        command_id=command.id,
        command_type=command.type,
        reason=reason,
        booking_id=data.booking_id,
        thread_id=thread_id(data.booking_id),
        location_id=data.location_id or (context.booking and context.booking.location_id),
        sender_type=data.sender.sender_type,
        sender_id=data.sender.sender_id,
        message_id=context.message_id,
        client_message_id=client_id,
        rejected_at=now,
    )
