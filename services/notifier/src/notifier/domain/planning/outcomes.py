"""A delivery after an attempt. Pure."""

from datetime import datetime
from typing import assert_never

from booking_chat.contracts.http.deliveries import DeliveryState, LastAnswer
from notifier.domain.deliveries import Delivery
from notifier.domain.notices import Delivered, Failed, Gone, Outcome, Rejected
from notifier.domain.planning.retries import next_attempt

KEPT_OF_ANSWER = 1_000
"""Characters."""


def after_attempt(
    delivery: Delivery, outcome: Outcome, *, milliseconds: int, jitter: float, now: datetime
) -> Delivery:
    """The delivery with the outcome of an attempt; `jitter` in [0, 1) spreads the next one."""
    answered = delivery.updated(
        attempts=delivery.attempts + 1,
        claim=None,
        reason=None,
        last_answer=last_answer(outcome, milliseconds, now),
    )
    match outcome:
        case Delivered():
            return answered.updated(
                state=DeliveryState.SENT,
                sent_at=now,
                queue=None,
                next_attempt_at=None,
                forced=False,
            )
        case Failed(retry_after=retry_after):
            due = next_attempt(delivery.failures + 1, retry_after, jitter, now)
        case Rejected() | Gone():
            due = None
        case _:
            assert_never(outcome)
    return answered.updated(
        state=DeliveryState.FAILED,
        failures=delivery.failures + 1,
        next_attempt_at=due,
        queue=delivery.lane if due else None,
    )


def last_answer(outcome: Outcome, milliseconds: int, now: datetime) -> LastAnswer:
    return LastAnswer(
        at=now,
        status=outcome.answer.status,
        text=outcome.answer.text[:KEPT_OF_ANSWER] or None,
        error=_error(outcome),
        milliseconds=milliseconds,
    )


def resent(delivery: Delivery, now: datetime) -> Delivery:
    """Due now because somebody requested it, with the same id, whatever speaks against it."""
    return delivery.updated(
        state=DeliveryState.WAITING,
        reason=None,
        forced=True,
        failures=0,
        queue=delivery.lane,
        next_attempt_at=now,
        claim=None,
    )


def _error(outcome: Outcome) -> str | None:
    match outcome:
        case Delivered():
            return None
        case Failed(error=error) | Rejected(error=error) | Gone(error=error):
            return error[:KEPT_OF_ANSWER]
        case _:
            assert_never(outcome)
