"""A search index in memory that looks at everything."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chat_core.domain.search.index import (
    NEVER,
    After,
    BookingEntry,
    Found,
    MessageEntry,
    day_of,
)
from chat_core.domain.search.query import Piece
from chat_core.domain.search.terms import SearchText, search_text

_NOTHING = SearchText((), "")


@dataclass(slots=True)
class _Entry:
    booking_id: str
    location_id: str = ""
    at: datetime = NEVER
    text: SearchText = _NOTHING
    source: tuple[str, int] = ("", -1)

    def holds(self, piece: Piece) -> bool:
        has_terms = set(piece.terms) <= set(self.text.terms)
        return has_terms and bool(re.search(piece.pattern or "", self.text.folded))


@dataclass(slots=True)
class MemorySearchIndex:
    """`conversations` are the bookings that have a thread; `bookings` says where each is."""

    conversations: set[str] = field(default_factory=set)
    bookings: dict[str, str] = field(default_factory=dict)
    messages: dict[str, _Entry] = field(default_factory=dict)
    records: dict[str, _Entry] = field(default_factory=dict)

    async def add_messages(self, messages: Sequence[MessageEntry]) -> None:
        for message in messages:
            location = self.bookings.get(message.booking_id, message.location_id)
            entry = _Entry(message.booking_id, location, message.at, search_text([message.text]))
            self.messages.setdefault(message.message_id, entry)

    async def note_activity(self, at: Mapping[str, datetime]) -> None:
        for booking_id, moment in at.items():
            entry = self.records.setdefault(booking_id, _Entry(booking_id))
            entry.at = max(entry.at, day_of(moment))

    async def put_bookings(self, bookings: Sequence[BookingEntry]) -> None:
        for new in bookings:
            entry = self.records.setdefault(new.booking_id, _Entry(new.booking_id))
            if entry.source[0] != new.log or entry.source[1] < new.offset:
                entry.source = (new.log, new.offset)
                entry.location_id, entry.text = new.location_id, new.text

    async def move(self, locations: Mapping[str, str]) -> None:
        for entry in self._entries():
            entry.location_id = locations.get(entry.booking_id, entry.location_id)

    async def find(
        self, location_id: str, pieces: Sequence[Piece], after: After | None, limit: int
    ) -> Found:
        lead = after.piece if after else 0
        newest: dict[str, datetime] = {}
        for entry in self._entries():
            if entry.location_id == location_id and entry.holds(pieces[lead]):
                newest[entry.booking_id] = max(newest.get(entry.booking_id, NEVER), entry.at)
        ordered = sorted(newest, key=lambda booking: (-newest[booking].timestamp(), booking))
        matches = [
            booking
            for booking in ordered
            if self._has_conversation(booking, newest[booking])
            and all(self._occurs(piece, booking) for piece in pieces)
            and (after is None or (-newest[booking].timestamp(), booking) > _order(after))
        ]
        if len(matches) <= limit:
            return Found(tuple(matches), None)
        last = matches[limit - 1]
        return Found(tuple(matches[:limit]), After(lead, newest[last], last))

    def _has_conversation(self, booking_id: str, newest: datetime) -> bool:
        return newest != NEVER or booking_id in self.conversations

    def _occurs(self, piece: Piece, booking_id: str) -> bool:
        return any(e.holds(piece) for e in self._entries() if e.booking_id == booking_id)

    def _entries(self) -> list[_Entry]:
        return [*self.messages.values(), *self.records.values()]


def _order(after: After) -> tuple[float, str]:
    return -after.at.timestamp(), after.booking_id
