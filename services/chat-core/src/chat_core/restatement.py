"""Saying again what was decided before, from what is stored: all there is to recovery. Pure."""

from booking_chat.contracts.commands import Command, OpenThread, PostMessage
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import (
    ChatEvent,
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadRead,
)
from booking_chat.contracts.values import SenderType
from chat_core.context import Context, Posted
from chat_core.thread import Thread


def said_before(context: Context, command: Envelope[Command]) -> ChatEvent | None:
    """The final word on this very command, when it was given before."""
    if context.posted is not None and _came_from(context.posted, command):
        return context.posted.event
    for rejection in context.rejections:
        if rejection.command_id == command.id:
            return rejection
    return None


def _came_from(posted: Posted, command: Envelope[Command]) -> bool:
    if posted.command_id is not None:
        return posted.command_id == command.id
    # Recovered from its event: the same words of the same side are the same command.
    data, event = command.data, posted.event
    return (
        isinstance(data, PostMessage)
        and data.text == event.text
        and data.sender.sender_type is event.sender_type
    )


def restate(
    thread: Thread | None, context: Context, command: Envelope[Command]
) -> tuple[ChatEvent, ...]:
    """The events of a command that was decided before, as they follow from what is stored.

    Publishing them again makes good a crash between storing and publishing.
    """
    final = said_before(context, command)
    if isinstance(final, CommandRejected):
        return (final,)
    if thread is None:
        return ()
    if isinstance(final, MessagePosted):
        return (thread.opening, final) if final.seq == 1 else (final,)
    if isinstance(command.data, OpenThread):
        return (thread.opening,)
    return read_mark_events(thread, command.data.sender.sender_type)


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
