"""The settings service's enabled-check as both gateways call it."""

from functools import partial
from urllib.parse import quote

from pydantic import TypeAdapter

from booking_chat.contracts.services import ServiceName
from booking_chat.contracts.values import Switches
from booking_chat.service.http.caller import Caller
from booking_chat.service.http.client import InternalClient

_SWITCHES = TypeAdapter(Switches)


class SettingsClient:
    """An absent settings service is Problem 503."""

    def __init__(self, base_url: str, caller: Caller) -> None:
        self._http = InternalClient(
            base_url, "The settings service", partial(caller.authorization, ServiceName.SETTINGS)
        )

    async def start(self) -> None:
        await self._http.start()

    async def stop(self) -> None:
        await self._http.stop()

    async def enabled(self, location_id: str) -> Switches:
        """The switches of a location, all off when nobody knows it."""
        return await self._http.get(f"/locations/{quote(location_id, safe='')}/enabled", _SWITCHES)
