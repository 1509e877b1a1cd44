"""MarkUnread: an operator puts the thread back among the unread ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from booking_chat.contracts.commands import MarkUnread
from booking_chat.contracts.events import ChatEvent, ThreadMarkedUnread
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import RejectionReason, SenderType
from chat_core.domain.commands.handler import CommandHandler
from chat_core.domain.commands.rules import read_mark_events
from chat_core.domain.context import Context
from chat_core.domain.thread import Thread


@dataclass(slots=True)
class MarkUnreadHandler(CommandHandler):
    command: MarkUnread
    sent_by: ClassVar[frozenset[SenderType]] = frozenset({SenderType.OPERATOR})

    def objection(
        self, thread: Thread | None, context: Context, booking: BookingChanged
    ) -> RejectionReason | None:
        del context, booking
        return RejectionReason.UNKNOWN_THREAD if thread is None else None

    def events(
        self, thread: Thread | None, context: Context, booking: BookingChanged, at: datetime
    ) -> tuple[ChatEvent, ...]:
        """Moves the operators' mark to just before the customer's newest message."""
        del context, booking
        if thread is None:
            return ()
        nothing_to_mark = thread.customer_count == 0 or thread.operator_unread > 0
        read_since = thread.operator_read.at is not None and at <= thread.operator_read.at
        if nothing_to_mark or read_since:
            return ()
        before = thread.last_customer_seq - 1
        return (ThreadMarkedUnread(**thread.names, read_seq=before, unread=1, marked_at=at),)

    def events_again(self, thread: Thread) -> tuple[ChatEvent, ...]:
        return read_mark_events(thread, self.command.sender.sender_type)
