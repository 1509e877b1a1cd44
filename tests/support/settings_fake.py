"""The settings service as gateways ask it, in memory."""

from dataclasses import dataclass
from datetime import UTC, datetime

from booking_chat.contracts.http.settings import (
    ChangedBy,
    SettingsChange,
    SettingsChangeView,
    SettingsView,
)
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Switches
from booking_chat.service.http.entity_tags import expected_version, version_conflict
from booking_chat.service.http.problems import unavailable

ON = Switches(portal_enabled=True, support_messaging=True)
MESSAGING_OFF = Switches(portal_enabled=True)
PORTAL_OFF = Switches()
NOON = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stored:
    switches: Switches
    history: tuple[SettingsChangeView, ...] = ()


class FakeSettings:
    """Every location begins with the same switches; `asked` holds who asked for which location."""

    def __init__(self, switches: Switches = ON) -> None:
        self.switches = switches
        self.away = False
        self.asked: list[tuple[str, str]] = []
        self._changed: dict[str, Stored] = {}

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing was connected."""

    async def enabled(self, location_id: str) -> Switches:
        return self._stored(location_id).switches

    async def settings(self, location_id: str) -> SettingsView:
        self.asked.append(("settings", location_id))
        return _view(location_id, self._stored(location_id))

    async def change(
        self, location_id: str, change: SettingsChange, if_match: str | None
    ) -> SettingsView:
        self.asked.append(("change", location_id))
        stored = self._stored(location_id)
        version = len(stored.history)
        if expected_version(if_match) != version:
            raise version_conflict("these settings", version)
        if change.switches != stored.switches:
            stored = Stored(change.switches, (_line(version + 1, stored, change), *stored.history))
            self._changed[location_id] = stored
        return _view(location_id, stored)

    async def history(
        self, location_id: str, *, cursor: str | None = None, limit: int | None = None
    ) -> Page[SettingsChangeView]:
        """Knows one page alone."""
        self.asked.append(("history", location_id))
        return Page(items=list(self._stored(location_id).history[:limit]), next_cursor=None)

    def _stored(self, location_id: str) -> Stored:
        if self.away:
            raise unavailable("The settings service")
        return self._changed.get(location_id, Stored(self.switches))


def _view(location_id: str, stored: Stored) -> SettingsView:
    return SettingsView(
        location_id=location_id,
        portal_enabled=stored.switches.portal_enabled,
        support_messaging=stored.switches.support_messaging,
        can_message=stored.switches.can_message,
        version=len(stored.history),
    )


def _line(version: int, before: Stored, change: SettingsChange) -> SettingsChangeView:
    who = change.changed_by
    return SettingsChangeView(
        version=version,
        changed_at=NOON,
        changed_by=ChangedBy(operator_id=who.operator_id, name=who.name),
        before=before.switches,
        after=change.switches,
    )
