"""Live events as hubs hand them out."""

import json

from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.events import CommandRejected, MessagePosted, ThreadRead
from booking_chat.contracts.http.views import booking_view
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.records import BookingChanged, LocationSettingsChanged
from booking_chat.contracts.topics import BOOKINGS, EVENTS, LOCATIONS
from booking_chat.contracts.values import RejectionReason, Sender, SenderType
from booking_chat.gateway.live.event import LiveData, LiveEvent
from support.chat import NOON
from support.logged_records import LoggedRecord

CLIENT_ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def live(data: LiveData, event_id: str = "event-1") -> LiveEvent:
    return Envelope(event_id, type(data).__name__, "/chat-core", NOON, data)


def posted(
    booking_id: str = "booking-1", *, location_id: str = "lisbon", seq: int = 1, text: str = "Hi"
) -> LiveEvent:
    thread = thread_id(booking_id)
    return live(
        MessagePosted(
            booking_id=booking_id,
            thread_id=thread,
            location_id=location_id,
            message_id=message_id(thread, CLIENT_ID),
            client_message_id=CLIENT_ID,
            seq=seq,
            sender_type=SenderType.CUSTOMER,
            sender_name="Zoë Lindqvist",
            text=text,
            sent_at=NOON,
            customer_name="Zoë Lindqvist",
            confirmation_code="KAYAK7-2026",
        )
    )


def read_by_operator(booking_id: str = "booking-1", *, location_id: str = "lisbon") -> LiveEvent:
    return live(
        ThreadRead(
            booking_id=booking_id,
            thread_id=thread_id(booking_id),
            location_id=location_id,
            side=SenderType.OPERATOR,
            read_seq=1,
            read_at=NOON,
            unread=0,
        )
    )


def rejected(
    by: Sender, booking_id: str = "booking-1", *, location_id: str | None = "lisbon"
) -> LiveEvent:
    return live(
        CommandRejected(
            booking_id=booking_id,
            command_id="command-1",
            command_type="PostMessage",
            reason=RejectionReason.MESSAGING_DISABLED,
            thread_id=thread_id(booking_id),
            location_id=location_id,
            sender_type=by.sender_type,
            sender_id=by.sender_id,
            message_id=message_id(thread_id(booking_id), CLIENT_ID),
            client_message_id=CLIENT_ID,
            rejected_at=NOON,
        )
    )


def switched(
    location_id: str = "lisbon", *, portal: bool = True, messaging: bool = True
) -> LiveEvent:
    return live(
        LocationSettingsChanged(
            location_id=location_id,
            version=2,
            changed_at=NOON,
            portal_enabled=portal,
            support_messaging=messaging,
        )
    )


def told_of(booking: BookingChanged) -> LiveEvent:
    """A booking as live readers see it."""
    return Envelope("event-1", "BookingChanged", "/booking-platform", NOON, booking_view(booking))


def booking_record(booking: BookingChanged, offset: int = 0) -> LoggedRecord:
    """As its platform publishes it."""
    record = encode(Envelope("event-1", "BookingChanged", "/booking-platform", NOON, booking))
    return LoggedRecord(offset, record.key, record.value, record.headers, topic=BOOKINGS.name)


def booking_tombstone(booking_id: str, offset: int = 0) -> LoggedRecord:
    return LoggedRecord(offset, booking_id.encode(), None, [], topic=BOOKINGS.name)


def as_record(event: LiveEvent, *, indent: int | None = None, **later_fields: str) -> LoggedRecord:
    """As the log has it: written by a later version that knows more fields, or by a stranger."""
    record = encode(event)
    topic = LOCATIONS if isinstance(event.data, LocationSettingsChanged) else EVENTS
    value = record.value
    if later_fields or indent is not None:
        value = json.dumps({**json.loads(value or b""), **later_fields}, indent=indent).encode()
    return LoggedRecord(0, record.key, value, record.headers, topic=topic.name)
