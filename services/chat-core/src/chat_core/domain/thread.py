"""A thread as its events left it: pure state, and how an event changes it.

The running count of the customer's messages is what makes unread numbers exact: nothing is
ever incremented blindly.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, assert_never

from booking_chat.contracts.events import (
    MessagePosted,
    ThreadEvent,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.values import SenderType, preview


@dataclass(frozen=True, slots=True)
class ReadMark:
    """How far one side has read: up to `seq`.

    `customer_count` counts the customer's messages among 1 … `seq`; `at` is when the mark
    last moved, None when it never did.
    """

    seq: int = 0
    customer_count: int = 0
    at: datetime | None = None


class Thread(NamedTuple):
    """A conversation as its events left it.

    `customer_count` counts the customer's messages among 1 … `last_seq`. `location_id` moves
    with the booking, `opened_in` is where it was when the thread opened.
    A named tuple because every message makes a new one, for a third of a dataclass's price.
    """

    thread_id: str
    booking_id: str
    location_id: str
    opened_by: SenderType
    opened_at: datetime
    opened_in: str
    last_seq: int = 0
    customer_count: int = 0
    last_customer_seq: int = 0
    last_message_at: datetime | None = None
    preview: str | None = None
    operator_read: ReadMark = ReadMark()
    customer_read: ReadMark = ReadMark()
    marked_unread_at: datetime | None = None

    @property
    def names(self) -> dict[str, str]:
        """The fields that every event of this thread carries."""
        return {
            "booking_id": self.booking_id,
            "thread_id": self.thread_id,
            "location_id": self.location_id,
        }

    @property
    def opening(self) -> ThreadOpened:
        """The event that opened it, as it was said at first."""
        return ThreadOpened.as_stored(
            {
                "booking_id": self.booking_id,
                "thread_id": self.thread_id,
                "location_id": self.opened_in,
                "opened_by": self.opened_by,
                "opened_at": self.opened_at,
            }
        )

    @property
    def operator_unread(self) -> int:
        """Customer messages after the operators' mark."""
        return self.customer_count - self.operator_read.customer_count

    @property
    def customer_unread(self) -> int:
        """Operator messages after the customer's mark."""
        mark = self.customer_read
        return (self.last_seq - self.customer_count) - (mark.seq - mark.customer_count)

    def mark_of(self, side: SenderType) -> ReadMark:
        return self.operator_read if side is SenderType.OPERATOR else self.customer_read

    def unread_of(self, side: SenderType) -> int:
        return self.operator_unread if side is SenderType.OPERATOR else self.customer_unread


def evolve(thread: Thread | None, event: ThreadEvent) -> Thread:
    """The thread after `event`. Only ThreadOpened may come while there is no thread."""
    if isinstance(event, ThreadOpened):
        return _opened(event)
    if thread is None:
        raise ValueError(f"{type(event).__name__} needs an open thread")
    match event:
        case MessagePosted():
            return _with_message(thread, event)
        case ThreadRead():
            return _with_read_mark(thread, event)
        case ThreadMarkedUnread():
            return _marked_unread(thread, event)
        case _:
            assert_never(event)


def _opened(event: ThreadOpened) -> Thread:
    return Thread(
        thread_id=event.thread_id,
        booking_id=event.booking_id,
        location_id=event.location_id,
        opened_by=event.opened_by,
        opened_at=event.opened_at,
        opened_in=event.location_id,
    )


def _marked_unread(thread: Thread, event: ThreadMarkedUnread) -> Thread:
    count = thread.customer_count - event.unread
    mark = ReadMark(event.read_seq, count, event.marked_at)
    return thread._replace(operator_read=mark, marked_unread_at=event.marked_at)


def _with_message(thread: Thread, event: MessagePosted) -> Thread:
    """Adds the message and moves its sender's read mark up to it: who writes has read."""
    by_customer = event.sender_type is SenderType.CUSTOMER
    customer_count = thread.customer_count + by_customer
    mark = ReadMark(event.seq, customer_count, event.sent_at)
    return thread._replace(
        last_seq=event.seq,
        customer_count=customer_count,
        last_customer_seq=event.seq if by_customer else thread.last_customer_seq,
        last_message_at=event.sent_at,
        preview=preview(event.text),
        customer_read=mark if by_customer else thread.customer_read,
        operator_read=thread.operator_read if by_customer else mark,
    )


def _with_read_mark(thread: Thread, event: ThreadRead) -> Thread:
    if event.side is SenderType.OPERATOR:
        count = thread.customer_count - event.unread
        return thread._replace(operator_read=ReadMark(event.read_seq, count, event.read_at))
    operator_messages_read = thread.last_seq - thread.customer_count - event.unread
    count = event.read_seq - operator_messages_read
    return thread._replace(customer_read=ReadMark(event.read_seq, count, event.read_at))
