"""The enabled-check of each location, remembered and kept right by live events."""

from time import monotonic
from typing import assert_never

from booking_chat.contracts.events import (
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.http.views import BookingView, BookingWithdrawn
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.values import Switches
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.ports import SwitchesReader
from booking_chat.service.http.problems import Problem

FRESH_SECONDS = 30.0
"""A kept answer is asked for again after this long, should an event have been missed."""


class EnabledChecks:
    """The enabled-check of a location, answered from memory most of the time.

    Live events keep what is remembered right.
    """

    def __init__(self, settings: SwitchesReader, capacity: int = 10_000) -> None:
        self._settings = settings
        self._capacity = capacity
        self._kept: dict[str, tuple[float, Switches]] = {}

    async def switches(self, location_id: str) -> Switches:
        """The switches of a location.

        While the settings service is away a remembered answer stays good, for live events keep
        it right. Raises Problem 503 when there is none.
        """
        kept = self._kept.get(location_id)
        if kept is not None and monotonic() - kept[0] < FRESH_SECONDS:
            return kept[1]
        try:
            switches = await self._settings.enabled(location_id)
        except Problem:
            if kept is None:
                raise
            switches = kept[1]
        self._keep(location_id, switches)
        return switches

    def hear(self, event: LiveEvent) -> None:
        """Takes over a change of switches among live events."""
        data = event.data
        match data:
            case LocationSettingsChanged():
                if data.location_id in self._kept:
                    self._keep(data.location_id, data)
            case (
                ThreadOpened()
                | MessagePosted()
                | ThreadRead()
                | ThreadMarkedUnread()
                | CommandRejected()
                | BookingView()
                | BookingWithdrawn()
            ):
                pass
            case _:
                assert_never(data)

    def _keep(self, location_id: str, switches: Switches) -> None:
        self._kept.pop(location_id, None)
        if len(self._kept) >= self._capacity:
            self._kept.pop(next(iter(self._kept)))
        self._kept[location_id] = (monotonic(), switches)
