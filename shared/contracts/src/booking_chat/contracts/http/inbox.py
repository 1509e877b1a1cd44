"""Shapes of the inbox: of the operator gateway and chat-core's read API, for staff only."""

from booking_chat.contracts.base import TolerantContract


class UnreadThreads(TolerantContract):
    """Threads with at least one unread customer message; `capped` when there are more."""

    threads: int
    capped: bool
