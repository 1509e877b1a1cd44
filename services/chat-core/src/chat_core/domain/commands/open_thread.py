"""OpenThread: an operator starts a conversation."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from booking_chat.contracts.commands import OpenThread
from booking_chat.contracts.events import ChatEvent
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import RejectionReason, SenderType
from chat_core.domain.commands.handler import CommandHandler
from chat_core.domain.commands.rules import opening, writing_objection
from chat_core.domain.context import Context
from chat_core.domain.thread import Thread


@dataclass(slots=True)
class OpenThreadHandler(CommandHandler):
    command: OpenThread
    sent_by: ClassVar[frozenset[SenderType]] = frozenset({SenderType.OPERATOR})

    def objection(
        self, thread: Thread | None, context: Context, booking: BookingChanged
    ) -> RejectionReason | None:
        del thread
        return writing_objection(context, booking)

    def events(
        self, thread: Thread | None, context: Context, booking: BookingChanged, at: datetime
    ) -> tuple[ChatEvent, ...]:
        del context
        return () if thread else (opening(booking, self.command.sender, at),)

    def events_again(self, thread: Thread) -> tuple[ChatEvent, ...]:
        return (thread.opening,)
