"""Bookings and locations as the notifier needs them, kept from their compacted topics."""

from collections.abc import Collection, Sequence

from booking_chat.contracts.records import BOOKING_RECORDS, BookingChanged, LocationSettingsChanged
from booking_chat.envelope import Envelope, decode
from booking_chat.service.consumer import DeadLetters, Delivery
from booking_chat.service.kafka import Record
from booking_chat.service.log_identity import LogIdentity
from booking_chat.service.projecting import newest_by_offset, newest_by_version, write_newer
from notifier.bookings import KnownBooking, known_booking
from notifier.stores.collections import Collections


class BookingProjection:
    """Keeps the latest record of each booking; an older one never replaces a newer one."""

    def __init__(
        self, of: Collections, dead_letters: DeadLetters, log_identity: LogIdentity
    ) -> None:
        self._of = of
        self._dead_letters = dead_letters
        self._log_identity = log_identity

    async def handle(self, records: Sequence[Record]) -> None:
        log = await self._log_identity.of(records)
        latest = {record.key: record for record in records if record.key}
        writes = []
        for record in latest.values():
            if record.value is None:
                writes.append(newest_by_offset(log, record, {"customerEmail": None}))
                continue
            decoded = decode(record, BOOKING_RECORDS)
            if isinstance(decoded, Envelope):
                writes.append(newest_by_offset(log, record, _fields(decoded.data)))
            elif decoded.reason != "unknown-type":
                await self._dead_letters.bury(record, decoded)
        await write_newer(self._of.bookings, writes)


class LocationProjection:
    """Keeps the switches of each location; the version tells newer from older."""

    def __init__(self, of: Collections) -> None:
        self._of = of

    async def handle(self, deliveries: Sequence[Delivery[LocationSettingsChanged]]) -> None:
        latest = {d.envelope.data.location_id: d.envelope.data for d in deliveries}
        await write_newer(
            self._of.locations,
            [
                newest_by_version(
                    change.location_id, change.version, change.model_dump(by_alias=True)
                )
                for change in latest.values()
            ],
        )


class Projections:
    """What the projections know at the moment."""

    def __init__(self, of: Collections) -> None:
        self._of = of

    async def bookings(self, booking_ids: Collection[str]) -> dict[str, KnownBooking]:
        if not booking_ids:
            return {}
        found = self._of.bookings.find({"_id": {"$in": list(booking_ids)}})
        return {d["_id"]: KnownBooking.model_validate(d) async for d in found}

    async def has_portal(self, location_id: str) -> bool:
        """Whether customers of the location can open their page; not while nobody has said so."""
        found = await self._of.locations.find_one({"_id": location_id})
        return bool(found and found["portalEnabled"])


def _fields(booking: BookingChanged) -> dict[str, object]:
    known = known_booking(booking).document()
    return {name: value for name, value in known.items() if name != "_id"}
