"""The settings service as the gateways call it, with the enabled-check kept close at hand."""

from time import monotonic
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.values import Switches
from booking_chat.service.http.client import InternalClient
from booking_chat.service.http.problems import Problem

_SWITCHES = TypeAdapter(Switches)
FRESH_SECONDS = 30.0
"""A kept answer is asked for again after this long, should an event have been missed."""


class SettingsClient:
    def __init__(self, base_url: str) -> None:
        self._http = InternalClient(base_url, "The settings service")

    async def start(self) -> None:
        await self._http.start()

    async def stop(self) -> None:
        await self._http.stop()

    async def enabled(self, location_id: str) -> Switches:
        return await self._http.get(f"/locations/{quote(location_id, safe='')}/enabled", _SWITCHES)

    async def request(
        self, method: str, location_id: str, rest: str = "", **kwargs: Any
    ) -> httpx.Response:
        """A call on the settings themselves (`GET`, `PUT`, and `GET …/history`)."""
        path = f"/locations/{quote(location_id, safe='')}{rest}"
        return await self._http.request(method, path, **kwargs)


class EnabledChecks:
    """The enabled-check of a location, answered from memory most of the time.

    Live events keep what is remembered right.
    """

    def __init__(self, settings: SettingsClient, capacity: int = 10_000) -> None:
        self._settings = settings
        self._capacity = capacity
        self._kept: dict[str, tuple[float, Switches]] = {}

    async def of(self, location_id: str) -> Switches:
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

    def hear(self, event: Envelope[KeyedContract]) -> None:
        """Takes over a change of switches among live events."""
        change = event.data
        if isinstance(change, LocationSettingsChanged) and change.location_id in self._kept:
            self._keep(change.location_id, change)

    def _keep(self, location_id: str, switches: Switches) -> None:
        self._kept.pop(location_id, None)
        if len(self._kept) >= self._capacity:
            self._kept.pop(next(iter(self._kept)))
        self._kept[location_id] = (monotonic(), switches)
