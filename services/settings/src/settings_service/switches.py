"""A location's switches, and what a wish to change them comes to. Pure: no I/O, no clock."""

from dataclasses import dataclass
from datetime import datetime

from booking_chat.contracts.base import to_milliseconds
from booking_chat.contracts.http.settings import SettingsOperator
from booking_chat.contracts.values import Switches


@dataclass(frozen=True, slots=True)
class LocationSettings:
    """A location's state. One that nobody has changed yet is all off, at version 0."""

    location_id: str
    switches: Switches
    version: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A change: who made it, when, from what, to what. `version` is the one it leads to."""

    location_id: str
    version: int
    changed_at: datetime
    changed_by: SettingsOperator
    before: Switches
    after: Switches

    @property
    def settings(self) -> LocationSettings:
        return LocationSettings(self.location_id, self.after, self.version)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The switches already stand as wanted: no new version, nothing for the history."""

    settings: LocationSettings


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else has changed the switches since they were read."""

    settings: LocationSettings


Decision = Changed | Unchanged | Stale


def change(
    current: LocationSettings,
    wanted: Switches,
    expected_version: int,
    who: SettingsOperator,
    now: datetime,
) -> Decision:
    """What becomes of a wish that was made in view of `expected_version`."""
    if current.version != expected_version:
        return Stale(current)
    if current.switches == wanted:
        return Unchanged(current)
    return Changed(
        location_id=current.location_id,
        version=current.version + 1,
        changed_at=to_milliseconds(now),
        changed_by=who,
        before=current.switches,
        after=wanted,
    )
