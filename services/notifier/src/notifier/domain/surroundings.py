"""What an alert event says besides its message: the booking as it is now, its link. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking_chat.contracts.base import EARLIEST, LATEST
from booking_chat.contracts.bounds import cut
from booking_chat.contracts.texts import normalised
from notifier.domain.bookings import KnownBooking


@dataclass(frozen=True, slots=True)
class Surroundings:
    """None for what is not known: it is left out of the event."""

    activity_name: str | None = None
    start_time: datetime | None = None
    thread_url: str | None = None

    @property
    def fields(self) -> Mapping[str, Any]:
        return {
            "activity_name": self.activity_name,
            "start_time": self.start_time,
            "thread_url": self.thread_url,
        }


NOTHING_KNOWN = Surroundings()


def surroundings_of(booking: KnownBooking | None, thread_url: str | None) -> Surroundings:
    if booking is None:
        return Surroundings(thread_url=thread_url)
    return Surroundings(
        activity_name=shown_activity(booking),
        start_time=showable(booking.start_time),
        thread_url=thread_url,
    )


def shown_activity(booking: KnownBooking) -> str | None:
    """Cut to its bound: it may have been stored before there was one."""
    return cut(normalised(booking.activity_name or "")) or None


def showable(moment: datetime | None) -> datetime | None:
    """None for a time that some time zone could not express."""
    return moment if moment is not None and EARLIEST <= moment <= LATEST else None
