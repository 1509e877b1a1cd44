"""The record of an event: the same event always becomes the same bytes."""

from booking_chat.contracts.events import (
    ChatEvent,
    CommandRejected,
    MessagePosted,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.envelope import Envelope, OutgoingRecord, encode
from booking_chat.ids import derived_id

SOURCE = "/chat-core"


def to_record(event: ChatEvent) -> OutgoingRecord:
    """The Kafka record of `event`, its id derived from what it says."""
    if isinstance(event, MessagePosted):
        event_id, time = event.message_id, event.sent_at
    elif isinstance(event, ThreadOpened):
        event_id, time = derived_id("opened", event.thread_id), event.opened_at
    elif isinstance(event, ThreadRead):
        side, moment = str(int(event.side)), event.read_at.isoformat()
        event_id, time = derived_id("read", event.thread_id, side, moment), event.read_at
    elif isinstance(event, CommandRejected):
        event_id, time = derived_id("rejected", event.command_id), event.rejected_at
    else:
        moment = event.marked_at.isoformat()
        event_id, time = derived_id("marked-unread", event.thread_id, moment), event.marked_at
    return encode(
        Envelope(id=event_id, type=type(event).__name__, source=SOURCE, time=time, data=event)
    )
