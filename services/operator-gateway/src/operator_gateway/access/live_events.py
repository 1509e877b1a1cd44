"""Which live events an operator sees. Pure."""

import re
from collections.abc import Callable, Iterator
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
from booking_chat.gateway.live.event import LiveEvent, PlaceOf, Telling, tellings, withdrawn

BOOKING_NEWS = " bookings"
"""A channel of every reader, of no event: records of `bookings.v1` are parsed while it has one.

No location is called so: ids have no space.
"""

_LOCATION = re.compile(rb'"locationId":"([^"\\]+)"')


def channels_of(event: LiveEvent) -> list[str]:
    """The location of an event; a rejection or withdrawal that names none reaches no operator."""
    location_id = event.data.location_id
    return [] if location_id is None else [location_id]


def tellings_to_staff(record: Record, place_of: PlaceOf) -> Iterator[Telling]:
    """What a record tells staff: a booking that moves is withdrawn from where it was seen."""
    for told in tellings(record, place_of):
        data = told.event.data
        if isinstance(data, BookingView):
            place = place_of(data.booking_id)
            if place is not None and place != data.location_id:
                yield withdrawn(record, data.booking_id, place)
        yield told


def peek(record: Record) -> str | None:
    """The location of a record of `chat.events.v1`, by its first `locationId`.

    Bookings are written by others, whose JSON may be of any form: those go by `BOOKING_NEWS`.

    JSON escapes the quotes of texts, so what people write cannot look like one.
    """
    if record.topic == BOOKINGS.name:
        return BOOKING_NEWS
    if record.topic != EVENTS.name:
        return None
    found = _LOCATION.search(record.value or b"")
    return found[1].decode(errors="replace") if found else None


def is_for(operator_id: str) -> Callable[[LiveEvent], bool]:
    """A rejection is for its sender alone; everything else is for all of the location."""

    def is_for_operator(event: LiveEvent) -> bool:
        data = event.data
        match data:
            case CommandRejected():
                return _is_by(operator_id, data)
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

    return is_for_operator


def _is_by(operator_id: str, rejected: CommandRejected) -> bool:
    match rejected.sender_type:
        case SenderType.OPERATOR:
            return rejected.sender_id == operator_id
        case SenderType.CUSTOMER:
            return False
        case _:
            assert_never(rejected.sender_type)
