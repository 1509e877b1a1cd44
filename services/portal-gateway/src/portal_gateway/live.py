"""Which live events a customer sees. Pure."""

from booking_chat.contracts.events import CommandRejected
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.values import BookingKeyed, SenderType
from booking_chat.gateway.live import LiveEvent


def channels_of(event: LiveEvent) -> list[str]:
    match event.data:
        case BookingKeyed(booking_id=booking_id):
            return [booking_channel(booking_id)]
        case LocationSettingsChanged(location_id=location_id):
            return [location_channel(location_id)]
        case _:
            return []


def booking_channel(booking_id: str) -> str:
    return f"booking {booking_id}"


def location_channel(location_id: str) -> str:
    return f"location {location_id}"


def is_for_customer(event: LiveEvent) -> bool:
    """A rejection is for its sender alone; everything else of the booking is for both sides."""
    data = event.data
    return not isinstance(data, CommandRejected) or data.sender_type is SenderType.CUSTOMER


def is_switch(event: LiveEvent) -> bool:
    return isinstance(event.data, LocationSettingsChanged)


def closes_portal(event: LiveEvent) -> bool:
    """With the portal off there is nothing more to see."""
    return isinstance(event.data, LocationSettingsChanged) and not event.data.portal_enabled
