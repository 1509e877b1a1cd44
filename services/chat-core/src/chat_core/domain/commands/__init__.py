"""All that the core can do: one module for each command."""

from typing import assert_never

from booking_chat.contracts.commands import (
    ChatCommand,
    MarkRead,
    MarkUnread,
    OpenThread,
    PostMessage,
)
from chat_core.domain.commands.handler import CommandHandler
from chat_core.domain.commands.mark_read import MarkReadHandler
from chat_core.domain.commands.mark_unread import MarkUnreadHandler
from chat_core.domain.commands.open_thread import OpenThreadHandler
from chat_core.domain.commands.post_message import PostMessageHandler


def handler_of(command: ChatCommand) -> CommandHandler:
    match command:
        case PostMessage():
            return PostMessageHandler(command)
        case MarkRead():
            return MarkReadHandler(command)
        case OpenThread():
            return OpenThreadHandler(command)
        case MarkUnread():
            return MarkUnreadHandler(command)
        case _:
            assert_never(command)
