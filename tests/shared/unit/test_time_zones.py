"""The rules of time zones are the pinned ones, whatever the machine has."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest

from booking_chat.contracts.time_zones import RULES_VERSION, time_zone_names, time_zone_rules

RECENT_CHANGES = [
    # zone, a moment in UTC, hours from UTC by the rules of 2026b
    ("America/Vancouver", datetime(2026, 7, 1, tzinfo=UTC), -7.0),
    ("America/Vancouver", datetime(2026, 12, 16, tzinfo=UTC), -7.0),
    ("Asia/Manila", datetime(2026, 1, 1, tzinfo=UTC), 8.0),
    ("America/Asuncion", datetime(2026, 7, 1, tzinfo=UTC), -3.0),
    ("Asia/Almaty", datetime(2026, 1, 1, tzinfo=UTC), 5.0),
    ("America/Scoresbysund", datetime(2026, 1, 1, tzinfo=UTC), -2.0),
    ("Africa/Cairo", datetime(2026, 7, 1, tzinfo=UTC), 3.0),
    ("America/Mexico_City", datetime(2026, 7, 1, tzinfo=UTC), -6.0),
    ("Asia/Amman", datetime(2026, 1, 1, tzinfo=UTC), 3.0),
    ("Europe/Lisbon", datetime(2026, 7, 1, tzinfo=UTC), 1.0),
]


@pytest.mark.parametrize(("name", "moment", "hours"), RECENT_CHANGES)
def test_recent_changes_of_rules_are_known(name: str, moment: datetime, hours: float) -> None:
    offset = moment.astimezone(time_zone_rules(name)).utcoffset()

    assert offset == timedelta(hours=hours)


def test_every_name_has_rules() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)

    assert len(time_zone_names()) > 500
    for name in time_zone_names():
        assert str(time_zone_rules(name)) == name
        assert moment.astimezone(time_zone_rules(name)) == moment


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../zones", "/etc/localtime", "Europe", "lisbon"]
)
def test_what_is_no_name_has_no_rules(name: str) -> None:
    with pytest.raises(KeyError):
        time_zone_rules(name)


def test_old_files_of_the_machine_change_nothing(tmp_path: Path) -> None:
    """The machine's Vancouver is Lisbon here."""
    (tmp_path / "America").mkdir()
    lisbon = Path(str(sys.modules["tzdata"].__path__[0])) / "zoneinfo/Europe/Lisbon"
    (tmp_path / "America/Vancouver").write_bytes(lisbon.read_bytes())
    program = (
        "from datetime import datetime, UTC; from zoneinfo import ZoneInfo;"
        "from booking_chat.contracts.time_zones import time_zone_rules;"
        "moment = datetime(2026, 12, 16, tzinfo=UTC);"
        "print(*(moment.astimezone(z).utcoffset().total_seconds() / 3600"
        " for z in (ZoneInfo('America/Vancouver'), time_zone_rules('America/Vancouver'))))"
    )

    said = subprocess.run(  # noqa: S603 - a program of this test
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONTZPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert said.split() == ["0.0", "-7.0"]


def test_the_version_that_health_shows_is_that_of_the_package() -> None:
    year, letter = version("tzdata").split(".")[:2]

    assert f"{year}{chr(ord('a') + int(letter) - 1)}" == RULES_VERSION
