"""Why a message alerted whom it did: reason codes with their values, and the old sentence."""

from typing import Any

import pytest

from booking_chat.contracts.http.deliveries import DeliveryReason, DeliveryState
from booking_chat.contracts.http.destinations import DestinationKind, Subscription
from booking_chat.contracts.http.explanations import AlertDropped, Explanation, MessageExplanation
from booking_chat.contracts.values import SenderType
from notifier.domain.notices import Answer, Rejected
from notifier.queries.explanation import explain, explain_without_destinations
from support.alert_examples import EXPLANATION
from support.alert_world import a_destination, at, posted
from support.memory_alerts import OOPS, MemoryAlerts

Told = tuple[dict[str, Any], str]
"""A reason as it is on the wire, and its sentence."""


def explanations(
    alerts: MemoryAlerts, seq: int, time_zone: str = "Europe/Lisbon"
) -> list[Explanation]:
    message = posted(seq).message_id
    found = [
        delivery
        for delivery in reversed(alerts.deliveries.values())
        if any(told.message_id == message for told in delivery.messages)
    ]
    return explain(message, found, alerts.destinations, time_zone, alerts.now).explanations


def explained(alerts: MemoryAlerts, seq: int, time_zone: str = "Europe/Lisbon") -> list[Told]:
    found = explanations(alerts, seq, time_zone)
    return [(one.model_dump(mode="json")["reason"], one.text) for one in found]


def moment(seconds: float) -> str:
    return at(seconds).isoformat().replace("+00:00", "Z")


def sent(**values: Any) -> dict[str, Any]:
    plain = {"code": "sent", "at": moment(0), "attempts": 1, "status": 200, "others": 0}
    return plain | values


@pytest.fixture
def alerts() -> MemoryAlerts:
    return MemoryAlerts(destinations=[a_destination("ops")])


def test_sent(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1))
    alerts.run()

    assert explained(alerts, 1) == [(sent(), "Sent at 12:00:00, answered 200.")]


def test_on_another_day_the_sentence_has_the_day(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1))
    alerts.run(24 * 3600)

    assert explained(alerts, 1, "Asia/Tokyo") == [
        (sent(), "Sent at 21:00:00 on 16 March, answered 200.")
    ]


def test_sent_at_the_second_attempt(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1))
    alerts.run()
    (delivery,) = alerts.deliveries.values()
    alerts.deliveries = {delivery.id: delivery.updated(attempts=2, last_answer=None)}

    assert explained(alerts, 1) == [
        (sent(attempts=2, status=None), "Sent at 12:00:00, at attempt 2.")
    ]


def test_waiting_and_summed_up(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1), posted(2), posted(3))
    alerts.run()

    assert explained(alerts, 3) == [
        (
            {
                "code": "waiting",
                "waitsFor": "quiet-period",
                "dueAt": moment(120),
                "others": 1,
            },
            "Waits for the end of the quiet period at 12:02:00, summed up with 1 other.",
        )
    ]


def test_due_now_and_being_sent(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1))
    due = explained(alerts, 1)
    (delivery,) = alerts.deliveries.values()
    alerts.deliveries = {delivery.id: delivery.updated(claim="mine", next_attempt_at=at(60))}

    waiting = {"code": "waiting", "waitsFor": None, "dueAt": None, "others": 0}
    assert [*due, *explained(alerts, 1)] == [
        (waiting, "Is due now."),
        ({"code": "being-sent"}, "Is being sent."),
    ]


def test_left_out_of_a_summary(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1), posted(2), posted(3), posted(4, by=SenderType.OPERATOR))
    alerts.run()
    alerts.hear(posted(5))
    alerts.run(120)

    assert explained(alerts, 2) == [
        (
            {"code": "read-before-summary"},
            "Not told of: it was read before the alert about what followed went out.",
        )
    ]


def test_failed(alerts: MemoryAlerts) -> None:
    alerts.outcome = OOPS
    alerts.hear(posted(1))
    alerts.run(5)
    failed = {
        "code": "failed",
        "at": moment(5),
        "attempts": 2,
        "error": "the answer was 500",
        "beingRetried": False,
        "nextAttemptAt": moment(305),
    }
    waits = explained(alerts, 1)
    (delivery,) = alerts.deliveries.values()
    alerts.deliveries = {delivery.id: delivery.updated(claim="mine")}
    last = "Failed 2 times, the last time at 12:00:05: the answer was 500."

    assert [*waits, *explained(alerts, 1)] == [
        (failed, f"{last} Tried again at 12:05:05."),
        (failed | {"beingRetried": True, "nextAttemptAt": None}, f"{last} Is being tried again."),
    ]


def test_given_up(alerts: MemoryAlerts) -> None:
    alerts.outcome = Rejected(Answer(552), "the message is too large")
    alerts.hear(posted(1))
    alerts.run()

    assert explained(alerts, 1) == [
        (
            {
                "code": "failed",
                "at": moment(0),
                "attempts": 1,
                "error": "the message is too large",
                "beingRetried": False,
                "nextAttemptAt": None,
            },
            "Failed once, the last time at 12:00:00: the message is too large. It was given up.",
        )
    ]


def test_dropped(alerts: MemoryAlerts) -> None:
    alerts.destinations = [a_destination("ops").updated(paused=True)]
    alerts.hear(posted(1))

    assert explained(alerts, 1) == [
        ({"code": "dropped", "reason": "paused"}, "Not sent: the destination was paused.")
    ]


def test_the_customers_email(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1, by=SenderType.OPERATOR))

    assert explained(alerts, 1) == [
        (
            {"code": "waiting", "waitsFor": "unread-wait", "dueAt": moment(300), "others": 0},
            "Goes to the customer at 12:05:00 if it is unread by then.",
        ),
        (
            {"code": "not-subscribed", "event": "chat_message_created"},
            "The destination did not ask for chat_message_created.",
        ),
    ]


def test_destinations_that_it_was_not_meant_for(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1))
    alerts.run()
    alerts.destinations += [
        a_destination("flow", events=(Subscription.CHAT_MESSAGE_CREATED,)),
        a_destination("new", kind=DestinationKind.EMAIL, created_at=at(60)),
        a_destination("changed"),
    ]

    assert explained(alerts, 1)[1:] == [
        (
            {"code": "not-subscribed", "event": "customer_message_received"},
            "The destination did not ask for customer_message_received.",
        ),
        ({"code": "created-later"}, "The destination was made after the message."),
        (
            {"code": "not-subscribed", "event": None},
            "The destination did not ask for it at the time.",
        ),
    ]


def test_every_reason_for_dropping_has_a_sentence_of_its_own(alerts: MemoryAlerts) -> None:
    waits = {
        DeliveryReason.QUIET_PERIOD,
        DeliveryReason.QUIET_HOURS,
        DeliveryReason.UNREAD_WAIT,
    }
    alerts.hear(posted(1))
    (delivery,) = alerts.deliveries.values()
    sentences = set()
    for reason in set(DeliveryReason) - waits:
        dropped = delivery.updated(state=DeliveryState.DROPPED, reason=reason)
        alerts.deliveries = {dropped.id: dropped}
        sentences |= {one.text for one in explanations(alerts, 1)}

    assert len(sentences) == len(set(DeliveryReason) - waits)


def test_what_is_explained_is_read_again_as_it_was_written(alerts: MemoryAlerts) -> None:
    alerts.hear(posted(1), posted(2, by=SenderType.OPERATOR))
    alerts.run()
    written = MessageExplanation(message_id="message-1", explanations=explanations(alerts, 1))

    assert MessageExplanation.model_validate_json(written.to_json()) == written


def test_an_answer_of_an_older_notifier_has_a_sentence_and_no_reason() -> None:
    (one,) = EXPLANATION["explanations"]
    older = {name: value for name, value in one.items() if name != "reason"}

    assert Explanation.model_validate(older).model_dump(mode="json") == older


def test_without_deliveries_and_destinations_the_reason_is_that_there_is_no_destination() -> None:
    (one,) = explain_without_destinations("message-1", "Europe/Lisbon", at(0)).explanations

    assert one.reason == AlertDropped(reason=DeliveryReason.NO_DESTINATION)
    assert (one.destination_id, one.delivery) == (None, None)
    assert one.text == "Not sent: the location had no destination for alerts."
