"""Why a message alerted some destinations and not the others, in sentences. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from booking_chat.contracts.http.deliveries import (
    DeliveryReason,
    DeliveryState,
    Explanation,
    MessageExplanation,
    NoticeKind,
)
from booking_chat.contracts.http.destinations import Subscription
from booking_chat.contracts.values import SenderType
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.destination import Destination
from notifier.queries.delivery_views import delivery_view


def explain(
    message_id: str,
    deliveries: Sequence[Delivery],
    destinations: Sequence[Destination],
    time_zone: str,
    now: datetime,
) -> MessageExplanation:
    """One sentence per delivery and per other destination.

    `deliveries` are those of the message, one at least. `destinations` are all that the location
    has now. Times are shown in `time_zone`.
    """
    clock = _Clock(time_zone, now)
    told = [_of_delivery(delivery, message_id, clock) for delivery in reversed(deliveries)]
    reached = {delivery.destination_id for delivery in deliveries}
    by_staff = any(
        message.sender_type is SenderType.OPERATOR
        for message in deliveries[0].messages
        if message.message_id == message_id
    )
    created_at = min(delivery.created_at for delivery in deliveries)
    others = [
        Explanation(
            destination_id=destination.id,
            destination_name=destination.name,
            text=_of_none(destination, created_at, by_staff=by_staff),
            grouped_into=None,
            delivery=None,
        )
        for destination in destinations
        if destination.id not in reached
    ]
    return MessageExplanation(message_id=message_id, explanations=[*told, *others])


class _Clock:
    """Writes moments in local time, with the day unless it is today."""

    def __init__(self, time_zone: str, now: datetime) -> None:
        self._zone = ZoneInfo(time_zone)
        self._now = now

    def tell(self, moment: datetime | None) -> str:
        if moment is None:
            return "some time"
        local, today = moment.astimezone(self._zone), self._now.astimezone(self._zone)
        day = "" if local.date() == today.date() else f" on {local.day} {local:%B}"
        return f"{local:%H:%M:%S}{day}"

    def is_over(self, moment: datetime | None) -> bool:
        return moment is None or moment <= self._now


def _of_delivery(delivery: Delivery, message_id: str, clock: _Clock) -> Explanation:
    is_grouped = len(delivery.messages) > 1
    return Explanation(
        destination_id=delivery.destination_id,
        destination_name=delivery.destination_name,
        text=_sentence(delivery, message_id, clock),
        grouped_into=delivery.id if is_grouped else None,
        delivery=delivery_view(delivery),
    )


def _sentence(delivery: Delivery, message_id: str, clock: _Clock) -> str:
    if any(
        message.message_id == message_id and message.seq <= delivery.read_up_to
        for message in delivery.messages
    ):
        return "Not told of: it was read before the alert about what followed went out."
    match delivery.state:
        case DeliveryState.WAITING:
            return _waiting(delivery, clock)
        case DeliveryState.SENT:
            return _sent(delivery, clock)
        case DeliveryState.FAILED:
            return _failed(delivery, clock)
        case DeliveryState.DROPPED:
            return _dropped(delivery.reason or DeliveryReason.PAUSED)
        case _:
            assert_never(delivery.state)


def _waiting(delivery: Delivery, clock: _Clock) -> str:
    if delivery.claim is not None:
        return "Is being sent."
    if clock.is_over(delivery.next_attempt_at):
        return "Is due now."
    due, group = clock.tell(delivery.next_attempt_at), _group(delivery)
    match delivery.reason:
        case DeliveryReason.QUIET_PERIOD:
            return f"Waits for the end of the quiet period at {due}{group}."
        case DeliveryReason.QUIET_HOURS:
            return f"Waits for the end of the quiet hours at {due}{group}."
        case DeliveryReason.UNREAD_WAIT:
            return f"Goes to the customer at {due} if it is unread by then{group}."
        case _:
            # No other reason makes a delivery wait: it waits for its turn.
            return f"Is due at {due}{group}."


def _sent(delivery: Delivery, clock: _Clock) -> str:
    answer = delivery.last_answer
    answered = f", answered {answer.status}" if answer and answer.status else ""
    attempt = f", at attempt {delivery.attempts}" if delivery.attempts > 1 else ""
    return f"Sent at {clock.tell(delivery.sent_at)}{attempt}{answered}{_group(delivery)}."


def _failed(delivery: Delivery, clock: _Clock) -> str:
    answer = delivery.last_answer
    error = (answer.error or "" if answer else "").rstrip(".")
    times = "once" if delivery.attempts == 1 else f"{delivery.attempts} times"
    last = f"Failed {times}, the last time at {clock.tell(answer.at if answer else None)}: {error}."
    if delivery.claim is not None:
        return f"{last} Is being tried again."
    if delivery.next_attempt_at is None:
        return f"{last} It was given up."
    return f"{last} Tried again at {clock.tell(delivery.next_attempt_at)}."


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


def _group(delivery: Delivery) -> str:
    others = len(delivery.included) - 1
    if others < 1:
        return ""
    return f", summed up with {others} other{'s' if others > 1 else ''}"


def _of_none(destination: Destination, created_at: datetime, *, by_staff: bool) -> str:
    if destination.created_at > created_at:
        return "The destination was made after the message."
    wanted = NoticeKind.CHAT_MESSAGE_CREATED if by_staff else NoticeKind.CUSTOMER_MESSAGE_RECEIVED
    if Subscription(wanted) not in destination.events:
        return f"The destination did not ask for {wanted}."
    return "The destination did not ask for it at the time."
