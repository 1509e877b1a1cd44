"""Publishing again what was decided before, from what is stored: all there is to a crash. Pure."""

from typing import assert_never

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import ChatEvent, CommandRejected, MessagePosted
from chat_core.domain.commands import handler_of
from chat_core.domain.context import Context, Posted
from chat_core.domain.thread import Thread


def decided_before(
    context: Context, command: Envelope[ChatCommand]
) -> MessagePosted | CommandRejected | None:
    """The event that settled this very command, None while nothing has."""
    if context.posted is not None and _came_from(context.posted, command):
        return context.posted.event
    for rejection in context.rejections:
        if rejection.command_id == command.id:
            return rejection
    return None


def _came_from(posted: Posted, command: Envelope[ChatCommand]) -> bool:
    if posted.command_id is not None:
        return posted.command_id == command.id
    # Recovered from its event, which does not name its command.
    return handler_of(command.data).may_have_caused(posted.event)


def events_again(
    thread: Thread | None, context: Context, command: Envelope[ChatCommand]
) -> tuple[ChatEvent, ...]:
    """The events of a command that was decided before, as they follow from what is stored.

    Publishing them again makes good a crash between storing and publishing.
    """
    settled = decided_before(context, command)
    match settled:
        case CommandRejected():
            return (settled,)
        case MessagePosted():
            return _message_again(thread, settled)
        case None:
            return handler_of(command.data).events_again(thread) if thread else ()
        case _:
            assert_never(settled)


def _message_again(thread: Thread | None, message: MessagePosted) -> tuple[ChatEvent, ...]:
    if thread is None:
        return ()
    return (thread.opening, message) if message.seq == 1 else (message,)
