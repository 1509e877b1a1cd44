"""Restraint: what follows an alert of a thread waits, and is then told in one. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from booking_chat.contracts.http.deliveries import DeliveryReason, DeliveryState
from notifier.domain.deliveries import Delivery

BEHIND = timedelta(minutes=1)
"""A message that took longer to get here is one of many: the notifier is catching up."""
CATCHING_UP_PAUSE = timedelta(seconds=15)
"""So long an alert then waits for what else is to be heard: it may have been read long ago."""


@dataclass(frozen=True, slots=True)
class Joins:
    """The message is told of by a delivery that waits already."""

    delivery_id: str


@dataclass(frozen=True, slots=True)
class Opens:
    """A new delivery, due then; what it waits for, None for its turn alone."""

    due: datetime
    reason: DeliveryReason | None


def for_staff(
    latest: Delivery | None, sent_at: datetime, quiet_period: timedelta, now: datetime
) -> Joins | Opens:
    """What a customer's message comes to at one destination.

    `latest` is the newest delivery of its thread there. The first message of a burst is due at
    once; what comes within a quiet period after an alert is due together at the period's end.
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
    """What an operator's message comes to: one email, if the customer leaves it unread.

    The wait begins when we hear of the message, for so does what we hear of its being read.
    """
    if latest is not None and latest.is_open(now):
        return Joins(latest.id)
    quiet_until = _quiet_until(latest, quiet_period)
    due = now + unread_wait
    if quiet_until is not None and due < quiet_until:
        return Opens(quiet_until, DeliveryReason.QUIET_PERIOD)
    return Opens(due, DeliveryReason.UNREAD_WAIT)


def _quiet_until(latest: Delivery | None, quiet_period: timedelta) -> datetime | None:
    """The end of the quiet that an alert begins; one that was dropped begins none."""
    if latest is None or latest.state is DeliveryState.DROPPED:
        return None
    begun = latest.fixed_at or latest.next_attempt_at
    return None if begun is None else begun + quiet_period
