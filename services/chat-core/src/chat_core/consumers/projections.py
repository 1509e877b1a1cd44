"""Bookings and locations as chat-core needs them, kept from their compacted topics."""

from collections.abc import Sequence
from typing import Any

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BOOKING_RECORDS, BookingChanged, LocationSettingsChanged
from booking_chat.service.messaging.consumer import Delivery
from booking_chat.service.messaging.log_identity import LogIdentities
from booking_chat.service.messaging.projecting import (
    newest_by_offset,
    newest_settings,
    sort_out,
    write_newer,
)
from booking_chat.service.storage.mongo import Client, UpdateOne
from chat_core.consumers.ports import DeadLetterSink
from chat_core.domain.search.index import SearchIndex, booking_entry
from chat_core.storage.collections import Collections
from chat_core.storage.documents import booking_document
from chat_core.storage.search import booking_terms


class BookingProjection:
    """Keeps the latest record of each booking; an older one never replaces a newer one."""

    def __init__(
        self,
        client: Client,
        dead_letters: DeadLetterSink,
        log_identity: LogIdentities,
        search: SearchIndex,
    ) -> None:
        self._of = Collections(client)
        self._search = search
        self._dead_letters = dead_letters
        self._log_identity = log_identity

    async def handle(self, records: Sequence[Record]) -> None:
        log = await self._log_identity.of(records)
        found = sort_out(records, BOOKING_RECORDS)
        for record, why in found.unreadable:
            await self._dead_letters.send(record, why)
        latest = found.latest.values()
        writes = [newest_by_offset(log, newest, _fields(newest.data)) for newest in latest]
        await write_newer(self._of.bookings, writes)
        await self._search.put_bookings(
            [booking_entry(newest.data, log, newest.offset) for newest in latest if newest.data]
        )
        booking_ids = [newest.key for newest in latest if newest.data is not None]
        if booking_ids:
            await self._move_threads(booking_ids)

    async def _move_threads(self, booking_ids: Sequence[str]) -> None:
        """A booking that moves to another location takes its conversation along.

        What is stored says where to, because a record may be older than that.
        """
        stored = self._of.bookings.find({"_id": {"$in": booking_ids}}, {"locationId": 1})
        locations = {one["_id"]: one["locationId"] for one in await stored.to_list(None)}
        moves = [
            UpdateOne(
                {"_id": thread_id(booking_id), "locationId": {"$ne": location_id}},
                {"$set": {"locationId": location_id}},
            )
            for booking_id, location_id in locations.items()
        ]
        await self._of.threads.bulk_write(moves, ordered=False)
        await self._search.move(locations)


class LocationProjection:
    """Keeps the switches of each location; the version tells newer from older."""

    def __init__(self, client: Client) -> None:
        self._of = Collections(client)

    async def handle(self, deliveries: Sequence[Delivery[LocationSettingsChanged]]) -> None:
        await write_newer(self._of.locations, newest_settings(deliveries))


def _fields(booking: BookingChanged | None) -> dict[str, Any]:
    """What is stored of a booking; one that was withdrawn keeps the rest of its fields."""
    if booking is None:
        return {"withdrawn": True}
    terms = booking_terms(booking)
    return booking_document(booking) | {"searchTerms": terms, "withdrawn": False}
