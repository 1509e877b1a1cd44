"""After a restore: the store against `locations.v1`, which everybody else has read. Pure.

A restored database may be older than the topic, a restored or new topic older than the database.
Versions must not be given twice: a reader passes over a version that it has seen.
"""

from dataclasses import dataclass

from booking_chat.contracts.http.settings import SettingsOperator
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.values import Switches

RESTORE = SettingsOperator(operator_id="restore", name="Restore")
"""Who is named in the history where the store took over what the topic says."""


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """A location as it is stored; `published` is the newest version that reached the topic."""

    switches: Switches
    version: int
    published: int


@dataclass(frozen=True, slots=True)
class Adopt:
    """The store is older: it takes over what everybody else has read."""

    record: LocationSettingsChanged


@dataclass(frozen=True, slots=True)
class Renumber:
    """A change was made on the restored store: it gets a version that nobody has seen."""

    version: int


@dataclass(frozen=True, slots=True)
class Republish:
    """The topic has lost what was published."""


Step = Adopt | Renumber | Republish


def reconcile(
    stored: StoredSettings | None, announced: LocationSettingsChanged | None
) -> Step | None:
    """What makes one location's store and topic agree; None when they do, or soon will."""
    if announced is None:
        return Republish() if stored is not None and stored.published else None
    if stored is None:
        return Adopt(announced)
    if announced.version > stored.version:
        has_new_change = stored.published < stored.version
        return Renumber(announced.version + 1) if has_new_change else Adopt(announced)
    if announced.version == stored.version:
        said = (announced.portal_enabled, announced.support_messaging)
        same = said == (stored.switches.portal_enabled, stored.switches.support_messaging)
        return None if same else Renumber(announced.version + 1)
    return Republish() if stored.published >= stored.version else None
