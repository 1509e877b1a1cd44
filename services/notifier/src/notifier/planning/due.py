"""What becomes of a delivery whose time has come. Pure."""

from dataclasses import dataclass
from datetime import datetime

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import Audience, DeliveryReason, NoticeKind
from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.contracts.values import SenderType
from notifier.deliveries import Delivery
from notifier.destinations import Destination
from notifier.planning.quiet_hours import after_quiet_hours


@dataclass(frozen=True, slots=True)
class Send:
    """To be attempted now, without the messages up to `read_up_to`."""

    read_up_to: int


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime
    reason: DeliveryReason


@dataclass(frozen=True, slots=True)
class Drop:
    reason: DeliveryReason


Verdict = Send | Wait | Drop


@dataclass(frozen=True, slots=True)
class Addressee:
    """The customer, as far as an email to them depends on it."""

    address: str | None
    portal_enabled: bool
    unsubscribed: bool


def verdict(
    delivery: Delivery,
    *,
    destination: Destination | None,
    addressee: Addressee | None,
    policy: AlertPolicy,
    read_up_to: int,
    room_today: bool,
    now: datetime,
) -> Verdict:
    """What to do with a delivery that is due.

    `destination` is None once it was deleted, and for what has none. `addressee` is the
    customer's, for what goes to them. `read_up_to` is how far the side that is to be told has
    read. `room_today` is whether the daily limit leaves room for one more.
    """
    objection = _objection(delivery, destination, addressee, policy)
    if objection is not None:
        return Drop(objection)
    if delivery.forced or not delivery.messages:
        return Send(delivery.read_up_to)
    if delivery.is_restrained and delivery.messages[-1].seq <= read_up_to:
        return Drop(DeliveryReason.READ_BEFORE_SEND)
    awake = after_quiet_hours(now, policy) if _keeps_quiet_hours(delivery) else now
    if awake > now:
        return Wait(awake, DeliveryReason.QUIET_HOURS)
    if delivery.fixed_at is None and not room_today:
        return Drop(DeliveryReason.RATE_LIMITED)
    is_first = delivery.fixed_at is None and delivery.is_restrained
    return Send(read_up_to if is_first else delivery.read_up_to)


def reader_of(delivery: Delivery) -> SenderType:
    """The side whose reading makes a delivery needless."""
    by_customer = delivery.audience is Audience.CUSTOMER
    return SenderType.CUSTOMER if by_customer else SenderType.OPERATOR


def _objection(
    delivery: Delivery,
    destination: Destination | None,
    addressee: Addressee | None,
    policy: AlertPolicy,
) -> DeliveryReason | None:
    """Why nothing can be sent there, by hand neither."""
    if delivery.audience is Audience.CUSTOMER:
        return _customers_objection(addressee, policy)
    return destinations_objection(delivery, destination)


def destinations_objection(
    delivery: Delivery, destination: Destination | None
) -> DeliveryReason | None:
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


def _customers_objection(addressee: Addressee | None, policy: AlertPolicy) -> DeliveryReason | None:
    if not policy.customer_emails:
        return DeliveryReason.CUSTOMER_EMAILS_OFF
    if addressee is None or addressee.address is None:
        return DeliveryReason.NO_ADDRESS
    if addressee.unsubscribed:
        return DeliveryReason.UNSUBSCRIBED
    return None if addressee.portal_enabled else DeliveryReason.PORTAL_DISABLED


def _keeps_quiet_hours(delivery: Delivery) -> bool:
    """Whether it goes to somebody who sleeps: programs and customers are not held back."""
    return delivery.audience is Audience.STAFF and delivery.kind is not DestinationKind.WEBHOOK
