"""The record of an event: the same event always becomes the same bytes."""

from datetime import datetime
from typing import assert_never

from booking_chat.contracts.bounds import MAX_CODE_LENGTH, cut
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, encode
from booking_chat.contracts.events import (
    ChatEvent,
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.ids import derived_id
from booking_chat.contracts.topics import MAX_RECORD_BYTES
from chat_core.domain.batch import Changes

SOURCE = "/chat-core"
MAX_EVENT_BYTES = MAX_RECORD_BYTES - 4 * 1024
"""What a record's value may have beside its key, headers and frame."""


NumberedRecord = tuple[OutgoingRecord, int | None]
"""A record with the partition that it goes to."""


def to_record(event: ChatEvent) -> OutgoingRecord:
    """The Kafka record of `event`, its id derived from what it says.

    One that no topic would take has its names cut to their bounds.
    A read mark may be said again after more was written: then it says something else, and is
    another event.
    """
    record = encode(_envelope(event))
    if isinstance(event, MessagePosted) and len(record.value or b"") > MAX_EVENT_BYTES:
        # Stored before names had bounds, and never published: no topic takes it as it is.
        return encode(_envelope(_with_names_cut(event)))
    return record


def records_of(changes: Changes) -> list[NumberedRecord]:
    """An event goes to the partition its command came from: both topics are keyed alike."""
    return [(to_record(event), partition) for partition, event in changes.events]


def _with_names_cut(event: MessagePosted) -> MessagePosted:
    return event.model_copy(
        update={
            "sender_name": cut(event.sender_name),
            "customer_name": cut(event.customer_name),
            "confirmation_code": cut(event.confirmation_code, MAX_CODE_LENGTH),
        }
    )


def _envelope(event: ChatEvent) -> Envelope[ChatEvent]:
    event_id, time = _id_and_time(event)
    return Envelope(id=event_id, type=type(event).__name__, source=SOURCE, time=time, data=event)


def _id_and_time(event: ChatEvent) -> tuple[str, datetime]:
    match event:
        case MessagePosted():
            return event.message_id, event.sent_at
        case ThreadOpened():
            return derived_id("opened", event.thread_id), event.opened_at
        case ThreadRead():
            side = str(int(event.side))
            return derived_id("read", side, *_mark(event, event.read_at)), event.read_at
        case CommandRejected():
            return derived_id("rejected", event.command_id), event.rejected_at
        case ThreadMarkedUnread():
            return derived_id("marked-unread", *_mark(event, event.marked_at)), event.marked_at
        case _:
            assert_never(event)


def _mark(event: ThreadRead | ThreadMarkedUnread, moment: datetime) -> tuple[str, ...]:
    """All that a read mark says."""
    numbers = (str(event.read_seq), str(event.unread))
    return (event.thread_id, event.location_id, *numbers, moment.isoformat())
