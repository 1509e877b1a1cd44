"""Why a message alerted some destinations and not the others, as reason codes with values. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from booking_chat.contracts.http.deliveries import DeliveryReason, DeliveryState, NoticeKind
from booking_chat.contracts.http.destinations import Subscription
from booking_chat.contracts.http.explanations import (
    AlertBeingSent,
    AlertDropped,
    AlertFailed,
    AlertReason,
    AlertSent,
    AlertWaiting,
    DestinationCreatedLater,
    Explanation,
    MessageExplanation,
    NotSubscribed,
    ReadBeforeSummary,
)
from booking_chat.contracts.values import SenderType
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.destination import Destination
from notifier.queries.delivery_views import delivery_view
from notifier.queries.explanation_text import Clock, english


def explain(
    message_id: str,
    deliveries: Sequence[Delivery],
    destinations: Sequence[Destination],
    time_zone: str,
    now: datetime,
) -> MessageExplanation:
    """One reason per delivery and per other destination.

    `deliveries` are those of the message, one at least. `destinations` are all that the location
    has now. `time_zone` is for the deprecated sentences.
    """
    clock = Clock(time_zone, now)
    told = [_of_delivery(delivery, message_id, clock) for delivery in reversed(deliveries)]
    reached = {delivery.destination_id for delivery in deliveries}
    by_staff = any(
        message.sender_type is SenderType.OPERATOR
        for message in deliveries[0].messages
        if message.message_id == message_id
    )
    created_at = min(delivery.created_at for delivery in deliveries)
    others = [
        _of_none(destination, created_at, clock, by_staff=by_staff)
        for destination in destinations
        if destination.id not in reached
    ]
    return MessageExplanation(message_id=message_id, explanations=[*told, *others])


def explain_without_destinations(
    message_id: str, time_zone: str, now: datetime
) -> MessageExplanation:
    """Of a message without deliveries, at a location that has no destinations."""
    reason = AlertDropped(reason=DeliveryReason.NO_DESTINATION)
    told = Explanation(
        destination_id=None,
        destination_name=None,
        text=english(reason, Clock(time_zone, now)),
        grouped_into=None,
        delivery=None,
        reason=reason,
    )
    return MessageExplanation(message_id=message_id, explanations=[told])


def _of_delivery(delivery: Delivery, message_id: str, clock: Clock) -> Explanation:
    is_grouped = len(delivery.messages) > 1
    reason = reason_of(delivery, message_id, clock.now)
    return Explanation(
        destination_id=delivery.destination_id,
        destination_name=delivery.destination_name,
        text=english(reason, clock),
        grouped_into=delivery.id if is_grouped else None,
        delivery=delivery_view(delivery),
        reason=reason,
    )


def _of_none(
    destination: Destination, created_at: datetime, clock: Clock, *, by_staff: bool
) -> Explanation:
    reason = _reason_for_none(destination, created_at, by_staff=by_staff)
    return Explanation(
        destination_id=destination.id,
        destination_name=destination.name,
        text=english(reason, clock),
        grouped_into=None,
        delivery=None,
        reason=reason,
    )


def reason_of(delivery: Delivery, message_id: str, now: datetime) -> AlertReason:
    """What became of a message in one of its deliveries."""
    if any(
        message.message_id == message_id and message.seq <= delivery.read_up_to
        for message in delivery.messages
    ):
        return ReadBeforeSummary()
    answer = delivery.last_answer
    match delivery.state:
        case DeliveryState.WAITING:
            return _waiting(delivery, now)
        case DeliveryState.SENT:
            return AlertSent(
                at=delivery.sent_at,
                attempts=delivery.attempts,
                status=answer and answer.status,
                others=_others(delivery),
            )
        case DeliveryState.FAILED:
            is_claimed = delivery.claim is not None
            return AlertFailed(
                at=answer and answer.at,
                attempts=delivery.attempts,
                error=answer and answer.error,
                being_retried=is_claimed,
                # While it is being retried, what is stored there is the end of the lease.
                next_attempt_at=None if is_claimed else delivery.next_attempt_at,
            )
        case DeliveryState.DROPPED:
            return AlertDropped(reason=delivery.reason or DeliveryReason.PAUSED)
        case _:
            assert_never(delivery.state)


def _waiting(delivery: Delivery, now: datetime) -> AlertReason:
    if delivery.claim is not None:
        return AlertBeingSent()
    due = delivery.next_attempt_at
    is_due = due is None or due <= now
    return AlertWaiting(
        waits_for=None if is_due else delivery.reason,
        due_at=None if is_due else due,
        others=_others(delivery),
    )


def _others(delivery: Delivery) -> int:
    return max(len(delivery.included) - 1, 0)


def _reason_for_none(
    destination: Destination, created_at: datetime, *, by_staff: bool
) -> AlertReason:
    if destination.created_at > created_at:
        return DestinationCreatedLater()
    wanted = Subscription(
        NoticeKind.CHAT_MESSAGE_CREATED if by_staff else NoticeKind.CUSTOMER_MESSAGE_RECEIVED
    )
    return NotSubscribed(event=None if wanted in destination.events else wanted)
