"""Bookings to write about, and people who write without a gateway."""

from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.commands import PORTAL_SOURCE
from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.topics import BOOKINGS, LOCATIONS, Topic
from booking_chat.gateway.command_log import CommandLog
from booking_chat.service.messaging.publisher import Publisher
from faults.traffic import Writer, customer_of
from support.chat import a_booking

PATIENCE_SECONDS = 60.0
"""Partitions get their leaders a moment after their topic was made."""


async def some_writers(publisher: Publisher, count: int) -> list[Writer]:
    """So many customers, each with a booking at a location where messaging is on."""
    location_id = await _open_location(publisher)
    return [
        await _writer(publisher, f"customer {number}", await _booking(publisher, location_id))
        for number in range(count)
    ]


async def writers_of_one_thread(publisher: Publisher, count: int) -> list[Writer]:
    """So many people who all write into the same conversation."""
    booking_id = await _booking(publisher, await _open_location(publisher))
    return [await _writer(publisher, f"guest {number}", booking_id) for number in range(count)]


async def _writer(publisher: Publisher, name: str, booking_id: str) -> Writer:
    clock = partial(datetime.now, UTC)
    commands = CommandLog(publisher, PORTAL_SOURCE, clock, new_id=lambda: str(uuid4()))
    return Writer(name, booking_id, customer_of(booking_id, commands))


async def _open_location(publisher: Publisher) -> str:
    change = LocationSettingsChanged(
        location_id=f"location-{uuid4()}",
        portal_enabled=True,
        support_messaging=True,
        version=1,
        changed_at=datetime.now(UTC),
    )
    await _publish(publisher, LOCATIONS, change, "/settings")
    return change.location_id


async def _booking(publisher: Publisher, location_id: str) -> str:
    booking = a_booking(f"booking-{uuid4()}", location_id=location_id)
    await _publish(publisher, BOOKINGS, booking, "/booking-platform")
    return booking.booking_id


async def _publish(publisher: Publisher, topic: Topic, data: KeyedContract, source: str) -> None:
    envelope = Envelope(str(uuid4()), type(data).__name__, source, datetime.now(UTC), data)
    await publisher.publish_all(topic, [(encode(envelope), None)], timeout=PATIENCE_SECONDS)
