"""Commands on `chat.commands.v1`, keyed by booking id: what somebody wants to happen.

Imperative names, unknown fields forbidden. Threads and messages are not named by their
ids: chat-core derives those itself, so that a command cannot carry a wrong one.
"""

from typing import get_args

from booking_chat.contracts.base import StrictContract
from booking_chat.contracts.values import (
    BookingKeyed,
    ClientMessageId,
    Id,
    MessageText,
    Sender,
    Seq,
)

PORTAL_SOURCE = "/portal-gateway"
"""The `ce_source` of customers' commands."""
OPERATOR_SOURCE = "/operator-gateway"
"""The `ce_source` of operators' commands."""


class Command(BookingKeyed, StrictContract):
    """Fields of every command.

    `location_id` is the location for which an operator was authorised, and null for a
    customer, whose authority is the booking itself.
    """

    location_id: Id | None
    sender: Sender


class OpenThread(Command):
    """An operator starts a conversation from a booking."""


class PostMessage(Command):
    client_message_id: ClientMessageId
    text: MessageText


class MarkRead(Command):
    """The sender's side has read everything up to and including `seq`."""

    seq: Seq


class MarkUnread(Command):
    """An operator puts the thread back among the unread ones."""


ChatCommand = OpenThread | PostMessage | MarkRead | MarkUnread

COMMANDS: dict[str, type[ChatCommand]] = {
    command.__name__: command for command in get_args(ChatCommand)
}
"""Every command by its `ce_type`."""
