"""Notices to send in tests, about a booking that does not exist."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from booking_chat.contracts.alerts import CUSTOMER_MESSAGE_RECEIVED, CustomerMessageReceived
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.values import SenderType
from notifier.domain.notices import (
    BookingFacts,
    LocationFacts,
    Notice,
    NoticeMessage,
    PausedDestination,
)

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
LISBON = LocationFacts("lisbon-river", "Lisbon River Tours", "Europe/Lisbon")
BOOKING = BookingFacts(
    booking_id="booking-lis-1019",
    confirmation_code="LIS1019-A1B2C3",
    customer_name="Ada Lovelace",
    activity_name="Sunset sail on the Tagus",
    start_time=NOON + timedelta(days=3, hours=6),
    time_zone="Europe/Lisbon",
)
QUESTION = "Is there parking?"


def message(
    seq: int, text: str = QUESTION, sender: SenderType = SenderType.CUSTOMER, name: str = ""
) -> NoticeMessage:
    return NoticeMessage(
        message_id=f"message-{seq}",
        seq=seq,
        sender_type=sender,
        sender_name=name or ("Ada Lovelace" if sender is SenderType.CUSTOMER else "Ana Ferreira"),
        text=text,
        sent_at=NOON + timedelta(minutes=seq),
    )


def event(preview: str = QUESTION) -> Envelope[CustomerMessageReceived]:
    return Envelope(
        id="delivery-1",
        type=CUSTOMER_MESSAGE_RECEIVED,
        source="/notifier",
        time=NOON,
        data=CustomerMessageReceived(
            booking_id=BOOKING.booking_id,
            thread_id="thread-1",
            location_id=LISBON.location_id,
            message_id="message-1",
            seq=1,
            customer_name=BOOKING.customer_name,
            message_preview=preview,
            confirmation_code=BOOKING.confirmation_code,
            occurred_at=NOON,
        ),
    )


def customer_wrote(*messages: NoticeMessage) -> Notice:
    """The alert about a customer's first message."""
    told = messages or (message(1),)
    return Notice(
        id="delivery-1",
        kind=NoticeKind.CUSTOMER_MESSAGE_RECEIVED,
        location=LISBON,
        event=event(),
        thread_id="thread-1",
        booking=BOOKING,
        messages=told,
        message_count=len(told),
        link="https://dashboard.example/#/locations/lisbon-river/threads/thread-1",
        unsubscribe_url="https://dashboard.example/alerts/unsubscribe?token=abc",
    )


def staff_answered() -> Notice:
    answers = (
        message(1, "At the pier.", SenderType.OPERATOR),
        message(2, "By the blue boat.", SenderType.OPERATOR),
    )
    return replace(
        customer_wrote(*answers),
        id="delivery-2",
        kind=NoticeKind.CUSTOMER_HAS_REPLY,
        event=None,
        link="https://portal.example/c#token",
        unsubscribe_url="https://portal.example/alerts/unsubscribe?token=def",
    )


def destination_paused() -> Notice:
    return Notice(
        id="delivery-3",
        kind=NoticeKind.DESTINATION_PAUSED,
        location=LISBON,
        paused=PausedDestination(
            "Channel manager", "https://hooks.example/…", "It failed for five days.", NOON
        ),
        link="https://dashboard.example/#/locations/lisbon-river/settings",
    )


def verification() -> Notice:
    return Notice(
        id="delivery-4",
        kind=NoticeKind.DESTINATION_VERIFICATION,
        location=LISBON,
        link="https://dashboard.example/alerts/verify?token=abc",
    )


def sample() -> Notice:
    return replace(
        customer_wrote(message(1, "This is a test from booking-chat.")),
        kind=NoticeKind.DESTINATION_TEST,
    )
