"""Words to write scenarios with: bookings and commands, with whatever a test does not care
about filled in."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from booking_chat.contracts.commands import (
    OPERATOR_SOURCE,
    PORTAL_SOURCE,
    ChatCommand,
    MarkRead,
    MarkUnread,
    OpenThread,
    PostMessage,
)
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.ids import message_id, post_command_id, thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import (
    CUSTOMER,
    BookingStatus,
    Customer,
    Sender,
    SenderType,
)

NOON = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
OPERATOR = Sender(sender_type=SenderType.OPERATOR, sender_id="operator-1", sender_name="Ana Sousa")


def at(seconds: float) -> datetime:
    """A moment some seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def a_booking(
    booking_id: str = "booking-1",
    *,
    location_id: str = "lisbon",
    status: BookingStatus = BookingStatus.CONFIRMED,
    language: str | None = None,
) -> BookingChanged:
    return BookingChanged(
        booking_id=booking_id,
        location_id=location_id,
        confirmation_code="KAYAK7-2026",
        status=status,
        customer=Customer(customer_id="customer-1", name="Zoë Lindqvist", email="zoe@example.com"),
        activity_name="Sunset kayaking",
        start_time=at(86_400),
        end_time=at(93_600),
        time_zone="Europe/Lisbon",
        language=language,
    )


def post(
    text: str = "Hello",
    *,
    by: Sender = CUSTOMER,
    booking_id: str = "booking-1",
    location_id: str | None = "lisbon",
    client_message_id: str | None = None,
    time: datetime = NOON,
) -> Envelope[ChatCommand]:
    """A PostMessage as its gateway makes it: the same arguments give the same command."""
    client_id = client_message_id or str(uuid4())
    message = message_id(thread_id(booking_id), client_id)
    return _command(
        PostMessage(
            booking_id=booking_id,
            location_id=location_id if by.sender_type is SenderType.OPERATOR else None,
            sender=by,
            client_message_id=client_id,
            text=text,
        ),
        post_command_id(message, by, text),
        time,
    )


def open_thread(
    booking_id: str = "booking-1", *, location_id: str = "lisbon", time: datetime = NOON
) -> Envelope[ChatCommand]:
    command = OpenThread(booking_id=booking_id, location_id=location_id, sender=OPERATOR)
    return _command(command, str(uuid4()), time)


def mark_read(
    seq: int, *, by: Sender = OPERATOR, booking_id: str = "booking-1", time: datetime = NOON
) -> Envelope[ChatCommand]:
    location = "lisbon" if by.sender_type is SenderType.OPERATOR else None
    command = MarkRead(booking_id=booking_id, location_id=location, sender=by, seq=seq)
    return _command(command, str(uuid4()), time)


def mark_unread(
    *, by: Sender = OPERATOR, booking_id: str = "booking-1", time: datetime = NOON
) -> Envelope[ChatCommand]:
    location = "lisbon" if by.sender_type is SenderType.OPERATOR else None
    command = MarkUnread(booking_id=booking_id, location_id=location, sender=by)
    return _command(command, str(uuid4()), time)


def _command(command: ChatCommand, command_id: str, time: datetime) -> Envelope[ChatCommand]:
    by_customer = command.sender.sender_type is SenderType.CUSTOMER
    source = PORTAL_SOURCE if by_customer else OPERATOR_SOURCE
    return Envelope(command_id, type(command).__name__, source, time, command)
