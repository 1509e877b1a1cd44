"""The search index in MongoDB: one entry a message, one a booking, in one index of terms.

An entry's terms are compared as a whole, so that the index gives the newest matches of one first.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from booking_chat.contracts.ids import thread_id
from booking_chat.service.storage.mongo import (
    BulkWriteError,
    Client,
    Document,
    UpdateMany,
    UpdateOne,
    aggregate,
    only_duplicates,
)
from chat_core.domain.search.index import (
    NEVER,
    After,
    BookingEntry,
    Found,
    MessageEntry,
    day_of,
)
from chat_core.domain.search.query import Piece
from chat_core.domain.search.terms import search_text
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.search_queries import confirming, newest_matches

SEVERAL_PIECES_WINDOW = 200
"""Entries that are looked at first for each of several pieces: the rarest one then leads."""
LARGEST_WINDOW = 4_000
MAX_WINDOWS = 8
"""After this many a page is returned short, with a cursor that goes on."""


@dataclass(frozen=True, slots=True)
class _Match:
    """The newest entry of a booking within a window."""

    booking_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Window:
    """Matches of the query's piece `lead`, newest first; `next` is None after the last window."""

    lead: int
    matches: Sequence[_Match]
    next: After | None


class MongoSearchIndex:
    """`SearchIndex` on a collection of the core's own database."""

    def __init__(self, client: Client, name: str = DATABASE) -> None:
        self._of = Collections(client, name)

    async def add_messages(self, messages: Sequence[MessageEntry]) -> None:
        if not messages:
            return
        try:
            await self._of.search.insert_many(map(_message_document, messages), ordered=False)
        except BulkWriteError as error:
            if not only_duplicates(error):
                raise
        await self._follow_bookings({m.booking_id: m.location_id for m in messages})

    async def note_activity(self, at: Mapping[str, datetime]) -> None:
        await self._write(
            UpdateOne(
                {"_id": _booking_entry_id(booking_id)},
                {"$max": {"at": day_of(moment)}, "$setOnInsert": {"bookingId": booking_id}},
                upsert=True,
            )
            for booking_id, moment in at.items()
        )

    async def put_bookings(self, bookings: Sequence[BookingEntry]) -> None:
        await self._write(
            # Made first and filled then: an upsert would fail on its key where a later record
            # was faster, and here it only finds nothing to fill.
            UpdateOne(
                {"_id": _booking_entry_id(entry.booking_id)},
                {"$setOnInsert": {"bookingId": entry.booking_id, "at": NEVER}},
                upsert=True,
            )
            for entry in bookings
        )
        await self._write(
            UpdateOne(
                {
                    "_id": _booking_entry_id(entry.booking_id),
                    "$or": [
                        {"source.log": {"$ne": entry.log}},
                        {"source.offset": {"$lt": entry.offset}},
                    ],
                },
                {
                    "$set": {
                        "locationId": entry.location_id,
                        "terms": list(entry.text.terms),
                        "folded": entry.text.folded,
                        "source": {"log": entry.log, "offset": entry.offset},
                    }
                },
            )
            for entry in bookings
        )

    async def move(self, locations: Mapping[str, str]) -> None:
        await self._write(
            UpdateMany(
                {"bookingId": booking_id, "locationId": {"$ne": location_id}},
                {"$set": {"locationId": location_id}},
            )
            for booking_id, location_id in locations.items()
        )

    async def find(
        self, location_id: str, pieces: Sequence[Piece], after: After | None, limit: int
    ) -> Found:
        found: list[_Match] = []
        seen: set[str] = set()
        position = after
        async for window in self._windows(location_id, pieces, after, limit):
            new = [match for match in window.matches if match.booking_id not in seen]
            seen.update(match.booking_id for match in new)
            found += await self._confirmed(new, pieces, window.lead, after)
            position = window.next
            if len(found) > limit:
                last = found[limit - 1]
                position = After(window.lead, last.at, last.booking_id)
                break
        return Found(tuple(match.booking_id for match in found[:limit]), position)

    async def _windows(
        self, location_id: str, pieces: Sequence[Piece], after: After | None, limit: int
    ) -> AsyncIterator[_Window]:
        """Windows from `after` on, each twice as large as the one before."""
        size = 2 * (limit + 1)
        if after is None and len(pieces) > 1:
            size = max(size, SEVERAL_PIECES_WINDOW)
            window = await self._rarest(location_id, pieces, size)
        else:
            lead = after.piece if after else 0
            window = await self._window(location_id, pieces[lead], lead, after, size)
        yield window
        for _ in range(MAX_WINDOWS - 1):
            if window.next is None:
                return
            size, lead = min(2 * size, LARGEST_WINDOW), window.lead
            window = await self._window(location_id, pieces[lead], lead, window.next, size)
            yield window

    async def _rarest(self, location_id: str, pieces: Sequence[Piece], size: int) -> _Window:
        """The first window of that piece which has the fewest entries, as far as one sees."""
        first, *others = [
            [*newest_matches(location_id, piece, None, size), {"$set": {"piece": number}}]
            for number, piece in enumerate(pieces)
        ]
        unions: list[Document] = [
            {"$unionWith": {"coll": self._of.search.name, "pipeline": other}} for other in others
        ]
        entries: list[list[Document]] = [[] for _ in pieces]
        async for entry in await aggregate(self._of.search, [*first, *unions]):
            entries[entry["piece"]].append(entry)
        lead = min(range(len(pieces)), key=lambda number: len(entries[number]))
        return _as_window(lead, entries[lead], size)

    async def _window(
        self, location_id: str, piece: Piece, lead: int, after: After | None, size: int
    ) -> _Window:
        cursor = await aggregate(self._of.search, newest_matches(location_id, piece, after, size))
        return _as_window(lead, await cursor.to_list(None), size)

    async def _confirmed(
        self, matches: Sequence[_Match], pieces: Sequence[Piece], lead: int, after: After | None
    ) -> list[_Match]:
        """Those for which all other pieces occur too, and which no earlier page has shown."""
        opened = await self._with_conversation([match for match in matches if match.at == NEVER])
        kept = [m for m in matches if m.at != NEVER or m.booking_id in opened]
        if not kept or (len(pieces) == 1 and after is None):
            return kept
        ids = {match.booking_id for match in kept}
        found = await aggregate(self._of.search, confirming(ids, pieces, lead, after))
        confirmed = {document["_id"] for document in await found.to_list(None)}
        return [match for match in kept if match.booking_id in confirmed]

    async def _with_conversation(self, matches: Sequence[_Match]) -> set[str]:
        """Of bookings that nobody is known to have written about: those that have a thread.

        Its messages may be on their way to this index.
        """
        if not matches:
            return set()
        threads = {thread_id(match.booking_id): match.booking_id for match in matches}
        found = self._of.threads.find({"_id": {"$in": list(threads)}}, {"_id": 1})
        return {threads[document["_id"]] for document in await found.to_list(None)}

    async def _follow_bookings(self, added: Mapping[str, str]) -> None:
        """Moves what was just added, booking by location, to where its booking is.

        A booking's own record is written before its entries are moved: whichever comes last, this
        look or that move, finds both.
        """
        stored = self._of.bookings.find({"_id": {"$in": list(added)}}, {"locationId": 1})
        locations = {one["_id"]: one.get("locationId") for one in await stored.to_list(None)}
        await self.move(
            {
                booking_id: location_id
                for booking_id, location_id in locations.items()
                if location_id not in (None, added[booking_id])
            }
        )

    async def _write(self, writes: Iterable[UpdateOne | UpdateMany]) -> None:
        operations = list(writes)
        if operations:
            await self._of.search.bulk_write(operations, ordered=False)


def _message_document(message: MessageEntry) -> Document:
    text = search_text([message.text])
    return {
        "_id": message.message_id,
        "bookingId": message.booking_id,
        "locationId": message.location_id,
        "at": message.at,
        "terms": list(text.terms),
        "folded": text.folded,
    }


def _booking_entry_id(booking_id: str) -> str:
    """Message ids are UUIDs, so that the two cannot meet."""
    return f"booking/{booking_id}"


def _as_window(lead: int, entries: Sequence[Document], size: int) -> _Window:
    newest: dict[str, datetime] = {}
    for entry in entries:
        newest.setdefault(entry["bookingId"], entry["at"])
    is_last = len(entries) < size
    last = None if is_last else After(lead, entries[-1]["at"], entries[-1]["bookingId"])
    return _Window(lead, [_Match(booking, at) for booking, at in newest.items()], last)
