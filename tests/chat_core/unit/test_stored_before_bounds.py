"""What was stored before there were bounds is read as it is; what is made of it now is bounded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from booking_chat.contracts.bounds import MAX_CODE_LENGTH, cut
from booking_chat.contracts.envelope import Envelope, Headers, decode, encode
from booking_chat.contracts.events import EVENTS, MessagePosted
from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import Audience, DeliveryState, NoticeKind
from booking_chat.contracts.http.views import booking_view
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.values import CUSTOMER, RejectionReason, SenderType, Switches
from chat_core.domain.context import Context
from chat_core.domain.decision import decide
from chat_core.domain.event_records import to_record
from chat_core.domain.reemission import events_again
from chat_core.queries.history import message_view
from chat_core.storage.documents import (
    booking_document,
    booking_of,
    message_event,
    posted_of,
    rejection_of,
    thread_of,
)
from chat_tools.audit.copies import check_copy
from notifier.domain.bookings import KnownBooking
from notifier.domain.deliveries import Delivery
from notifier.domain.notice_building import notice_of
from notifier.queries.delivery_views import delivery_view
from support.chat import a_booking, at, mark_read, post
from support.logged_records import LoggedRecord

LONG = "Zoë" * 50_000
YEAR_5 = datetime(5, 1, 1, tzinfo=UTC)
YEAR_9999 = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
CLIENT_ID = "1b4e28ba-2fa1-41d2-883f-000000000001"
THREAD = thread_id("booking-1")
MESSAGE = message_id(THREAD, CLIENT_ID)
LARGEST_RECORD_BYTES = 64 * 1024

OLD_MESSAGE: dict[str, Any] = {
    "_id": MESSAGE,
    "threadId": THREAD,
    "seq": 1,
    "bookingId": "booking-1",
    "locationId": "lisbon",
    "clientMessageId": CLIENT_ID,
    "senderType": 0,
    "senderId": None,
    "senderName": LONG,
    "text": "Hello",
    "sentAt": YEAR_5,
    "customerName": LONG,
    "confirmationCode": LONG,
    "customerCount": 1,
    "commandId": LONG,
}
OLD_EVENT = {
    "bookingId": "booking-1",
    "threadId": THREAD,
    "locationId": "lisbon",
    "messageId": MESSAGE,
    "clientMessageId": CLIENT_ID,
    "seq": 1,
    "senderType": 0,
    "senderName": LONG,
    "text": "Hello",
    "sentAt": "0005-01-01T00:00:00Z",
    "customerName": LONG,
    "confirmationCode": LONG,
}
"""What its event said when it was first published, field by field."""
OLD_BOOKING = booking_document(a_booking()) | {
    "_id": "booking-1",
    "confirmationCode": LONG,
    "customer": {"customerId": "customer-1", "name": LONG, "email": LONG},
    "activityName": LONG,
    "startTime": YEAR_5,
    "endTime": YEAR_9999,
}
OLD_THREAD: dict[str, Any] = {
    "_id": THREAD,
    "bookingId": "booking-1",
    "locationId": "lisbon",
    "openedBy": 0,
    "openedAt": YEAR_5,
    "openedIn": "lisbon",
    "lastSeq": 1,
    "customerCount": 1,
    "lastCustomerSeq": 1,
    "lastMessageAt": YEAR_5,
    "preview": "Hello",
    "operatorRead": {"seq": 1, "customerCount": 1, "at": YEAR_5},
    "customerRead": {"seq": 1, "customerCount": 1, "at": YEAR_5},
    "markedUnreadAt": None,
}


@dataclass(frozen=True)
class Logged:
    """A record as Kafka hands it over."""

    key: bytes | None
    value: bytes | None
    headers: Headers


def logged(event: MessagePosted) -> Logged:
    record = to_record(event)
    return Logged(record.key, record.value, record.headers)


def context(booking: Mapping[str, Any], **known: Any) -> Context:
    fields: dict[str, Any] = {
        "message_id": MESSAGE,
        "booking": booking_of(dict(booking)),
        "switches": Switches(portal_enabled=True, support_messaging=True),
        "posted": None,
        "rejections": (),
        "customer_count_at": lambda _: 1,
    }
    return Context(**(fields | known))


def test_the_event_of_an_old_message_is_the_same_bytes_as_when_it_was_published() -> None:
    record = to_record(message_event(OLD_MESSAGE))

    assert record.value == json.dumps(OLD_EVENT, separators=(",", ":"), ensure_ascii=False).encode()
    assert dict(record.headers)["ce_time"] == b"0005-01-01T00:00:00.000Z"


def test_verify_finds_no_fault_with_the_event_of_an_old_message() -> None:
    record = to_record(message_event(OLD_MESSAGE))
    copy = LoggedRecord(0, record.key, record.value, record.headers)

    assert check_copy(copy, {MESSAGE: OLD_MESSAGE}) == []


def test_an_old_event_is_decoded_to_the_byte_when_it_is_asked_for_as_stored() -> None:
    record = logged(message_event(OLD_MESSAGE))

    decoded = decode(record, EVENTS, as_stored=True)

    assert isinstance(decoded, Envelope)
    assert encode(decoded) == to_record(message_event(OLD_MESSAGE))


def test_an_old_event_with_long_texts_is_read_with_its_texts_cut() -> None:
    old = OLD_MESSAGE | {"sentAt": at(0)}

    decoded = decode(logged(message_event(old)), EVENTS)

    assert isinstance(decoded, Envelope)
    assert decoded.data == message_event(
        old
        | {
            "senderName": cut(LONG),
            "customerName": cut(LONG),
            "confirmationCode": cut(LONG, MAX_CODE_LENGTH),
        }
    )


def test_an_old_message_is_repeated_as_it_was_published() -> None:
    posted = posted_of(OLD_MESSAGE | {"commandId": "command-1"})
    command = post("Hello", client_message_id=CLIENT_ID)
    again = Envelope("command-1", command.type, command.source, command.time, command.data)

    said = events_again(thread_of(OLD_THREAD), context(OLD_BOOKING, posted=posted), again)

    opening, message = (to_record(event) for event in said)
    assert dict(opening.headers)["ce_time"] == b"0005-01-01T00:00:00.000Z"
    assert message == to_record(message_event(OLD_MESSAGE))


def test_an_old_read_mark_is_said_again_as_it_was() -> None:
    (event,) = events_again(thread_of(OLD_THREAD), context(OLD_BOOKING), mark_read(1))

    assert dict(to_record(event).headers)["ce_time"] == b"0005-01-01T00:00:00.000Z"


def test_an_old_mark_as_unread_is_said_again_as_it_was() -> None:
    thread = thread_of(OLD_THREAD | {"markedUnreadAt": YEAR_5})

    (event,) = events_again(thread, context(OLD_BOOKING), mark_read(1))

    assert type(event).__name__ == "ThreadMarkedUnread"
    assert dict(to_record(event).headers)["ce_time"] == b"0005-01-01T00:00:00.000Z"


def test_an_old_rejection_is_read_as_it_is() -> None:
    document = {
        "commandId": LONG,
        "commandType": "MarkRead",
        "reason": "unknown-booking",
        "bookingId": "booking-1",
        "threadId": THREAD,
        "locationId": None,
        "senderType": 0,
        "senderId": None,
        "messageId": None,
        "clientMessageId": None,
        "rejectedAt": YEAR_5,
    }

    rejection = rejection_of({"_id": LONG, **document})

    assert rejection.model_dump(by_alias=True) == document | {
        "reason": RejectionReason.UNKNOWN_BOOKING,
        "senderType": SenderType.CUSTOMER,
    }


def test_a_new_message_of_an_old_booking_fits_a_record() -> None:
    decision = decide(None, context(OLD_BOOKING), post("Hi", client_message_id=CLIENT_ID), at(1))

    _, message = decision.events
    assert isinstance(message, MessagePosted)
    assert (message.sender_name, message.customer_name) == (cut(LONG), cut(LONG))
    assert message.confirmation_code == cut(LONG, MAX_CODE_LENGTH)
    assert len(to_record(message).value or b"") < LARGEST_RECORD_BYTES


def test_views_of_what_is_old_are_cut_and_keep_their_times() -> None:
    booking, message = booking_view(booking_of(OLD_BOOKING)), message_view(OLD_MESSAGE)

    assert (booking.customer.name, booking.activity_name) == (cut(LONG), cut(LONG))
    assert booking.confirmation_code == cut(LONG, MAX_CODE_LENGTH)
    assert booking.customer.email is None
    assert (booking.start_time, booking.end_time) == (YEAR_5, YEAR_9999)
    assert (message.sender_name, message.sent_at) == (cut(LONG), YEAR_5)


@pytest.mark.parametrize("start_time", [YEAR_5, YEAR_9999])
def test_an_alert_of_an_old_delivery_and_booking_is_cut(start_time: datetime) -> None:
    message = {"messageId": MESSAGE, "seq": 1, "senderType": 0, "text": "Hello", "sentAt": at(0)}
    delivery = Delivery.model_validate(
        {
            "_id": "delivery-1",
            "locationId": "lisbon",
            "audience": Audience.STAFF,
            "about": NoticeKind.CUSTOMER_MESSAGE_RECEIVED,
            "lane": "ops",
            "bookingId": "booking-1",
            "threadId": THREAD,
            "customerName": LONG,
            "confirmationCode": LONG,
            "messages": [message | {"senderName": LONG}],
            "state": DeliveryState.WAITING,
            "createdAt": at(0),
            "keepUntil": at(1),
        }
    )
    booking = KnownBooking.model_validate(
        {"_id": "booking-1", "activityName": LONG, "startTime": start_time}
    )

    notice = notice_of(
        delivery, policy=AlertPolicy(), booking=booking, link=None, unsubscribe_url=None
    )

    assert notice.event is not None
    assert notice.booking is not None
    assert len(notice.event.data.to_json()) < LARGEST_RECORD_BYTES
    facts, (told,) = notice.booking, notice.messages
    assert (facts.customer_name, facts.activity_name) == (cut(LONG), cut(LONG))
    assert (facts.start_time, told.sender_name) == (None, cut(LONG))
    assert delivery_view(delivery).customer_name == cut(LONG)


def test_a_command_of_a_customer_is_decided_by_an_old_booking_as_by_any_other() -> None:
    decision = decide(thread_of(OLD_THREAD), context(OLD_BOOKING), post("Hi", by=CUSTOMER), at(1))

    (message,) = decision.events
    assert isinstance(message, MessagePosted)
    assert (message.seq, message.sent_at) == (2, at(0))


def test_a_stored_message_that_no_topic_would_take_is_published_with_its_names_cut() -> None:
    name = "Zoë" * 300_000
    stored = message_event(OLD_MESSAGE | {"customerName": name, "senderName": name})

    record = to_record(stored)

    body = json.loads(record.value or b"")
    assert len(record.value or b"") < LARGEST_RECORD_BYTES
    assert (body["customerName"], body["text"]) == (cut(name), "Hello")
