"""Which live events an operator sees. Pure."""

import re
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
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.topics import EVENTS
from booking_chat.contracts.values import SenderType
from booking_chat.gateway.live.event import LiveEvent

_LOCATION = re.compile(rb'"locationId":"([^"\\]+)"')


def channels_of(event: LiveEvent) -> list[str]:
    """The location of an event; a rejection that names none reaches no operator."""
    location_id = event.data.location_id
    return [] if location_id is None else [location_id]


def peek(record: Record) -> str | None:
    """The location of a record of `chat.events.v1`, by its first `locationId`.

    JSON escapes the quotes of texts, so what people write cannot look like one.
    """
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
