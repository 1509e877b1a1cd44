"""Quiet hours by the clock on the wall, and when a failed attempt is repeated."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking_chat.contracts.http.alert_policy import AlertPolicy, QuietHours
from notifier.domain.planning.quiet_hours import after_quiet_hours, start_of_day
from notifier.domain.planning.retries import RETRY_AFTER, next_attempt
from support.alert_world import NOON

ZONES = st.sampled_from(
    ["UTC", "Europe/Lisbon", "America/Denver", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kolkata"]
)
CLOCK_TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis wants it - the strategy adds the zone
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001 - hypothesis wants it
    timezones=st.just(UTC),
)


def policy(start: str, end: str, time_zone: str) -> AlertPolicy:
    return AlertPolicy(time_zone=time_zone, quiet_hours=QuietHours(start=start, end=end))


def lisbon(text: str, fold: int = 0) -> datetime:
    zone = ZoneInfo("Europe/Lisbon")
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        ("2026-03-16T21:59:59", "2026-03-16T21:59:59"),
        ("2026-03-16T22:00:00", "2026-03-17T07:00:00"),
        ("2026-03-17T03:00:00", "2026-03-17T07:00:00"),
        ("2026-03-17T07:00:00", "2026-03-17T07:00:00"),
        ("2026-07-16T23:00:00", "2026-07-17T07:00:00"),
    ],
)
def test_what_is_due_in_quiet_hours_waits_for_their_end(moment: str, awake: str) -> None:
    nights = policy("22:00", "07:00", "Europe/Lisbon")

    assert after_quiet_hours(lisbon(moment), nights) == lisbon(awake)


def test_quiet_hours_within_a_day_end_on_that_day() -> None:
    siesta = policy("13:00", "15:30", "Europe/Lisbon")

    assert after_quiet_hours(lisbon("2026-03-16T14:00"), siesta) == lisbon("2026-03-16T15:30")


def test_they_end_at_the_later_one_of_two_moments_that_look_the_same() -> None:
    nights = policy("22:00", "01:30", "Europe/Lisbon")

    awake = after_quiet_hours(lisbon("2026-10-25T00:30"), nights)

    assert awake == lisbon("2026-10-25T01:30", fold=1)


def test_without_quiet_hours_nothing_waits() -> None:
    assert after_quiet_hours(NOON, AlertPolicy()) == NOON


@given(MOMENTS, CLOCK_TIMES, CLOCK_TIMES, ZONES)
def test_after_quiet_hours_it_is_not_quiet_and_was_not_long(
    moment: datetime, start: str, end: str, zone: str
) -> None:
    if start == end:
        return
    hours = policy(start, end, zone)

    awake = after_quiet_hours(moment, hours)

    assert timedelta() <= awake - moment <= timedelta(hours=25)
    assert after_quiet_hours(awake, hours) == awake


def test_a_day_begins_at_the_locations_midnight() -> None:
    tokyo = AlertPolicy(time_zone="Asia/Tokyo")

    assert start_of_day(NOON, tokyo) == datetime(2026, 3, 15, 15, tzinfo=UTC)


def test_attempts_are_repeated_by_the_schedule() -> None:
    moments = [NOON]
    for failures in range(1, 9):
        due = next_attempt(failures, None, 0.0, moments[-1])
        assert due is not None
        moments.append(due)

    pauses = [after - before for before, after in pairwise(moments)]
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    assert pauses == [
        timedelta(seconds=5),
        5 * minute,
        30 * minute,
        *(count * hour for count in (2, 5, 10, 14, 20)),
    ]


def test_after_the_last_repetition_it_is_given_up() -> None:
    assert next_attempt(9, None, 0.0, NOON) is None


@given(st.integers(1, 8), st.floats(0, 1, exclude_max=True))
def test_chance_lengthens_a_pause_by_a_tenth_at_most(failures: int, chance: float) -> None:
    due = next_attempt(failures, None, chance, NOON)

    assert due is not None
    assert RETRY_AFTER[failures - 1] <= due - NOON <= RETRY_AFTER[failures - 1] * 1.1


def test_whoever_asks_for_a_longer_pause_gets_it() -> None:
    assert next_attempt(1, timedelta(minutes=2), 0.0, NOON) == NOON + timedelta(minutes=2)


def test_whoever_asks_for_a_shorter_one_is_not_hurried() -> None:
    assert next_attempt(2, timedelta(seconds=1), 0.0, NOON) == NOON + timedelta(minutes=5)


def test_nobody_is_left_alone_for_more_than_a_day() -> None:
    assert next_attempt(1, timedelta(days=3650), 0.0, NOON) == NOON + timedelta(days=1)
