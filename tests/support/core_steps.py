"""Steps for tests of chat-core on real engines: publish what the world publishes, wait for what
the core makes of it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import httpx
from pydantic import TypeAdapter

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.http.views import ConversationView, MessageView, Page
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BookingChanged, LocationSettingsChanged
from booking_chat.contracts.topics import BOOKINGS, COMMANDS, LOCATIONS
from booking_chat.contracts.values import Customer, Sender
from booking_chat.service.messaging.publisher import Publisher
from support.chat import a_booking, post
from support.running_app import MONITORING

PATIENCE_SECONDS = 30
_MESSAGES = TypeAdapter(Page[MessageView])


class World:
    """The booking platform, the settings service and the gateways, as chat-core sees them."""

    def __init__(self, publisher: Publisher, core: httpx.AsyncClient) -> None:
        self._publisher = publisher
        self._core = core
        self.location_id = f"location-{uuid4()}"

    async def switch(self, *, on: bool, version: int = 1) -> None:
        change = LocationSettingsChanged(
            location_id=self.location_id,
            portal_enabled=on,
            support_messaging=on,
            version=version,
            changed_at=datetime.now(UTC),
        )
        name = "LocationSettingsChanged"
        record = encode(Envelope(str(uuid4()), name, "/settings", change.changed_at, change))
        await self._publisher.publish(LOCATIONS, record)

    async def publish_booking(self, booking: BookingChanged) -> None:
        now = datetime.now(UTC)
        name = "BookingChanged"
        record = encode(Envelope(str(uuid4()), name, "/booking-platform", now, booking))
        await self._publisher.publish(BOOKINGS, record)

    async def a_booking(self, customer_name: str = "Zoë Lindqvist") -> str:
        """A new booking at this world's location."""
        booking_id = f"booking-{uuid4()}"
        customer = Customer(customer_id="customer-1", name=customer_name, email="zoe@example.com")
        booking = a_booking(booking_id, location_id=self.location_id)
        await self.publish_booking(booking.model_copy(update={"customer": customer}))
        return booking_id

    def post(
        self, booking_id: str, text: str, by: Sender, time: datetime | None = None
    ) -> Envelope[ChatCommand]:
        return post(
            text,
            by=by,
            booking_id=booking_id,
            location_id=self.location_id,
            time=time or datetime.now(UTC),
        )

    async def send(self, *commands: Envelope[ChatCommand]) -> None:
        await self._publisher.publish_all(COMMANDS, [(encode(c), None) for c in commands])

    async def messages(self, booking_id: str, at_least: int) -> Sequence[MessageView]:
        """The messages of a booking's thread, once there are as many as awaited."""
        path = f"/threads/{thread_id(booking_id)}/messages"
        found: list[MessageView] = []
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(found) < at_least:
                answer = await self._core.get(path, params={"limit": 200})
                found = _MESSAGES.validate_json(answer.content).items
                await asyncio.sleep(0.02)
        return found

    async def conversation(self, booking_id: str) -> ConversationView:
        answer = await self._core.get(f"/bookings/{booking_id}/conversation")
        return ConversationView.model_validate_json(answer.content)

    async def until_decided(self) -> None:
        """Returns when every command so far is decided."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await self._core.get(f"{MONITORING}/conservation")).json()["inFlight"]:
                await asyncio.sleep(0.02)
