"""What a delivery is after an attempt. Pure."""

from datetime import datetime

from booking_chat.contracts.http.deliveries import DeliveryState, LastAnswer
from notifier.deliveries import Delivery
from notifier.notices import Delivered, Failed, Outcome
from notifier.planning.retries import next_attempt

KEPT_OF_ANSWER = 1_000
"""Characters."""


def after_attempt(
    delivery: Delivery, outcome: Outcome, *, milliseconds: int, chance: float, now: datetime
) -> Delivery:
    """The delivery with what its attempt came to; `chance` in [0, 1) spreads the next one."""
    answered = delivery.but(
        attempts=delivery.attempts + 1,
        claim=None,
        reason=None,
        last_answer=last_answer(outcome, milliseconds, now),
    )
    if isinstance(outcome, Delivered):
        return answered.but(
            state=DeliveryState.SENT, sent_at=now, queue=None, next_attempt_at=None, forced=False
        )
    failures = delivery.failures + 1
    due = (
        next_attempt(failures, outcome.retry_after, chance, now)
        if isinstance(outcome, Failed)
        else None
    )
    return answered.but(
        state=DeliveryState.FAILED,
        failures=failures,
        next_attempt_at=due,
        queue=delivery.lane if due else None,
    )


def last_answer(outcome: Outcome, milliseconds: int, now: datetime) -> LastAnswer:
    return LastAnswer(
        at=now,
        status=outcome.answer.status,
        text=outcome.answer.text[:KEPT_OF_ANSWER] or None,
        error=None if isinstance(outcome, Delivered) else outcome.error[:KEPT_OF_ANSWER],
        milliseconds=milliseconds,
    )


def asked_again(delivery: Delivery, now: datetime) -> Delivery:
    """Due now because somebody wants it, whatever spoke against it, with the same id."""
    return delivery.but(
        state=DeliveryState.WAITING,
        reason=None,
        forced=True,
        failures=0,
        queue=delivery.lane,
        next_attempt_at=now,
        claim=None,
    )
