"""After a restore no version is given twice, and nothing that everybody has read is undone."""

import pytest

from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.values import Switches
from settings_service.reconciliation import (
    Adopt,
    Renumber,
    Republish,
    Step,
    StoredSettings,
    reconcile,
)
from support.settings_steps import NOON, ON

OFF = Switches()


def record(version: int, switches: Switches = ON) -> LocationSettingsChanged:
    return LocationSettingsChanged(
        location_id="lisbon",
        portal_enabled=switches.portal_enabled,
        support_messaging=switches.support_messaging,
        version=version,
        changed_at=NOON,
    )


@pytest.mark.parametrize(
    ("stored", "announced", "expected"),
    [
        pytest.param(StoredSettings(ON, 3, 3), record(3), None, id="both agree"),
        pytest.param(StoredSettings(ON, 3, 2), record(2), None, id="about to be published"),
        pytest.param(StoredSettings(OFF, 3, 3), record(5), Adopt(record(5)), id="a backup"),
        pytest.param(None, record(5), Adopt(record(5)), id="a lost database"),
        pytest.param(StoredSettings(OFF, 4, 3), record(5), Renumber(6), id="changed on a backup"),
        pytest.param(StoredSettings(OFF, 5, 4), record(5), Renumber(6), id="a version twice"),
        pytest.param(StoredSettings(ON, 3, 3), None, Republish(), id="a lost topic"),
        pytest.param(StoredSettings(ON, 3, 3), record(2), Republish(), id="an older topic"),
        pytest.param(StoredSettings(ON, 1, 0), None, None, id="never published"),
        pytest.param(None, None, None, id="nothing at all"),
    ],
)
def test_store_and_topic_agree_again(
    stored: StoredSettings | None, announced: LocationSettingsChanged | None, expected: Step | None
) -> None:
    assert reconcile(stored, announced) == expected
