from datetime import UTC, datetime

from booking_chat.contracts.http.settings import SettingsOperator
from booking_chat.contracts.values import Switches
from settings_service.switches import (
    Changed,
    LocationSettings,
    Stale,
    Unchanged,
    change,
)

NOON = datetime(2026, 3, 15, 12, 0, 0, 123_456, tzinfo=UTC)
GRACE = SettingsOperator(operator_id="op-1", name="Grace Hopper")
OFF = Switches()
ON = Switches(portal_enabled=True, support_messaging=True)
PORTAL_ONLY = Switches(portal_enabled=True)


def test_a_first_change_starts_from_all_off_and_leads_to_version_1() -> None:
    unknown = LocationSettings("lisbon", OFF, version=0)

    decision = change(unknown, ON, 0, GRACE, NOON)

    assert decision == Changed(
        location_id="lisbon",
        version=1,
        changed_at=NOON.replace(microsecond=123_000),
        changed_by=GRACE,
        before=OFF,
        after=ON,
    )


def test_a_change_raises_the_version_by_one_and_keeps_from_and_to() -> None:
    current = LocationSettings("lisbon", ON, version=7)

    decision = change(current, PORTAL_ONLY, 7, GRACE, NOON)

    assert isinstance(decision, Changed)
    assert (decision.before, decision.after) == (ON, PORTAL_ONLY)
    assert decision.settings == LocationSettings("lisbon", PORTAL_ONLY, version=8)


def test_a_wish_for_what_already_stands_changes_nothing() -> None:
    current = LocationSettings("lisbon", ON, version=7)

    assert change(current, ON, 7, GRACE, NOON) == Unchanged(current)


def test_a_wish_made_in_view_of_an_older_version_is_stale() -> None:
    current = LocationSettings("lisbon", ON, version=7)

    assert change(current, OFF, 6, GRACE, NOON) == Stale(current)


def test_a_wish_made_in_view_of_a_version_that_never_was_is_stale() -> None:
    current = LocationSettings("lisbon", OFF, version=0)

    assert change(current, ON, 1, GRACE, NOON) == Stale(current)


def test_a_stale_wish_is_stale_even_when_it_asks_for_what_already_stands() -> None:
    current = LocationSettings("lisbon", ON, version=7)

    assert change(current, ON, 6, GRACE, NOON) == Stale(current)
