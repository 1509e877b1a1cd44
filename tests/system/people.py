"""A location with its own bookings, customers who have opened their links, and staff."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.topics import BOOKINGS
from booking_chat.contracts.values import BookingStatus, Customer, Switches
from booking_chat.service.messaging.publisher import Publisher
from devstack.client import CustomerClient, IdentityClient, StaffClient, UnexpectedAnswerError
from devstack.demo_people import ANA, LISBON
from devstack.waiting import comes_true
from support.running_system import RunningSystem

PATIENCE_SECONDS = 30.0


@dataclass
class People:
    """`customers` are logged in, each for the booking at the same place of `bookings`."""

    location_id: str
    bookings: Sequence[str]
    customers: Sequence[CustomerClient]
    staff: Sequence[StaffClient]


@asynccontextmanager
async def people(
    system: RunningSystem, publisher: Publisher, customers: int, staff: int
) -> AsyncIterator[People]:
    """So many customers with new bookings at Lisbon, where messaging is on, and staff."""
    bookings = [await _publish_booking(publisher) for _ in range(customers)]
    async with AsyncExitStack() as stack:
        identity = await stack.enter_async_context(IdentityClient(system.doors.identity))
        token = next(p.token for p in await identity.staff() if p.name == ANA.name)
        operators = [
            await stack.enter_async_context(StaffClient(system.doors.dashboard, token))
            for _ in range(staff)
        ]
        await _switch_on(operators[0])
        sessions = []
        for booking in bookings:
            customer = await stack.enter_async_context(CustomerClient(system.doors.portal))
            await customer.open(await identity.link(booking))
            sessions.append(customer)
            await _until_it_can_message(customer)
        yield People(LISBON.id, bookings, sessions, operators)


async def _publish_booking(publisher: Publisher) -> str:
    booking = BookingChanged(
        booking_id=f"booking-{uuid4()}",
        location_id=LISBON.id,
        confirmation_code="LINE-TEST",
        status=BookingStatus.CONFIRMED,
        customer=Customer(customer_id="customer-1", name="Zoë Lindqvist"),
    )
    envelope = Envelope(
        str(uuid4()), "BookingChanged", "/booking-platform", datetime.now(UTC), booking
    )
    await publisher.publish(BOOKINGS, encode(envelope))
    return booking.booking_id


async def _switch_on(staff: StaffClient) -> None:
    settings, tag = await staff.settings(LISBON.id)
    if not settings.can_message:
        on = Switches(portal_enabled=True, support_messaging=True)
        await staff.change_settings(LISBON.id, on, tag)


async def _until_it_can_message(customer: CustomerClient) -> None:
    async def can_message() -> bool:
        try:
            return (await customer.conversation()).can_message
        except UnexpectedAnswerError as error:
            # A booking is known a moment after it was published.
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            return False

    assert await comes_true(can_message, PATIENCE_SECONDS)
