"""What the notifier knows of a conversation: its newest message and its read marks. Pure.

Events may be redelivered, one by one or from the start of the log: a copy changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from pydantic import Field

from booking_chat.contracts.events import MessagePosted, ThreadMarkedUnread, ThreadRead
from booking_chat.contracts.values import SenderType
from notifier.domain.stored import Stored

CUSTOMER_KEY = "customer"


class ReadMark(Stored):
    """One side has read everything up to `seq`; `at` is null while it has read nothing."""

    seq: int = 0
    at: datetime | None = None


class KnownThread(Stored):
    """`heard` is the seq of the newest message that was planned for.

    `latest` has the newest restrained delivery of each destination by the destination's id, and
    that of the customer as `customer`.
    """

    id: str = Field(alias="_id")
    heard: int = 0
    operator_read: ReadMark = ReadMark()
    customer_read: ReadMark = ReadMark()
    marked_unread_at: datetime | None = None
    latest: Mapping[str, str] = {}
    rev: int = 0

    def read_by(self, side: SenderType) -> int:
        """The seq up to which a side has read."""
        match side:
            case SenderType.OPERATOR:
                return self.operator_read.seq
            case SenderType.CUSTOMER:
                return self.customer_read.seq
            case _:
                assert_never(side)

    def with_message(self, message: MessagePosted) -> "KnownThread":
        """After a new message: its sender has read everything up to it."""
        mark = ReadMark(seq=message.seq, at=message.sent_at)
        return self.updated(heard=message.seq, **{_mark_of(message.sender_type): mark})

    def with_reading(self, event: ThreadRead) -> "KnownThread":
        """Marks move forward only. Reading from before a mark as unread is too late."""
        side = event.side
        is_copy = event.read_seq <= self.read_by(side)
        too_late = self.marked_unread_at is not None and event.read_at <= self.marked_unread_at
        if is_copy or (side is SenderType.OPERATOR and too_late):
            return self
        return self.updated(**{_mark_of(side): ReadMark(seq=event.read_seq, at=event.read_at)})

    def with_unreading(self, event: ThreadMarkedUnread) -> "KnownThread":
        """Moves staff's mark back, unless they have read since."""
        read_since = self.operator_read.at is not None and event.marked_at <= self.operator_read.at
        if read_since:
            return self
        mark = ReadMark(seq=event.read_seq, at=event.marked_at)
        return self.updated(operator_read=mark, marked_unread_at=event.marked_at)


def _mark_of(side: SenderType) -> str:
    match side:
        case SenderType.OPERATOR:
            return "operator_read"
        case SenderType.CUSTOMER:
            return "customer_read"
        case _:
            assert_never(side)
