"""A live event as gateways read it. Pure."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.envelope import Envelope, Record, Undecodable, decode, key_of
from booking_chat.contracts.events import EVENTS, ChatEvent
from booking_chat.contracts.http.views import BookingView, BookingWithdrawn, booking_view
from booking_chat.contracts.records import (
    BOOKING_RECORDS,
    LOCATION_RECORDS,
    BookingChanged,
    LocationSettingsChanged,
)
from booking_chat.contracts.topics import BOOKINGS

LiveData = ChatEvent | LocationSettingsChanged | BookingView | BookingWithdrawn
"""Everything that readers are told of."""

LIVE_CONTRACTS: dict[str, type[LiveData]] = {
    **EVENTS,
    **LOCATION_RECORDS,
    "BookingChanged": BookingView,
    "BookingWithdrawn": BookingWithdrawn,
}
"""What the JSON of each live event is, by its type."""

_RECORDS: dict[str, type[ChatEvent | LocationSettingsChanged | BookingChanged]] = {
    **EVENTS,
    **LOCATION_RECORDS,
    **BOOKING_RECORDS,
}

LiveEvent = Envelope[LiveData]


class Telling(NamedTuple):
    """A live event with its JSON, which for most of them is that of their record."""

    event: LiveEvent
    json: bytes


PlaceOf = Callable[[str], str | None]
"""The location where a booking was last seen, None where nobody here has seen it."""


def nowhere(_: str) -> None:
    """Of a gateway that has seen no booking."""


def tellings(record: Record, place_of: PlaceOf = nowhere) -> Iterator[Telling]:
    """What a record tells live readers; nothing where it cannot be read."""
    if record.topic == BOOKINGS.name and record.value is None:
        yield from _withdrawal(record, place_of)
        return
    decoded = decode(record, _RECORDS)
    if isinstance(decoded, Undecodable):
        return
    data = decoded.data
    if isinstance(data, BookingChanged):
        view = booking_view(data)
        yield Telling(_with_data(decoded, view), view.to_json())
    else:
        yield Telling(_with_data(decoded, data), record.value or b"")


def withdrawn(record: Record, booking_id: str, location_id: str | None) -> Telling:
    """That a booking is no longer at a location, because of a record of `bookings.v1`."""
    data = BookingWithdrawn(booking_id=booking_id, location_id=location_id)
    moment = datetime.fromtimestamp(record.timestamp / 1000, UTC)
    place = f"{record.topic}/{record.partition}/{record.offset}"
    return Telling(Envelope(place, type(data).__name__, record.topic, moment, data), data.to_json())


def _with_data(read: Envelope[KeyedContract], data: LiveData) -> LiveEvent:
    return Envelope(read.id, read.type, read.source, read.time, data)


def _withdrawal(record: Record, place_of: PlaceOf) -> Iterator[Telling]:
    booking_id = key_of(record)
    if not isinstance(booking_id, Undecodable):
        yield withdrawn(record, booking_id, place_of(booking_id))
