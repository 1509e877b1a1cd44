"""The settings of a location: looked at, changed, and their history."""

from urllib.parse import quote

from pydantic import TypeAdapter

from booking_chat.contracts.http.settings import SettingsChange, SettingsChangeView, SettingsView
from booking_chat.contracts.http.views import Page
from booking_chat.gateway.clients.settings import SettingsClient

_SETTINGS = TypeAdapter(SettingsView)
_HISTORY = TypeAdapter(Page[SettingsChangeView])


class StaffSettingsClient(SettingsClient):
    """The settings service's own problems (409, 412, 428 and so on) are passed on as they are."""

    async def settings(self, location_id: str) -> SettingsView:
        return await self._http.get(_path(location_id), _SETTINGS)

    async def change(
        self, location_id: str, change: SettingsChange, if_match: str | None
    ) -> SettingsView:
        """`if_match` is the ETag that the change was made in view of, as the caller sent it."""
        answer = await self._http.request(
            "PUT",
            _path(location_id),
            json=change.model_dump(mode="json"),
            headers={} if if_match is None else {"If-Match": if_match},
        )
        return _SETTINGS.validate_json(answer.content)

    async def history(
        self, location_id: str, *, cursor: str | None = None, limit: int | None = None
    ) -> Page[SettingsChangeView]:
        """Every change, newest first."""
        return await self._http.get(
            f"{_path(location_id)}/history", _HISTORY, limit=limit, cursor=cursor
        )


def _path(location_id: str) -> str:
    return f"/locations/{quote(location_id, safe='')}"
