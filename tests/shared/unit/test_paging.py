"""Cursors: ours come back as they were, anybody else's are bad input and never an error of ours."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from booking_chat.service.http.paging import cursor_moment, decode_cursor, encode_cursor
from booking_chat.service.http.problems import Problem
from notifier.queries.paging import cursor_of, position_of

MOMENT = datetime(2026, 3, 15, 12, 0, 0, 123_000, tzinfo=UTC)


def spelled(content: str) -> str:
    return urlsafe_b64encode(content.encode()).decode()


def refusal_of(cursor: str, *parts: type[str | int]) -> Any:
    with pytest.raises(Problem) as refused:
        decode_cursor(cursor, *parts)
    return refused.value


def test_a_cursor_comes_back_as_it_was() -> None:
    assert decode_cursor(encode_cursor("é😀", 7), str, int) == ("é😀", 7)
    assert decode_cursor(None, str) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "é",
        "\ud800",
        spelled("[" * 5_000),
        spelled("[" * 700),
        spelled('["' + "x" * 5_000 + '"]'),
        spelled('["\\ud800"]'),
        spelled('[["x"]]'),
        spelled("[NaN]"),
        spelled("[true]"),
        spelled("[1]"),
        spelled('"x"'),
        spelled('{"0": "x"}'),
        urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_what_is_not_a_cursor_of_the_list_is_bad_input(cursor: str) -> None:
    refused = refusal_of(cursor, str)

    assert (refused.status, refused.kind) == (422, "invalid-input")
    assert refused.errors == [{"field": "cursor", "message": "is not a cursor of this list"}]


def test_a_moment_comes_back_in_utc() -> None:
    assert cursor_moment(MOMENT.isoformat()) == MOMENT
    assert cursor_moment("2026-03-15T14:00:00.123+02:00") == MOMENT


@pytest.mark.parametrize(
    "part",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-03-15T12:00:00",
        "2026-03-15",
        "2026-13-45T00:00:00Z",
        "now",
        7,
    ],
)
def test_a_moment_without_zone_or_outside_of_utc_is_bad_input(part: str | int) -> None:
    with pytest.raises(Problem) as refused:
        cursor_moment(part)

    assert refused.value.status == 422


def test_a_place_in_the_notifiers_lists_comes_back_as_it_was() -> None:
    assert position_of(cursor_of(MOMENT, "delivery-1")) == (MOMENT, "delivery-1")


@pytest.mark.parametrize("milliseconds", [10**30, -(10**30), 10**15, -(10**15)])
def test_a_place_outside_of_all_years_is_bad_input(milliseconds: int) -> None:
    with pytest.raises(Problem) as refused:
        position_of(spelled(json.dumps([milliseconds, "delivery-1"])))

    assert refused.value.status == 422
