"""The heart: what a command comes to.

Pure: no I/O, no clock, no randomness. The same thread, context, command and time always
give the same decision.
"""

from dataclasses import dataclass
from datetime import datetime

from booking_chat.contracts.commands import OPERATOR_SOURCE, PORTAL_SOURCE, ChatCommand
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import ChatEvent, CommandRejected
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import RejectionReason, SenderType
from chat_core.domain.commands import handler_of
from chat_core.domain.commands.handler import CommandHandler
from chat_core.domain.context import Context
from chat_core.domain.position import Outcome
from chat_core.domain.reemission import decided_before, events_again
from chat_core.domain.thread import Thread

_SOURCE_OF = {SenderType.CUSTOMER: PORTAL_SOURCE, SenderType.OPERATOR: OPERATOR_SOURCE}


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, and the events to publish: new ones, or for a repetition the same again."""

    outcome: Outcome
    events: tuple[ChatEvent, ...]


def decide(
    thread: Thread | None, context: Context, command: Envelope[ChatCommand], now: datetime
) -> Decision:
    """What `command` does to `thread`, None while there is none.

    `now` is the latest time that anything may claim to have happened at.
    """
    if decided_before(context, command) is not None:
        return Decision(Outcome.REPEATED, events_again(thread, context, command))
    handler, booking = handler_of(command.data), context.booking
    reason = _objection_to_sender(context, command, handler)
    if reason is not None:
        return _rejected(context, command, handler, reason, now)
    if booking is None:
        return _rejected(context, command, handler, RejectionReason.UNKNOWN_BOOKING, now)
    reason = _objection(thread, context, handler, command.data, booking)
    if reason is not None:
        return _rejected(context, command, handler, reason, now)
    events = handler.events(thread, context, booking, min(command.time, now))
    if not events:
        return Decision(Outcome.REPEATED, events_again(thread, context, command))
    return Decision(Outcome.STORED, events)


def _objection_to_sender(
    context: Context, command: Envelope[ChatCommand], handler: CommandHandler
) -> RejectionReason | None:
    if _is_forged(command, handler):
        return RejectionReason.FORGED_SENDER
    if context.posted is not None or context.rejections:
        return RejectionReason.ID_REUSED
    return None


def _is_forged(command: Envelope[ChatCommand], handler: CommandHandler) -> bool:
    """Each gateway speaks for its own side only, and only operators have ids and locations."""
    data, sender = command.data, command.data.sender
    if command.source != _SOURCE_OF[sender.sender_type]:
        return True
    if sender.sender_type not in handler.sent_by:
        return True
    if sender.sender_type is SenderType.CUSTOMER:
        return sender.sender_id is not None or data.location_id is not None
    return sender.sender_id is None or data.location_id is None


def _objection(
    thread: Thread | None,
    context: Context,
    handler: CommandHandler,
    command: ChatCommand,
    booking: BookingChanged,
) -> RejectionReason | None:
    if command.location_id is not None and command.location_id != booking.location_id:
        return RejectionReason.WRONG_LOCATION
    return handler.objection(thread, context, booking)


def _rejected(
    context: Context,
    command: Envelope[ChatCommand],
    handler: CommandHandler,
    reason: RejectionReason,
    now: datetime,
) -> Decision:
    data = command.data
    rejection = CommandRejected(
        command_id=command.id,
        command_type=command.type,
        reason=reason,
        booking_id=data.booking_id,
        thread_id=thread_id(data.booking_id),
        location_id=data.location_id or (context.booking and context.booking.location_id),
        sender_type=data.sender.sender_type,
        sender_id=data.sender.sender_id,
        message_id=context.message_id,
        client_message_id=handler.client_message_id,
        rejected_at=now,
    )
    return Decision(Outcome.REJECTED, (rejection,))
