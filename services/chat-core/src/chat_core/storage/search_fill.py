"""Filling the search index from what is stored, for what was stored before there was one."""

from collections.abc import AsyncIterator, Callable

from booking_chat.service.storage.mongo import Client, Collection, Document
from booking_chat.service.storage.readable import readable
from chat_core.domain.search.index import BookingEntry, MessageEntry, booking_entry, message_entry
from chat_core.names import SEARCH_GROUP
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.documents import booking_of, message_event
from chat_core.storage.search_index import MongoSearchIndex

BATCH = 500
_BOOKINGS_NOTE = f"{SEARCH_GROUP}/bookings"


class SearchFill:
    """Makes everything findable that is stored, in batches; safe to repeat and to end early."""

    def __init__(self, client: Client, name: str = DATABASE) -> None:
        self._of = Collections(client, name)
        self._index = MongoSearchIndex(client, name)

    async def bookings_once(self) -> None:
        """Fills in the bookings unless that was done before.

        Their records are not read again only because the core has got a search; those of messages
        are, because nothing has followed the events for it yet.
        """
        notes = self._of.consumer_offsets
        if await notes.find_one({"_id": _BOOKINGS_NOTE}) is None:
            await self.bookings(lambda _: None)
            await notes.update_one({"_id": _BOOKINGS_NOTE}, {"$set": {"filled": True}}, upsert=True)

    async def clear(self) -> None:
        await self._of.search.delete_many({})

    async def counts(self) -> tuple[int, int]:
        """About how many bookings and messages there are."""
        return (
            await self._of.bookings.estimated_document_count(),
            await self._of.messages.estimated_document_count(),
        )

    async def bookings(self, advance: Callable[[int], None]) -> None:
        """`advance` is told how many more are done."""
        async for documents in _batches(self._of.bookings, {"locationId": {"$exists": True}}):
            await self._index.put_bookings(readable("bookings", documents, _booking_entry))
            advance(len(documents))

    async def messages(self, advance: Callable[[int], None]) -> None:
        async for documents in _batches(self._of.messages, {}):
            entries = readable("messages", documents, _message_entry)
            await self._index.add_messages(entries)
            await self._index.note_activity({entry.booking_id: entry.at for entry in entries})
            advance(len(documents))


async def _batches(collection: Collection, wanted: Document) -> AsyncIterator[list[Document]]:
    """In the order of ids, each batch a query of its own: a cursor would not live for hours."""
    last: Document = {}
    while True:
        found = await collection.find({**wanted, **last}).sort("_id").limit(BATCH).to_list(None)
        if not found:
            return
        yield found
        last = {"_id": {"$gt": found[-1]["_id"]}}


def _booking_entry(document: Document) -> BookingEntry:
    # Without a source it is older than any record that may come.
    source = document.get("source", {"log": "", "offset": -1})
    return booking_entry(booking_of(document), source["log"], source["offset"])


def _message_entry(document: Document) -> MessageEntry:
    return message_entry(message_event(document))
