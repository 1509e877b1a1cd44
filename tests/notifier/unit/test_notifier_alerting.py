from datetime import UTC, datetime

from booking_chat.contracts.alerts import ChatMessageCreated, CustomerMessageReceived
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.ids import derived_id
from booking_chat.contracts.values import SenderType
from notifier.domain.alert_events import DueAlerts, due_alerts
from notifier.domain.bookings import KnownBooking
from notifier.domain.surroundings import Surroundings, surroundings_of

SENT_AT = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)


def posted(
    seq: int,
    *,
    thread_id: str = "thread-1",
    sender_type: SenderType = SenderType.CUSTOMER,
    text: str = "Is there parking?",
) -> MessagePosted:
    return MessagePosted(
        booking_id="booking-1",
        thread_id=thread_id,
        location_id="lisbon",
        message_id=f"{thread_id}-message-{seq}",
        client_message_id="1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        seq=seq,
        sender_type=sender_type,
        sender_name="Ada Lovelace",
        text=text,
        sent_at=SENT_AT,
        customer_name="Ada Lovelace",
        confirmation_code="ABC123-XYZ",
    )


def alerted(due: DueAlerts) -> list[tuple[str, int]]:
    """What there is to act on, by thread and seq."""
    alerts = [alert.data for alert in due.alerts]
    return [(a.thread_id, a.seq) for a in alerts if isinstance(a, CustomerMessageReceived)]


def created(due: DueAlerts) -> list[int]:
    alerts = [alert.data for alert in due.alerts]
    return [alert.seq for alert in alerts if isinstance(alert, ChatMessageCreated)]


def test_a_customers_message_gives_an_alert_that_can_be_acted_on() -> None:
    due = due_alerts([posted(1)], marks={})

    assert due.alerts == [
        Envelope(
            id=derived_id("chat_message_created", "thread-1-message-1"),
            type="chat_message_created",
            source="/notifier",
            time=SENT_AT,
            data=ChatMessageCreated(
                booking_id="booking-1",
                thread_id="thread-1",
                location_id="lisbon",
                message_id="thread-1-message-1",
                seq=1,
                sender_type=SenderType.CUSTOMER,
                sender_name="Ada Lovelace",
                customer_name="Ada Lovelace",
                message_preview="Is there parking?",
                confirmation_code="ABC123-XYZ",
                occurred_at=SENT_AT,
            ),
        ),
        Envelope(
            id=derived_id("customer_message_received", "thread-1-message-1"),
            type="customer_message_received",
            source="/notifier",
            time=SENT_AT,
            data=CustomerMessageReceived(
                booking_id="booking-1",
                thread_id="thread-1",
                location_id="lisbon",
                message_id="thread-1-message-1",
                seq=1,
                customer_name="Ada Lovelace",
                message_preview="Is there parking?",
                confirmation_code="ABC123-XYZ",
                occurred_at=SENT_AT,
            ),
        ),
    ]
    assert due.marks == {"thread-1": 1}


def test_the_same_message_always_gives_the_same_alert() -> None:
    assert due_alerts([posted(1)], marks={}) == due_alerts([posted(1)], marks={})


def test_an_alert_shows_the_first_80_characters_of_the_message() -> None:
    due = due_alerts([posted(1, text="é" * 81)], marks={})

    (_, alert) = due.alerts
    assert isinstance(alert.data, CustomerMessageReceived)
    assert alert.data.message_preview == "é" * 80


def test_an_operators_message_is_told_of_and_is_nothing_to_act_on() -> None:
    due = due_alerts([posted(1, sender_type=SenderType.OPERATOR), posted(2)], marks={})

    assert created(due) == [1, 2]
    assert alerted(due) == [("thread-1", 2)]
    assert due.marks == {"thread-1": 2}


def test_what_is_at_or_below_its_threads_mark_gives_no_second_alert() -> None:
    due = due_alerts([posted(1), posted(2), posted(3)], marks={"thread-1": 2})

    assert alerted(due) == [("thread-1", 3)]
    assert due.marks == {"thread-1": 3}


def test_copies_within_one_batch_give_no_second_alert() -> None:
    due = due_alerts([posted(1), posted(2), posted(1), posted(2), posted(3)], marks={})

    assert alerted(due) == [("thread-1", 1), ("thread-1", 2), ("thread-1", 3)]


def test_a_batch_of_copies_alone_moves_no_mark() -> None:
    due = due_alerts([posted(1), posted(2)], marks={"thread-1": 5})

    assert due == DueAlerts(alerts=[], marks={})


def test_each_thread_has_its_own_mark_and_the_order_of_messages_stays() -> None:
    messages = [
        posted(2, thread_id="thread-2"),
        posted(4, thread_id="thread-1"),
        posted(3, thread_id="thread-2"),
    ]

    due = due_alerts(messages, marks={"thread-1": 4})

    assert alerted(due) == [("thread-2", 2), ("thread-2", 3)]
    assert due.marks == {"thread-2": 3}


URL = "https://dashboard.example/#/locations/lisbon/threads/thread-1"


def test_both_alerts_say_what_is_known_of_the_booking_and_where_to_answer() -> None:
    booking = KnownBooking(id="booking-1", activity_name="Sunset kayaking", start_time=SENT_AT)
    around = {"booking-1": surroundings_of(booking, URL)}

    due = due_alerts([posted(1)], {}, around)

    expected = {"activityName": "Sunset kayaking", "startTime": SENT_AT, "threadUrl": URL}
    for alert in due.alerts:
        body = alert.data.model_dump(by_alias=True)
        assert {name: body[name] for name in expected} == expected


def test_what_is_not_known_is_left_out_and_the_bytes_are_those_of_before() -> None:
    plain = due_alerts([posted(1)], {})
    around = {"booking-1": surroundings_of(KnownBooking(id="booking-1"), None)}

    due = due_alerts([posted(1)], {}, around)

    assert [a.data.to_json() for a in due.alerts] == [a.data.to_json() for a in plain.alerts]
    assert b"activityName" not in due.alerts[0].data.to_json()


def test_what_was_stored_before_it_had_bounds_is_cut_or_left_out() -> None:
    odd = KnownBooking(
        id="booking-1", activity_name="x" * 300, start_time=datetime(2300, 1, 1, tzinfo=UTC)
    )
    blank = KnownBooking(id="booking-1", activity_name="\u3164")

    assert surroundings_of(odd, None) == Surroundings(activity_name="x" * 199 + "…")
    assert surroundings_of(blank, None) == surroundings_of(None, None) == Surroundings()
