"""The search index as the rest of the core sees it; `storage.search_index` has the real one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.records import BookingChanged
from chat_core.domain.search.query import Piece
from chat_core.domain.search.terms import SearchText, search_text

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When nobody has written about a booking yet, as the index knows it."""


@dataclass(frozen=True, slots=True)
class MessageEntry:
    """A message that can be found; `location_id` is where its booking was at that time."""

    message_id: str
    booking_id: str
    location_id: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class BookingEntry:
    """A booking that can be found, as the record at `offset` of the log `log` has it."""

    booking_id: str
    location_id: str
    text: SearchText
    log: str
    offset: int


class After(NamedTuple):
    """Where a page of results ended: the newest match `at` of a booking.

    `piece` is the piece of the query in whose order the results come.
    """

    piece: int
    at: datetime
    booking_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """Bookings that match, newest match first; `after` is None when these are the last."""

    booking_ids: tuple[str, ...]
    after: After | None


class SearchIndex(Protocol):
    """Finds bookings by their own fields and by what was written about them.

    All writes may be repeated, and come in any order.
    """

    async def add_messages(self, messages: Sequence[MessageEntry]) -> None:
        """Makes messages findable, wherever their bookings are by now."""
        ...

    async def note_activity(self, at: Mapping[str, datetime]) -> None:
        """Brings bookings forward, by booking id, to the day of their newest activity."""
        ...

    async def put_bookings(self, bookings: Sequence[BookingEntry]) -> None:
        """Makes bookings findable as these records have them, unless later ones did."""
        ...

    async def move(self, locations: Mapping[str, str]) -> None:
        """Moves everything about bookings to their locations, by booking id."""
        ...

    async def find(
        self, location_id: str, pieces: Sequence[Piece], after: After | None, limit: int
    ) -> Found:
        """Bookings with a conversation at a location for which every piece of a query occurs."""
        ...


def booking_search_text(booking: BookingChanged) -> SearchText:
    """What a booking is found by: customer's name and email, confirmation code, activity."""
    customer = booking.customer
    fields = (customer.name, customer.email, booking.confirmation_code, booking.activity_name)
    return search_text([field for field in fields if field])


def message_entry(event: MessagePosted) -> MessageEntry:
    """What is findable of a message."""
    return MessageEntry(
        message_id=event.message_id,
        booking_id=event.booking_id,
        location_id=event.location_id,
        at=event.sent_at,
        text=event.text,
    )


def booking_entry(booking: BookingChanged, log: str, offset: int) -> BookingEntry:
    """What is findable of a record at an offset of a log."""
    text = booking_search_text(booking)
    return BookingEntry(booking.booking_id, booking.location_id, text, log, offset)


def day_of(moment: datetime) -> datetime:
    """The start of a moment's day in UTC.

    A booking's own fields are in the order of this, because each move to a newer time writes all
    of its terms anew.
    """
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
