"""Bookings and locations as the notifier needs them, kept from their compacted topics."""

from collections.abc import Collection, Sequence

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.records import BOOKING_RECORDS, BookingChanged, LocationSettingsChanged
from booking_chat.service.messaging.consumer import DeadLetters, Delivery
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.projecting import (
    newest_by_offset,
    newest_settings,
    sort_out,
    write_newer,
)
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
        found = sort_out(records, BOOKING_RECORDS)
        for record, why in found.unreadable:
            await self._dead_letters.bury(record, why)
        latest = found.latest.values()
        writes = [newest_by_offset(log, newest, _fields(newest.data)) for newest in latest]
        await write_newer(self._of.bookings, writes)


class LocationProjection:
    """Keeps the switches of each location; the version tells newer from older."""

    def __init__(self, of: Collections) -> None:
        self._of = of

    async def handle(self, deliveries: Sequence[Delivery[LocationSettingsChanged]]) -> None:
        await write_newer(self._of.locations, newest_settings(deliveries))


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


def _fields(booking: BookingChanged | None) -> dict[str, object]:
    """What is stored of a booking; one that was withdrawn loses its customer's address."""
    if booking is None:
        return {"customerEmail": None}
    known = known_booking(booking).document()
    return {name: value for name, value in known.items() if name != "_id"}
