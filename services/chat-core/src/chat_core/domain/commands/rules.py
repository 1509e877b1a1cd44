"""Rules and events that several commands share."""

from datetime import datetime

from booking_chat.contracts import writing
from booking_chat.contracts.events import ChatEvent, ThreadMarkedUnread, ThreadOpened, ThreadRead
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import RejectionReason, Sender, SenderType
from chat_core.domain.context import Context
from chat_core.domain.thread import Thread


def writing_objection(context: Context, booking: BookingChanged) -> RejectionReason | None:
    """Why nobody may write about this booking, None when they may.

    A withdrawn booking is none that a command is decided by: `decide` has rejected it already.
    """
    return writing.writing_objection(booking.status, context.switches, withdrawn=False)


def opening(booking: BookingChanged, opener: Sender, at: datetime) -> ThreadOpened:
    return ThreadOpened(
        booking_id=booking.booking_id,
        thread_id=thread_id(booking.booking_id),
        location_id=booking.location_id,
        opened_by=opener.sender_type,
        opened_at=at,
    )


def read_mark_events(thread: Thread, side: SenderType) -> tuple[ChatEvent, ...]:
    """The event that says how one side's read mark stands now."""
    mark = thread.mark_of(side)
    if mark.at is None:
        return ()
    if side is SenderType.OPERATOR and mark.at == thread.marked_unread_at:
        return (
            ThreadMarkedUnread.as_stored(
                {
                    **thread.names,
                    "read_seq": mark.seq,
                    "unread": thread.operator_unread,
                    "marked_at": mark.at,
                }
            ),
        )
    return (
        ThreadRead.as_stored(
            {
                **thread.names,
                "side": side,
                "read_seq": mark.seq,
                "read_at": mark.at,
                "unread": thread.unread_of(side),
            }
        ),
    )
