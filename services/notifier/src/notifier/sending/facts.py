"""What is stored around due deliveries, loaded for many at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import Audience
from notifier.domain.bookings import KnownBooking
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.destination import Destination
from notifier.domain.planning.due import CustomerContact, reader_of
from notifier.domain.planning.quiet_hours import start_of_day
from notifier.domain.recipients import Recipient
from notifier.domain.threads import KnownThread
from notifier.storage.collections import Collections
from notifier.storage.delivery_queue import DeliveryQueue
from notifier.storage.destinations import destinations_by_id
from notifier.storage.policies import policies_of
from notifier.storage.projections import Projections
from notifier.storage.recipients import RecipientStore

NO_LIMIT = 2**31


@dataclass(frozen=True, slots=True)
class Facts:
    """`room` is how many more alerts a destination may get today, by its id."""

    destinations: Mapping[str, Destination]
    policies: Mapping[str, AlertPolicy]
    threads: Mapping[str, KnownThread]
    bookings: Mapping[str, KnownBooking]
    recipients: Mapping[str, Recipient]
    portals: Mapping[str, bool]
    room: Mapping[str, int]

    def destination(self, delivery: Delivery) -> Destination | None:
        return self.destinations.get(delivery.destination_id or "")

    def policy(self, delivery: Delivery) -> AlertPolicy:
        return self.policies.get(delivery.location_id) or AlertPolicy()

    def booking(self, delivery: Delivery) -> KnownBooking | None:
        return self.bookings.get(delivery.booking_id or "")

    def recipient(self, delivery: Delivery) -> Recipient | None:
        """The customer that a delivery goes to, as the recipient of emails."""
        booking = self.booking(delivery)
        return self.recipients.get((booking and booking.customer_email) or "")

    def contact(self, delivery: Delivery) -> CustomerContact | None:
        if delivery.audience is not Audience.CUSTOMER:
            return None
        recipient = self.recipient(delivery)
        return CustomerContact(
            address=recipient.address if recipient else None,
            portal_enabled=self.portals.get(delivery.location_id, False),
            unsubscribed=recipient is not None and recipient.unsubscribed_at is not None,
        )

    def read_up_to(self, delivery: Delivery) -> int:
        """How far the side that a delivery is for has read."""
        thread = self.threads.get(delivery.thread_id or "")
        return thread.read_by(reader_of(delivery)) if thread else 0


class FactsLoader:
    def __init__(
        self, collections: Collections, queue: DeliveryQueue, recipients: RecipientStore
    ) -> None:
        self._collections = collections
        self._queue = queue
        self._recipients = recipients
        self._projections = Projections(collections)

    async def load(self, deliveries: Sequence[Delivery], now: datetime) -> Facts:
        """The facts for deliveries of one lane, which are all of one location."""
        destinations = await destinations_by_id(
            self._collections, {d.destination_id for d in deliveries if d.destination_id}
        )
        policies = await policies_of(self._collections, {d.location_id for d in deliveries})
        customers = [d for d in deliveries if d.audience is Audience.CUSTOMER]
        bookings = await self._projections.bookings(
            {d.booking_id for d in deliveries if d.booking_id}
        )
        return Facts(
            destinations=destinations,
            policies=policies,
            threads=await self._threads({d.thread_id for d in deliveries if d.thread_id}),
            bookings=bookings,
            recipients=await self._recipients_of(customers, bookings),
            portals={
                location: await self._projections.has_portal(location)
                for location in {d.location_id for d in customers}
            },
            room={
                destination.id: await self._room(destination, policies, now)
                for destination in destinations.values()
            },
        )

    async def _threads(self, ids: Collection[str]) -> dict[str, KnownThread]:
        if not ids:
            return {}
        found = self._collections.threads.find({"_id": {"$in": list(ids)}})
        return {d["_id"]: KnownThread.model_validate(d) async for d in found}

    async def _recipients_of(
        self, customers: Sequence[Delivery], bookings: Mapping[str, KnownBooking]
    ) -> dict[str, Recipient]:
        if not customers:
            return {}
        booked = [bookings.get(delivery.booking_id or "") for delivery in customers]
        addresses = {b.customer_email for b in booked if b and b.customer_email}
        return await self._recipients.of_addresses(customers[0].location_id, addresses)

    async def _room(
        self, destination: Destination, policies: Mapping[str, AlertPolicy], now: datetime
    ) -> int:
        policy = policies.get(destination.location_id)
        if policy is None or policy.daily_limit is None:
            return NO_LIMIT
        sent = await self._queue.fixed_since(
            destination.id, start_of_day(now, policy), policy.daily_limit
        )
        return policy.daily_limit - sent
