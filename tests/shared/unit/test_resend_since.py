"""From when on failed deliveries are sent again: a moment that a database has a word for."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from booking_chat.contracts.http.deliveries import ResendFailed


def test_since_is_kept_in_utc() -> None:
    wanted = ResendFailed.model_validate({"since": "2026-03-15T14:00:00.123456+02:00"})

    assert wanted.since == datetime(2026, 3, 15, 12, 0, 0, 123_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "since",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-15T12:00:00", 10**30],
)
def test_what_no_year_of_utc_has_is_bad_input(since: object) -> None:
    with pytest.raises(ValidationError):
        ResendFailed.model_validate({"since": since})
