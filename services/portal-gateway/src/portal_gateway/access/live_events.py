"""Which live events a customer sees. Pure."""

from collections.abc import Callable
from typing import assert_never

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.events import (
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.http.views import BookingView, BookingWithdrawn
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.topics import BOOKINGS, EVENTS
from booking_chat.contracts.values import SenderType
from booking_chat.gateway.live.event import LiveEvent

_KEYED_BY_BOOKING = {EVENTS.name, BOOKINGS.name}


def channels_of(event: LiveEvent) -> list[str]:
    data = event.data
    match data:
        case (
            ThreadOpened()
            | MessagePosted()
            | ThreadRead()
            | ThreadMarkedUnread()
            | CommandRejected()
            | BookingView()
            | BookingWithdrawn()
        ):
            return [booking_channel(data.booking_id)]
        case LocationSettingsChanged():
            return [location_channel(data.location_id)]
        case _:
            assert_never(data)


def peek(record: Record) -> str | None:
    """The booking of a record that is keyed by one: events and bookings."""
    if record.topic not in _KEYED_BY_BOOKING or record.key is None:
        return None
    return booking_channel(record.key.decode(errors="replace"))


def booking_channel(booking_id: str) -> str:
    return f"booking {booking_id}"


def location_channel(location_id: str) -> str:
    return f"location {location_id}"


def is_for_customer(event: LiveEvent) -> bool:
    """A rejection is for its sender alone; everything else of the booking is for both sides."""
    data = event.data
    match data:
        case CommandRejected():
            return _is_customer(data.sender_type)
        case (
            ThreadOpened()
            | MessagePosted()
            | ThreadRead()
            | ThreadMarkedUnread()
            | LocationSettingsChanged()
            | BookingView()
            | BookingWithdrawn()
        ):
            return True
        case _:
            assert_never(data)


def _is_customer(side: SenderType) -> bool:
    match side:
        case SenderType.CUSTOMER:
            return True
        case SenderType.OPERATOR:
            return False
        case _:
            assert_never(side)


def is_switch(event: LiveEvent) -> bool:
    return isinstance(event.data, LocationSettingsChanged)


def closes_portal(event: LiveEvent) -> bool:
    """With the portal off there is nothing more to see."""
    return isinstance(event.data, LocationSettingsChanged) and not event.data.portal_enabled


def ends_stream_at(location_id: str) -> Callable[[LiveEvent], bool]:
    """What a stream ends with that was opened while the booking was at this location.

    After a move the page connects again, to hear of the switches of the new location.
    """

    def ends_stream(event: LiveEvent) -> bool:
        moves = isinstance(event.data, BookingView) and event.data.location_id != location_id
        return moves or closes_portal(event)

    return ends_stream
