"""A location of one test alone: its bookings, links, staff and switches."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from booking_chat.contracts.envelope import Envelope, OutgoingRecord, encode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BookingChanged, LocationSettingsChanged
from booking_chat.contracts.topics import BOOKINGS, LOCATIONS
from booking_chat.contracts.values import BookingStatus, Customer, Switches
from booking_chat.service.messaging.publisher import Publisher
from devstack.client import CustomerClient, StaffClient
from devstack.demo_people import Location, Staff
from devstack.services import AUDIENCE, IDENTITY
from devstack.tokens import staff_claims
from devstack.waiting import comes_true
from operator_gateway.access.operator import Location as AllowedLocation
from operator_gateway.access.operator import Operator, Role
from operator_gateway.sign_in.cookie_cipher import CookieCipher
from operator_gateway.sign_in.session import StaffSessions
from support.running_system import RunningSystem

PATIENCE_SECONDS = 30.0
ON = Switches(portal_enabled=True, support_messaging=True)


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking that chat-core knows, and the link of its confirmation email."""

    booking: BookingChanged
    link: str

    @property
    def thread_id(self) -> str:
        return thread_id(self.booking.booking_id)

    @property
    def customer_name(self) -> str:
        return self.booking.customer.name


@dataclass(frozen=True, slots=True)
class Place:
    system: RunningSystem
    publisher: Publisher
    location: Location
    administrator: Staff

    def somebody(self, given_name: str, family_name: str, role: str = "standard") -> Staff:
        """One more member of staff."""
        return Staff(f"staff-{uuid4()}", given_name, family_name, role, (self.location,))

    def token(self, person: Staff) -> str:
        """A bearer token, as programs send it."""
        issuer = self.system.addresses.url(IDENTITY)
        return self.system.keys.staff_token(
            staff_claims(person, issuer, AUDIENCE, datetime.now(UTC))
        )

    def session(self, person: Staff) -> str:
        """The cookie's value that signing in would leave in a browser."""
        clock = partial(datetime.now, UTC)
        cipher = CookieCipher(self.system.secrets.session, "staff session")
        sessions = StaffSessions(cipher, timedelta(hours=8), clock)
        operator = Operator(
            operator_id=person.id,
            name=f"{person.given_name} {person.family_name}".strip() or None,
            role=Role(person.role),
            locations={
                location.id: AllowedLocation(
                    id=location.id, name=location.name, time_zone=location.time_zone
                )
                for location in person.locations
            },
            expires_at=clock(),
        )
        return sessions.begin(operator)[1]

    def client(self, person: Staff | None = None) -> StaffClient:
        """To arrange what a test begins with, and to check what it ends with."""
        return StaffClient(self.system.doors.dashboard, self.token(person or self.administrator))

    async def booked(self, customer_name: str = "Zoë Lindqvist", **changes: Any) -> Booked:
        """A new booking with its link, once chat-core knows of it."""
        booking = BookingChanged(
            **{
                "booking_id": f"booking-{uuid4()}",
                "location_id": self.location.id,
                "confirmation_code": f"{uuid4().hex[:7].upper()}-0042",
                "status": BookingStatus.CONFIRMED,
                "customer": Customer(
                    customer_id="customer-1", name=customer_name, email="guest@example.com"
                ),
                "activity_name": "Sunset sail on the Tagus",
                "start_time": datetime(2030, 6, 14, 18, 30, tzinfo=UTC),
                "end_time": datetime(2030, 6, 14, 20, 30, tzinfo=UTC),
                "time_zone": self.location.time_zone,
                **changes,
            }
        )
        await self._publish(booking)
        return Booked(booking, self.link(booking.booking_id))

    async def change(self, booked: Booked, **changes: Any) -> None:
        """The booking platform changes a booking; returns once chat-core knows of it."""
        await self._publish(booked.booking.model_copy(update=changes))

    async def withdraw(self, booked: Booked) -> None:
        """The booking platform deletes a booking; everybody hears of it in a moment."""
        tombstone = OutgoingRecord(booked.booking.booking_id.encode(), None, [])
        await self.publisher.publish(BOOKINGS, tombstone)

    async def _publish(self, booking: BookingChanged) -> None:
        await self.publisher.publish(BOOKINGS, encode(_record(booking)))
        async with self.client() as client:

            async def is_known() -> bool:
                found = await client.bookings(self.location.id, booking.confirmation_code)
                return [(b.booking_id, b.status) for b in found] == [
                    (booking.booking_id, booking.status)
                ]

            assert await comes_true(is_known, PATIENCE_SECONDS)

    def link(self, booking_id: str, *, made: timedelta = timedelta()) -> str:
        """`made` is how long ago the link was; it is good for 90 days."""
        token = self.system.keys.link_token(booking_id, datetime.now(UTC) - made)
        return f"{self.system.doors.portal}/c#{token}"

    async def switch(self, switches: Switches) -> None:
        """Returns when the settings service has it; everybody else hears of it in a moment."""
        async with self.client() as client:
            _, tag = await client.settings(self.location.id)
            await client.change_settings(self.location.id, switches, tag)

    async def introduce(self, **card: Any) -> None:
        """The location says how customers are shown it: name, colour, contact."""
        async with self.client() as client:
            settings, _ = await client.settings(self.location.id)
        now = datetime.now(UTC)
        record = LocationSettingsChanged(
            location_id=self.location.id,
            version=settings.version + 1,
            changed_at=now,
            portal_enabled=settings.portal_enabled,
            support_messaging=settings.support_messaging,
            **card,
        )
        kind = type(record).__name__
        await self.publisher.publish(
            LOCATIONS, encode(Envelope(str(uuid4()), kind, "/settings", now, record))
        )

    async def say(self, booked: Booked, *lines: tuple[Staff | None, str]) -> None:
        """Said before the test begins: by somebody of the staff, or by the customer for None."""
        async with CustomerClient(self.system.doors.portal) as customer:
            await customer.open(booked.link)
            for number, (by, text) in enumerate(lines, start=1):
                if by is None:
                    await customer.post(str(uuid4()), text)
                else:
                    async with self.client(by) as staff:
                        await staff.open_thread(booked.booking.booking_id)
                        await staff.post(booked.thread_id, str(uuid4()), text)

                async def is_stored(count: int = number) -> bool:
                    thread = (await customer.conversation()).thread
                    return thread is not None and thread.last_seq >= count

                assert await comes_true(is_stored, PATIENCE_SECONDS)

    async def stored(self, booked: Booked) -> list[str]:
        """The texts of a conversation in their order, as they are stored."""
        texts: list[str] = []
        async with self.client() as client:
            while page := await client.messages(booked.thread_id, after_seq=len(texts)):
                assert [m.seq for m in page] == list(
                    range(len(texts) + 1, len(texts) + len(page) + 1)
                )
                texts += [message.text for message in page]
        return texts


def _record(booking: BookingChanged) -> Envelope[BookingChanged]:
    return Envelope(str(uuid4()), "BookingChanged", "/booking-platform", datetime.now(UTC), booking)


async def a_place(system: RunningSystem, publisher: Publisher, switches: Switches = ON) -> Place:
    """A new location with an administrator, its switches set."""
    location = Location(
        id=f"location-{uuid4()}",
        name="Lisbon River Tours",
        time_zone="Europe/Lisbon",
        code="LIS",
        switches=switches,
        activities=(),
    )
    administrator = Staff(f"staff-{uuid4()}", "Ana", "Ferreira", "administrator", (location,))
    place = Place(system, publisher, location, administrator)
    await place.switch(switches)
    return place
