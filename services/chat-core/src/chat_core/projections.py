"""Bookings and locations as chat-core needs them, kept from their compacted topics."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BOOKING_RECORDS, BookingChanged, LocationSettingsChanged
from booking_chat.contracts.topics import BOOKINGS, LOCATIONS, Topic
from booking_chat.service.messaging.consumer import Delivery
from booking_chat.service.messaging.log_identity import LogIdentities
from booking_chat.service.messaging.projecting import (
    newest_by_offset,
    newest_settings,
    sort_out,
    write_newer,
)
from booking_chat.service.messaging.records import KafkaUnavailableError, Record
from booking_chat.service.storage.mongo import Client, UpdateOne
from chat_core.commands import PoisonLetters
from chat_core.documents import booking_document
from chat_core.search import booking_terms
from chat_core.store import Collections

BOOKINGS_GROUP = "chat-core-bookings"
LOCATIONS_GROUP = "chat-core-locations"

_CATCH_UP_POLL_SECONDS = 0.02


class BookingProjection:
    """Keeps the latest record of each booking; an older one never replaces a newer one."""

    def __init__(
        self, client: Client, dead_letters: PoisonLetters, log_identity: LogIdentities
    ) -> None:
        self._of = Collections(client)
        self._dead_letters = dead_letters
        self._log_identity = log_identity

    async def handle(self, records: Sequence[Record]) -> None:
        log = await self._log_identity.of(records)
        found = sort_out(records, BOOKING_RECORDS)
        for record, why in found.unreadable:
            await self._dead_letters.bury(record, why)
        latest = found.latest.values()
        writes = [newest_by_offset(log, newest, _fields(newest.data)) for newest in latest]
        await write_newer(self._of.bookings, writes)
        booking_ids = [newest.key for newest in latest if newest.data is not None]
        if booking_ids:
            await self._move_threads(booking_ids)

    async def _move_threads(self, booking_ids: Sequence[str]) -> None:
        """A booking that moves to another location takes its conversation along.

        What is stored says where to, because a record may be older than that.
        """
        stored = self._of.bookings.find({"_id": {"$in": booking_ids}}, {"locationId": 1})
        moves = [
            UpdateOne(
                {"_id": thread_id(booking["_id"]), "locationId": {"$ne": booking["locationId"]}},
                {"$set": {"locationId": booking["locationId"]}},
            )
            for booking in await stored.to_list(None)
        ]
        await self._of.threads.bulk_write(moves, ordered=False)


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


class Progress(Protocol):
    """How far the projections are behind; `GroupProgress` is the real one."""

    async def ends(self, topic: Topic) -> dict[int, int]: ...
    async def lag(self, group_id: str, topic: Topic, ends: Mapping[int, int]) -> int: ...


class Projected(Protocol):
    """The partitions of one projection; `Partitions` is the real one."""

    @property
    def running(self) -> bool: ...
    @property
    def settled(self) -> bool: ...


async def catch_up(progress: Progress, projections: Sequence[Projected]) -> None:
    """Returns once both projections hold everything that was published before the call.

    Until its partitions are settled a projection may be about to read again what a restore lost.
    Raises KafkaUnavailableError when a projection is not running: it would never catch up, and
    whoever waits for it would keep a stop waiting.
    """

    async def projected(group: str, topic: Topic) -> None:
        ends = await progress.ends(topic)
        while await progress.lag(group, topic, ends) > 0:
            await wait()

    async def wait() -> None:
        if not all(partitions.running for partitions in projections):
            raise KafkaUnavailableError("bookings and locations are not being read")
        await asyncio.sleep(_CATCH_UP_POLL_SECONDS)

    while not all(partitions.settled for partitions in projections):
        await wait()
    await asyncio.gather(projected(BOOKINGS_GROUP, BOOKINGS), projected(LOCATIONS_GROUP, LOCATIONS))
