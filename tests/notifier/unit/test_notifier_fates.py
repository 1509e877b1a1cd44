"""What a due delivery comes to, and what its attempt leaves behind."""

from datetime import timedelta

import pytest

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import (
    DeliveryReason,
    DeliveryState,
    LastAnswer,
    NoticeKind,
)
from notifier.domain.deliveries import Delivery
from notifier.domain.notices import Answer, Delivered, Failed, Gone, Outcome, Rejected
from notifier.domain.planning.due import Drop, Send, decide
from notifier.domain.planning.outcomes import after_attempt, resent
from notifier.queries.delivery_views import delivery_view
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


def test_several_messages_are_told_of_as_a_summary() -> None:
    view = delivery_view(a_delivery(1, 2, 3).updated(read_up_to=0))

    assert (view.notice, view.seq) == (NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP, 3)
    assert [message.seq for message in view.messages] == [2, 3]


def test_what_is_being_sent_does_not_show_its_lease_as_a_due_time() -> None:
    assert (
        delivery_view(a_delivery(1).updated(claim="mine", next_attempt_at=at(60))).next_attempt_at
        is None
    )
