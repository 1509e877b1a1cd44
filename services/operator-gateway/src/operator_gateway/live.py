"""Which live events an operator sees. Pure."""

from collections.abc import Callable

from booking_chat.contracts.events import CommandRejected, Event
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.values import SenderType
from booking_chat.gateway.live import LiveEvent


def channels_of(event: LiveEvent) -> list[str]:
    """The location of an event; a rejection that names none is nobody's here."""
    data = event.data
    if isinstance(data, Event | CommandRejected | LocationSettingsChanged) and data.location_id:
        return [data.location_id]
    return []


def is_for(operator_id: str) -> Callable[[LiveEvent], bool]:
    """A rejection is for its sender alone; everything else is for all of the location."""

    def is_for_operator(event: LiveEvent) -> bool:
        data = event.data
        if not isinstance(data, CommandRejected):
            return True
        return data.sender_type is SenderType.OPERATOR and data.sender_id == operator_id

    return is_for_operator
