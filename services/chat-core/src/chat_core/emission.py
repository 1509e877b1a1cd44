"""The record of an event: the same event always becomes the same bytes."""

from datetime import datetime

from booking_chat.contracts.events import (
    ChatEvent,
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.envelope import Envelope, OutgoingRecord, encode
from booking_chat.ids import derived_id

SOURCE = "/chat-core"


def to_record(event: ChatEvent) -> OutgoingRecord:
    """The Kafka record of `event`, its id derived from what it says.

    A read mark may be said again after more was written: then it says something else, and is
    another event.
    """
    if isinstance(event, MessagePosted):
        event_id, time = event.message_id, event.sent_at
    elif isinstance(event, ThreadOpened):
        event_id, time = derived_id("opened", event.thread_id), event.opened_at
    elif isinstance(event, ThreadRead):
        event_id = derived_id("read", str(int(event.side)), *_mark(event, event.read_at))
        time = event.read_at
    elif isinstance(event, CommandRejected):
        event_id, time = derived_id("rejected", event.command_id), event.rejected_at
    else:
        event_id = derived_id("marked-unread", *_mark(event, event.marked_at))
        time = event.marked_at
    return encode(
        Envelope(id=event_id, type=type(event).__name__, source=SOURCE, time=time, data=event)
    )


def _mark(event: ThreadRead | ThreadMarkedUnread, moment: datetime) -> tuple[str, ...]:
    """All that a read mark says."""
    numbers = (str(event.read_seq), str(event.unread))
    return (event.thread_id, event.location_id, *numbers, moment.isoformat())
