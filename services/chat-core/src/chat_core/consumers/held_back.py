"""Rejections that may be wrong, because what they depend on is parked in a projection.

A booking is unknown, or messaging off, as far as the projections know; but a record that says
otherwise may wait there for repair. Then its commands wait too.
"""

import asyncio
from collections.abc import Sequence

from booking_chat.contracts.events import CommandRejected
from booking_chat.service.parking.cause import Cause
from booking_chat.service.parking.keys import ParkedKey
from booking_chat.service.parking.store import ParkedStore
from chat_core.domain.batch import DEPENDS_ON_PROJECTIONS
from chat_core.names import BOOKINGS_GROUP, LOCATIONS_GROUP


class HeldBackError(Exception):
    """What a command depends on is still parked."""


class HeldBack:
    def __init__(self, parked: ParkedStore) -> None:
        self._parked = parked

    async def among(self, rejections: Sequence[CommandRejected]) -> dict[str, Cause]:
        """The bookings of rejections that cannot be trusted, with what they wait for."""
        early = [r for r in rejections if r.reason in DEPENDS_ON_PROJECTIONS]
        if not early:
            return {}
        bookings, locations = await asyncio.gather(
            self._parked.among(BOOKINGS_GROUP, {r.booking_id for r in early}),
            self._parked.among(LOCATIONS_GROUP, {r.location_id for r in early if r.location_id}),
        )
        found = {r.booking_id: bookings.get(r.booking_id) for r in early}
        found |= {
            r.booking_id: locations[r.location_id] for r in early if r.location_id in locations
        }
        return {booking: _cause(key) for booking, key in found.items() if key is not None}


def _cause(key: ParkedKey) -> Cause:
    place = f"{key.topic}/{key.partition}/{key.offset}"
    return Cause(f"{key.key} is parked by {key.consumer} since {place}: {key.error}", "")
