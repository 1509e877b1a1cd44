"""Bookings and locations as chat-core needs them, kept from their compacted topics."""

import asyncio
from collections.abc import Sequence

from booking_chat.contracts.records import BOOKING_RECORDS, LocationSettingsChanged
from booking_chat.envelope import Envelope, decode
from booking_chat.ids import thread_id
from booking_chat.service.consumer import Delivery
from booking_chat.service.kafka import Record
from booking_chat.service.log_identity import LogIdentities
from booking_chat.service.mongo import Client, UpdateOne
from booking_chat.service.partitions import Partitions
from booking_chat.service.progress import GroupProgress
from booking_chat.service.projecting import newest_by_offset, newest_by_version, write_newer
from booking_chat.topics import BOOKINGS, LOCATIONS, Topic
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
        latest = {record.key: record for record in records if record.key}
        writes, booking_ids = [], []
        for record in latest.values():
            if record.value is None:
                writes.append(newest_by_offset(log, record, {"withdrawn": True}))
                continue
            decoded = decode(record, BOOKING_RECORDS)
            if isinstance(decoded, Envelope):
                fields = booking_document(decoded.data) | {
                    "searchTerms": booking_terms(decoded.data),
                    "withdrawn": False,
                }
                writes.append(newest_by_offset(log, record, fields))
                booking_ids.append(decoded.data.booking_id)
            elif decoded.reason != "unknown-type":
                await self._dead_letters.bury(record, decoded)
        await write_newer(self._of.bookings, writes)
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
        latest = {d.envelope.data.location_id: d.envelope.data for d in deliveries}
        writes = [
            newest_by_version(
                change.location_id,
                change.version,
                change.model_dump(mode="python", by_alias=True),
            )
            for change in latest.values()
        ]
        await write_newer(self._of.locations, writes)


async def catch_up(progress: GroupProgress, projections: Sequence[Partitions]) -> None:
    """Returns once both projections hold everything that was published before the call.

    Until its partitions are settled a projection may be about to read again what a restore lost.
    """
    while not all(partitions.settled for partitions in projections):  # noqa: ASYNC110
        await asyncio.sleep(_CATCH_UP_POLL_SECONDS)

    async def projected(group: str, topic: Topic) -> None:
        ends = await progress.ends(topic)
        while await progress.lag(group, topic, ends) > 0:  # noqa: ASYNC110 - Kafka can only be asked
            await asyncio.sleep(_CATCH_UP_POLL_SECONDS)

    await asyncio.gather(projected(BOOKINGS_GROUP, BOOKINGS), projected(LOCATIONS_GROUP, LOCATIONS))
