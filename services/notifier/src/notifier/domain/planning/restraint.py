"""Restraint: messages that follow an alert of a thread wait and are grouped into one. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from booking_chat.contracts.http.deliveries import DeliveryReason, DeliveryState
from notifier.domain.deliveries import Delivery

BEHIND = timedelta(minutes=1)
"""A message that took longer to get here: the notifier is catching up."""
CATCHING_UP_PAUSE = timedelta(seconds=15)
"""While it catches up, an alert waits this long: its messages may have been read already."""


@dataclass(frozen=True, slots=True)
class Joins:
    """The message joins a delivery that is waiting already."""

    delivery_id: str


@dataclass(frozen=True, slots=True)
class Opens:
    """A new delivery. `reason` is what it waits for, None for its turn alone."""

    due: datetime
    reason: DeliveryReason | None


def for_staff(
    latest: Delivery | None, sent_at: datetime, quiet_period: timedelta, now: datetime
) -> Joins | Opens:
    """What to do with a customer's message at one destination.

    `latest` is the newest delivery of its thread there. The first message of a burst is due at
    once. Messages within a quiet period after an alert are due together at its end.
    """
    if latest is not None and latest.is_open(now):
        return Joins(latest.id)
    quiet_until = _quiet_until(latest, quiet_period)
    if quiet_until is not None and now < quiet_until:
        return Opens(quiet_until, DeliveryReason.QUIET_PERIOD)
    return Opens(now + CATCHING_UP_PAUSE if now - sent_at > BEHIND else now, None)


def for_customer(
    latest: Delivery | None, unread_wait: timedelta, quiet_period: timedelta, now: datetime
) -> Joins | Opens:
    """What to do with an operator's message: one email, if the customer leaves it unread.

    The wait begins when we read the event of the message, as that of its being read comes later.
    """
    if latest is not None and latest.is_open(now):
        return Joins(latest.id)
    quiet_until = _quiet_until(latest, quiet_period)
    due = now + unread_wait
    if quiet_until is not None and due < quiet_until:
        return Opens(quiet_until, DeliveryReason.QUIET_PERIOD)
    return Opens(due, DeliveryReason.UNREAD_WAIT)


def _quiet_until(latest: Delivery | None, quiet_period: timedelta) -> datetime | None:
    """The end of the quiet period after an alert. Dropped alerts begin none."""
    if latest is None or latest.state is DeliveryState.DROPPED:
        return None
    begun = latest.fixed_at or latest.next_attempt_at
    return None if begun is None else begun + quiet_period
