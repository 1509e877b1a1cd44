"""Projects bookings and locations from their compacted topics."""

from collections.abc import Sequence

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.records import BOOKING_RECORDS, BookingChanged, LocationSettingsChanged
from booking_chat.service.messaging.consumer import DeadLetterQueue, Delivery
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.projecting import (
    newest_by_offset,
    newest_settings,
    sort_out,
    write_newer,
)
from notifier.domain.bookings import known_booking
from notifier.storage.collections import Collections


class BookingProjection:
    """Keeps the latest record of each booking; an older one never replaces a newer one."""

    def __init__(
        self, collections: Collections, dead_letters: DeadLetterQueue, log_identity: LogIdentity
    ) -> None:
        self._collections = collections
        self._dead_letters = dead_letters
        self._log_identity = log_identity

    async def handle(self, records: Sequence[Record]) -> None:
        log = await self._log_identity.of(records)
        found = sort_out(records, BOOKING_RECORDS)
        for record, why in found.unreadable:
            await self._dead_letters.send(record, why)
        latest = found.latest.values()
        writes = [newest_by_offset(log, newest, _fields(newest.data)) for newest in latest]
        await write_newer(self._collections.bookings, writes)


class LocationProjection:
    """Keeps the switches of each location; the version tells newer from older."""

    def __init__(self, collections: Collections) -> None:
        self._collections = collections

    async def handle(self, deliveries: Sequence[Delivery[LocationSettingsChanged]]) -> None:
        await write_newer(self._collections.locations, newest_settings(deliveries))


def _fields(booking: BookingChanged | None) -> dict[str, object]:
    """What is stored of a booking; one that was withdrawn loses its customer's address."""
    if booking is None:
        return {"customerEmail": None}
    known = known_booking(booking).document()
    return {name: value for name, value in known.items() if name != "_id"}
