"""MarkRead: one side has read up to a seq."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from booking_chat.contracts.commands import MarkRead
from booking_chat.contracts.events import ChatEvent, ThreadRead
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import RejectionReason, SenderType
from chat_core.domain.commands.handler import CommandHandler
from chat_core.domain.commands.rules import read_mark_events
from chat_core.domain.context import Context
from chat_core.domain.thread import Thread


@dataclass(slots=True)
class MarkReadHandler(CommandHandler):
    command: MarkRead
    sent_by: ClassVar[frozenset[SenderType]] = frozenset(SenderType)

    @property
    def read_seq(self) -> int:
        return self.command.seq

    def objection(
        self, thread: Thread | None, context: Context, booking: BookingChanged
    ) -> RejectionReason | None:
        del context, booking
        return RejectionReason.UNKNOWN_THREAD if thread is None else None

    def events(
        self, thread: Thread | None, context: Context, booking: BookingChanged, at: datetime
    ) -> tuple[ChatEvent, ...]:
        """Marks only move forward; one that is older than a marking as unread is too late."""
        del booking
        if thread is None:
            return ()
        side = self.command.sender.sender_type
        seq = min(self.command.seq, thread.last_seq)
        if seq <= thread.mark_of(side).seq:
            return ()
        too_late = thread.marked_unread_at is not None and at <= thread.marked_unread_at
        if side is SenderType.OPERATOR and too_late:
            return ()
        from_customer = thread.customer_count - context.customer_count_at(seq)
        from_operators = thread.last_seq - seq - from_customer
        unread = from_customer if side is SenderType.OPERATOR else from_operators
        return (ThreadRead(**thread.names, side=side, read_seq=seq, read_at=at, unread=unread),)

    def events_again(self, thread: Thread) -> tuple[ChatEvent, ...]:
        return read_mark_events(thread, self.command.sender.sender_type)
