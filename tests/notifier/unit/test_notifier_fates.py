"""What a due delivery comes to, what its attempt leaves behind, and how that is explained."""

from datetime import timedelta

import pytest

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import (
    DeliveryReason,
    DeliveryState,
    LastAnswer,
    NoticeKind,
)
from booking_chat.contracts.http.destinations import DestinationKind, Subscription
from booking_chat.contracts.values import SenderType
from notifier.domain.deliveries import Delivery
from notifier.domain.notices import Answer, Delivered, Failed, Gone, Outcome, Rejected
from notifier.domain.planning.due import Drop, Send, decide
from notifier.domain.planning.outcomes import after_attempt, resent
from notifier.queries.delivery_views import delivery_view
from notifier.queries.explanation import explain
from support.alert_world import NOON, a_destination, at, posted
from support.memory_alerts import OK, OOPS, MemoryAlerts


def a_delivery(*seqs: int) -> Delivery:
    """To the webhook `ops`, due now."""
    alerts = MemoryAlerts(destinations=[a_destination("ops")])
    alerts.hear(posted(seqs[0]))
    (delivery,) = alerts.deliveries.values()
    alerts.run()
    alerts.hear(*(posted(seq) for seq in seqs))
    return max(alerts.deliveries.values(), key=lambda d: len(d.messages)) if seqs[1:] else delivery


def decision_on(delivery: Delivery, *, read_up_to: int = 0, room_today: bool = True) -> object:
    return decide(
        delivery,
        destination=a_destination("ops"),
        contact=None,
        policy=AlertPolicy(),
        read_up_to=read_up_to,
        room_today=room_today,
        now=NOON,
    )


def after(outcome: Outcome, delivery: Delivery) -> Delivery:
    claimed = delivery.updated(claim="mine", fixed_at=NOON)
    return after_attempt(claimed, outcome, milliseconds=12, jitter=0.0, now=NOON)


class TestDue:
    def test_past_the_daily_limit_it_is_dropped(self) -> None:
        assert decision_on(a_delivery(1), room_today=False) == Drop(DeliveryReason.RATE_LIMITED)

    def test_a_repetition_does_not_count_against_the_limit_again(self) -> None:
        failed = after(OOPS, a_delivery(1))

        assert decision_on(failed, room_today=False) == Send(0)

    def test_a_repetition_says_what_the_first_attempt_said(self) -> None:
        failed = after(OOPS, a_delivery(1, 2, 3).updated(read_up_to=2))

        assert decision_on(failed, read_up_to=2) == Send(2)

    def test_a_repetition_is_not_needed_once_all_was_read(self) -> None:
        failed = after(OOPS, a_delivery(1, 2, 3))

        assert decision_on(failed, read_up_to=3) == Drop(DeliveryReason.READ_BEFORE_SEND)

    def test_what_is_asked_for_by_hand_goes_out_though_it_was_read(self) -> None:
        again = resent(after(OOPS, a_delivery(1)), NOON)

        assert decision_on(again, read_up_to=1, room_today=False) == Send(0)


class TestAfterAnAttempt:
    def test_what_was_delivered_is_done(self) -> None:
        sent = after(OK, a_delivery(1))

        assert (sent.state, sent.sent_at, sent.queue, sent.next_attempt_at, sent.claim) == (
            DeliveryState.SENT,
            NOON,
            None,
            None,
            None,
        )
        assert sent.last_answer == LastAnswer(
            at=NOON, status=200, text="ok", error=None, milliseconds=12
        )

    def test_what_failed_is_tried_again(self) -> None:
        failed = after(OOPS, a_delivery(1))

        assert (failed.state, failed.attempts, failed.next_attempt_at, failed.queue) == (
            DeliveryState.FAILED,
            1,
            at(5),
            "ops",
        )

    def test_what_the_other_side_asked_for_is_kept_to(self) -> None:
        busy = Failed(Answer(429), "the answer was 429", retry_after=timedelta(minutes=10))

        assert after(busy, a_delivery(1)).next_attempt_at == at(600)

    @pytest.mark.parametrize("kind", [Rejected, Gone])
    def test_what_will_never_be_taken_is_given_up(self, kind: type[Rejected | Gone]) -> None:
        failed = after(kind(Answer(410), "the answer was 410"), a_delivery(1))

        assert (failed.state, failed.next_attempt_at, failed.queue) == (
            DeliveryState.FAILED,
            None,
            None,
        )

    def test_after_nine_attempts_it_is_given_up(self) -> None:
        delivery = a_delivery(1)
        for _ in range(9):
            assert delivery.queue == "ops"
            delivery = after(OOPS, delivery)

        assert (delivery.attempts, delivery.queue, delivery.next_attempt_at) == (9, None, None)

    def test_asked_for_by_hand_the_schedule_begins_anew(self) -> None:
        delivery = a_delivery(1)
        for _ in range(9):
            delivery = after(OOPS, delivery)

        failed = after(OOPS, resent(delivery, NOON))

        assert (failed.attempts, failed.next_attempt_at) == (10, at(5))

    def test_a_long_answer_is_cut(self) -> None:
        sent = after(Delivered(Answer(200, "x" * 5000)), a_delivery(1))

        assert sent.last_answer is not None
        assert len(sent.last_answer.text or "") == 1000


class TestSentences:
    def explained(
        self, alerts: MemoryAlerts, seq: int, time_zone: str = "Europe/Lisbon"
    ) -> list[str]:
        message = posted(seq).message_id
        found = [
            delivery
            for delivery in reversed(alerts.deliveries.values())
            if any(told.message_id == message for told in delivery.messages)
        ]
        explanation = explain(message, found, alerts.destinations, time_zone, alerts.now)
        return [item.text for item in explanation.explanations]

    @pytest.fixture
    def alerts(self) -> MemoryAlerts:
        return MemoryAlerts(destinations=[a_destination("ops")])

    def test_sent(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1))
        alerts.run()

        assert self.explained(alerts, 1) == ["Sent at 12:00:00, answered 200."]

    def test_on_another_day_the_day_is_told(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1))
        alerts.run(24 * 3600)

        assert self.explained(alerts, 1, "Asia/Tokyo") == [
            "Sent at 21:00:00 on 16 March, answered 200."
        ]

    def test_waiting_and_summed_up(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2), posted(3))
        alerts.run()

        assert self.explained(alerts, 3) == [
            "Waits for the end of the quiet period at 12:02:00, summed up with 1 other."
        ]

    def test_left_out_of_a_summary(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1), posted(2), posted(3), posted(4, by=SenderType.OPERATOR))
        alerts.run()
        alerts.hear(posted(5))
        alerts.run(120)

        assert self.explained(alerts, 2) == [
            "Not told of: it was read before the alert about what followed went out."
        ]

    def test_failed(self, alerts: MemoryAlerts) -> None:
        alerts.outcome = OOPS
        alerts.hear(posted(1))
        alerts.run(5)

        assert self.explained(alerts, 1) == [
            (
                "Failed 2 times, the last time at 12:00:05: the answer was 500. "
                "Tried again at 12:05:05."
            )
        ]

    def test_given_up(self, alerts: MemoryAlerts) -> None:
        alerts.outcome = Rejected(Answer(552), "the message is too large")
        alerts.hear(posted(1))
        alerts.run()

        assert self.explained(alerts, 1) == [
            "Failed once, the last time at 12:00:00: the message is too large. It was given up."
        ]

    def test_dropped(self, alerts: MemoryAlerts) -> None:
        alerts.destinations = [a_destination("ops").updated(paused=True)]
        alerts.hear(posted(1))

        assert self.explained(alerts, 1) == ["Not sent: the destination was paused."]

    def test_the_customers_email(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1, by=SenderType.OPERATOR))

        assert self.explained(alerts, 1) == [
            "Goes to the customer at 12:05:00 if it is unread by then.",
            "The destination did not ask for chat_message_created.",
        ]

    def test_destinations_that_it_was_not_meant_for(self, alerts: MemoryAlerts) -> None:
        alerts.hear(posted(1))
        alerts.run()
        alerts.destinations += [
            a_destination("flow", events=(Subscription.CHAT_MESSAGE_CREATED,)),
            a_destination("new", kind=DestinationKind.EMAIL, created_at=at(60)),
        ]

        assert self.explained(alerts, 1)[1:] == [
            "The destination did not ask for customer_message_received.",
            "The destination was made after the message.",
        ]

    def test_every_reason_for_dropping_has_a_sentence_of_its_own(
        self, alerts: MemoryAlerts
    ) -> None:
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
            sentences |= set(self.explained(alerts, 1))

        assert len(sentences) == len(set(DeliveryReason) - waits)


def test_several_messages_are_told_of_as_a_summary() -> None:
    view = delivery_view(a_delivery(1, 2, 3).updated(read_up_to=0))

    assert (view.notice, view.seq) == (NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP, 3)
    assert [message.seq for message in view.messages] == [2, 3]


def test_what_is_being_sent_does_not_show_its_lease_as_a_due_time() -> None:
    assert (
        delivery_view(a_delivery(1).updated(claim="mine", next_attempt_at=at(60))).next_attempt_at
        is None
    )
