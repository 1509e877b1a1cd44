"""Reads bookings and locations, which consumers project from their compacted topics."""

from collections.abc import Collection

from notifier.domain.bookings import KnownBooking
from notifier.storage.collections import Collections


class Projections:
    def __init__(self, collections: Collections) -> None:
        self._collections = collections

    async def bookings(self, booking_ids: Collection[str]) -> dict[str, KnownBooking]:
        """The bookings that are known, by id."""
        if not booking_ids:
            return {}
        found = self._collections.bookings.find({"_id": {"$in": list(booking_ids)}})
        return {d["_id"]: KnownBooking.model_validate(d) async for d in found}

    async def has_portal(self, location_id: str) -> bool:
        """Whether customers of the location can open their page. False for unknown locations."""
        found = await self._collections.locations.find_one({"_id": location_id})
        return bool(found and found["portalEnabled"])
