"""What to do with a delivery that is due. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import Audience, DeliveryReason, NoticeKind
from booking_chat.contracts.http.destinations import rules_of
from booking_chat.contracts.values import SenderType
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.destination import Destination
from notifier.domain.planning.quiet_hours import after_quiet_hours


@dataclass(frozen=True, slots=True)
class Send:
    """Attempt it now, without the messages up to `read_up_to`."""

    read_up_to: int


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime
    reason: DeliveryReason


@dataclass(frozen=True, slots=True)
class Drop:
    reason: DeliveryReason


Decision = Send | Wait | Drop
Undeliverable = Literal[
    DeliveryReason.DESTINATION_DELETED, DeliveryReason.PAUSED, DeliveryReason.UNVERIFIED
]
"""Why nothing can be sent to a destination as it stands."""


@dataclass(frozen=True, slots=True)
class CustomerContact:
    """What an email to a customer depends on."""

    address: str | None
    portal_enabled: bool
    unsubscribed: bool


def decide(
    delivery: Delivery,
    *,
    destination: Destination | None,
    contact: CustomerContact | None,
    policy: AlertPolicy,
    read_up_to: int,
    room_today: bool,
    now: datetime,
) -> Decision:
    """What to do with a delivery that is due.

    `destination` is None once it was deleted, and for what has none. `contact` is the
    customer's, for what goes to them. `read_up_to` is how far the recipient's side has
    read. `room_today` is whether the daily limit leaves room for one more.
    """
    objection = _objection(delivery, destination, contact, policy)
    if objection is not None:
        return Drop(objection)
    if delivery.forced or not delivery.messages:
        return Send(delivery.read_up_to)
    if delivery.is_restrained and delivery.messages[-1].seq <= read_up_to:
        return Drop(DeliveryReason.READ_BEFORE_SEND)
    awake = after_quiet_hours(now, policy) if _has_quiet_hours(delivery) else now
    if awake > now:
        return Wait(awake, DeliveryReason.QUIET_HOURS)
    if delivery.fixed_at is None and not room_today:
        return Drop(DeliveryReason.RATE_LIMITED)
    is_first = delivery.fixed_at is None and delivery.is_restrained
    return Send(read_up_to if is_first else delivery.read_up_to)


def reader_of(delivery: Delivery) -> SenderType:
    """The side that makes a delivery unnecessary by reading."""
    match delivery.audience:
        case Audience.CUSTOMER:
            return SenderType.CUSTOMER
        case Audience.STAFF:
            return SenderType.OPERATOR
        case _:
            assert_never(delivery.audience)


def _objection(
    delivery: Delivery,
    destination: Destination | None,
    contact: CustomerContact | None,
    policy: AlertPolicy,
) -> DeliveryReason | None:
    """Why nothing can be sent there, not even by hand."""
    match delivery.audience:
        case Audience.CUSTOMER:
            return _customer_objection(contact, policy)
        case Audience.STAFF:
            return undeliverable_reason(delivery, destination)
        case _:
            assert_never(delivery.audience)


def undeliverable_reason(
    delivery: Delivery, destination: Destination | None
) -> Undeliverable | None:
    """Why nothing can be sent to a destination as it stands; None for what has none."""
    if delivery.destination_id is None:
        return None
    if destination is None:
        return DeliveryReason.DESTINATION_DELETED
    if delivery.about is NoticeKind.DESTINATION_VERIFICATION:
        return None
    if destination.paused:
        return DeliveryReason.PAUSED
    return None if destination.verified else DeliveryReason.UNVERIFIED


def _customer_objection(
    contact: CustomerContact | None, policy: AlertPolicy
) -> DeliveryReason | None:
    if not policy.customer_emails:
        return DeliveryReason.CUSTOMER_EMAILS_OFF
    if contact is None or contact.address is None:
        return DeliveryReason.NO_ADDRESS
    if contact.unsubscribed:
        return DeliveryReason.UNSUBSCRIBED
    return None if contact.portal_enabled else DeliveryReason.PORTAL_DISABLED


def _has_quiet_hours(delivery: Delivery) -> bool:
    """Quiet hours are for staff: programs and customers are not held back."""
    is_for_program = delivery.kind is not None and rules_of(delivery.kind).for_programs
    return delivery.audience is Audience.STAFF and not is_for_program
