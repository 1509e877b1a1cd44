"""Reasons as English sentences, for clients from before there were reason codes. Pure.

Deprecated: pages have sentences of their own. It goes when `Explanation.text` does.
"""

from datetime import datetime
from typing import assert_never

from booking_chat.contracts.http.deliveries import DeliveryReason
from booking_chat.contracts.http.explanations import (
    AlertBeingSent,
    AlertDropped,
    AlertFailed,
    AlertReason,
    AlertSent,
    AlertWaiting,
    DestinationCreatedLater,
    NotSubscribed,
    ReadBeforeSummary,
)
from booking_chat.contracts.time_zones import time_zone_rules


class Clock:
    """Writes moments in local time, with the day unless it is today."""

    def __init__(self, time_zone: str, now: datetime) -> None:
        self._zone = time_zone_rules(time_zone)
        self.now = now

    def tell(self, moment: datetime | None) -> str:
        if moment is None:
            return "some time"
        local, today = moment.astimezone(self._zone), self.now.astimezone(self._zone)
        day = "" if local.date() == today.date() else f" on {local.day} {local:%B}"
        return f"{local:%H:%M:%S}{day}"


def english(reason: AlertReason, clock: Clock) -> str:  # noqa: PLR0911 - one return a reason
    match reason:
        case ReadBeforeSummary():
            return "Not told of: it was read before the alert about what followed went out."
        case AlertBeingSent():
            return "Is being sent."
        case AlertWaiting():
            return _waiting(reason, clock)
        case AlertSent():
            return _sent(reason, clock)
        case AlertFailed():
            return _failed(reason, clock)
        case AlertDropped():
            return _dropped(reason.reason)
        case DestinationCreatedLater():
            return "The destination was made after the message."
        case NotSubscribed():
            return f"The destination did not ask for {reason.event or 'it at the time'}."
        case _:
            assert_never(reason)


def _waiting(waiting: AlertWaiting, clock: Clock) -> str:
    if waiting.due_at is None:
        return "Is due now."
    due, group = clock.tell(waiting.due_at), _group(waiting.others)
    match waiting.waits_for:
        case DeliveryReason.QUIET_PERIOD:
            return f"Waits for the end of the quiet period at {due}{group}."
        case DeliveryReason.QUIET_HOURS:
            return f"Waits for the end of the quiet hours at {due}{group}."
        case DeliveryReason.UNREAD_WAIT:
            return f"Goes to the customer at {due} if it is unread by then{group}."
        case _:
            # No other reason makes a delivery wait: it waits for its turn.
            return f"Is due at {due}{group}."


def _sent(sent: AlertSent, clock: Clock) -> str:
    answered = f", answered {sent.status}" if sent.status else ""
    attempt = f", at attempt {sent.attempts}" if sent.attempts > 1 else ""
    return f"Sent at {clock.tell(sent.at)}{attempt}{answered}{_group(sent.others)}."


def _failed(failed: AlertFailed, clock: Clock) -> str:
    error = (failed.error or "").rstrip(".")
    times = "once" if failed.attempts == 1 else f"{failed.attempts} times"
    last = f"Failed {times}, the last time at {clock.tell(failed.at)}: {error}."
    if failed.being_retried:
        return f"{last} Is being tried again."
    if failed.next_attempt_at is None:
        return f"{last} It was given up."
    return f"{last} Tried again at {clock.tell(failed.next_attempt_at)}."


def _dropped(  # noqa: C901, PLR0911, PLR0912 - a table that the type checker completes
    reason: DeliveryReason,
) -> str:
    match reason:
        case DeliveryReason.READ_BEFORE_SEND:
            return "Not sent: it was read before its time came."
        case DeliveryReason.PAUSED:
            return "Not sent: the destination was paused."
        case DeliveryReason.RATE_LIMITED:
            return "Not sent: the destination had its number of alerts for the day."
        case DeliveryReason.NO_DESTINATION:
            return "Not sent: the location had no destination for alerts."
        case DeliveryReason.UNVERIFIED:
            return "Not sent: the address had not been verified."
        case DeliveryReason.DESTINATION_DELETED:
            return "Not sent: the destination was deleted."
        case DeliveryReason.CUSTOMER_EMAILS_OFF:
            return "Not sent: the location sends no emails to customers."
        case DeliveryReason.PORTAL_DISABLED:
            return "Not sent: the customer's page was switched off."
        case DeliveryReason.NO_ADDRESS:
            return "Not sent: the booking has no email address."
        case DeliveryReason.UNSUBSCRIBED:
            return "Not sent: the customer wants no more of these emails."
        case DeliveryReason.TOO_OLD:
            return "Not sent: the message was old when it was first heard of."
        case DeliveryReason.QUIET_PERIOD | DeliveryReason.QUIET_HOURS | DeliveryReason.UNREAD_WAIT:
            return "Not sent."
        case _:
            assert_never(reason)


def _group(others: int) -> str:
    if others < 1:
        return ""
    return f", summed up with {others} other{'s' if others > 1 else ''}"
