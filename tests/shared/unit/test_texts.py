"""Texts by what people see. The pages run the same rows: `tests/scenarios`."""

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from booking_chat.contracts.bounds import Code, CustomerEmail, GivenText, GivenTextIfAny, cut
from booking_chat.contracts.commands import PostMessage
from booking_chat.contracts.http.requests import NewMessage
from booking_chat.contracts.texts import beginning, normalised, normalised_lines, shows_something
from booking_chat.contracts.values import CUSTOMER, PREVIEW_LENGTH, is_preview, preview

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
CLIENT_ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def rows_of(name: str) -> list[Any]:
    rows = json.loads((SCENARIOS / name).read_text())["rows"]
    return [pytest.param(row, id=row["name"]) for row in rows]


@pytest.mark.parametrize("row", rows_of("visible-text.json"))
def test_what_shows_something_and_how_it_is_taken_in(row: dict[str, Any]) -> None:
    text = row["text"]

    assert (row["showsSomething"], row["normalised"]) == (shows_something(text), normalised(text))


@pytest.mark.parametrize("row", rows_of("cuts.json"))
def test_what_a_person_sees_as_one_character_is_not_cut_apart(row: dict[str, Any]) -> None:
    assert row["cut"] == beginning(row["text"], row["limit"])


def test_there_are_many_rows() -> None:
    assert all(len(rows_of(name)) >= 40 for name in ("visible-text.json", "cuts.json"))


@given(st.text(), st.integers(1, 60))
def test_a_cut_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    first, shortened = beginning(text, limit), cut(text, limit)

    assert len(first) <= limit
    assert text.startswith(first)
    assert len(shortened) <= limit
    assert shortened in {text, beginning(text, limit - 1) + "…"}


@given(st.text())
def test_what_was_taken_in_once_stays_as_it_is(text: str) -> None:
    once = normalised(text)

    assert once == normalised(once)
    assert bool(once) is shows_something(text)


def test_every_white_character_is_blank_and_every_letter_but_fillers_is_not() -> None:
    fillers = {0x115F, 0x1160, 0x3164, 0xFFA0}
    letters = [
        chr(number)
        for number in range(sys.maxunicode + 1)
        if unicodedata.category(chr(number)) in {"Lu", "Ll", "Lo", "Nd", "Po"}
        and number not in fillers
    ]
    whites = [chr(number) for number in range(sys.maxunicode + 1) if chr(number).isspace()]

    assert [letter for letter in letters if not shows_something(letter)] == []
    assert [white for white in whites if shows_something(white)] == []


def test_lines_are_kept_where_a_text_has_several() -> None:
    assert "Two  adults\n\nNut allergy".replace("  ", " ") == normalised_lines(
        " \u200bTwo  adults \r\n\r\n Nut allergy\n"
    )
    assert normalised_lines("\u3164\n\u2800") == ""


@pytest.mark.parametrize(
    ("contract", "given_text", "expected"),
    [
        (GivenText, "  Zoe\u0308 ", "Zoë"),
        (GivenText, "\u200b", ""),
        (GivenTextIfAny, " \u3164", None),
        (GivenTextIfAny, None, None),
        (Code, "   ", ""),
        (Code, " AB-1\u00a0", "AB-1"),
        (CustomerEmail, " zoe@example.com\n", "zoe@example.com"),
        (CustomerEmail, " zoe@example.com\u00a0", "zoe@example.com"),
        (CustomerEmail, "zoe @example.com", None),
        (CustomerEmail, "\ufeffzoe@example.com\u200b", "zoe@example.com"),
        (CustomerEmail, "zoe\u200b@example.com", None),
        (CustomerEmail, "  ", None),
    ],
)
def test_texts_of_others_are_normalised_where_they_come_in(
    contract: Any, given_text: str | None, expected: str | None
) -> None:
    assert expected == TypeAdapter(contract).validate_python(given_text)


@pytest.mark.parametrize("text", ["\u200b", "\u3164\u2800", "\ufe0f", "\U000e0067", "\u0301"])
def test_a_message_that_shows_nothing_is_refused_and_a_command_of_before_is_still_read(
    text: str,
) -> None:
    with pytest.raises(ValidationError, match="something to see"):
        NewMessage(client_message_id=CLIENT_ID, text=text)

    command = PostMessage(
        booking_id="booking-1",
        location_id=None,
        sender=CUSTOMER,
        client_message_id=CLIENT_ID,
        text=text,
    )
    assert text == command.text


def test_a_preview_ends_between_characters_and_one_of_an_earlier_version_is_still_right() -> None:
    text = "x" * (PREVIEW_LENGTH - 2) + FAMILY

    assert preview(text) == "x" * (PREVIEW_LENGTH - 2)
    assert all(is_preview(shown, text) for shown in (preview(text), text[:PREVIEW_LENGTH]))
    assert not any(is_preview(shown, text) for shown in ("x", "", None, text))


PIECES = ["a", "б", "न", "क", "\u094d", "\u200d", "\ufe0f", "👩", "🚀", "🏽", "🇵", "🇹", "\r", "\n"]
PIECES += [
    "\u0301",
    "\u0600",
    "\u1100",
    "\u1161",
    "\u11a8",
    "각",
    "ที",
    "่",
    "\U000e0067",
    "🏴",
    "❤",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.integers(1, 30))
def test_the_quick_way_finds_the_same_boundary_as_going_through_the_text(
    text: str, limit: int
) -> None:
    ends = [cluster.end() for cluster in regex.finditer(r"\X", text) if cluster.end() <= limit]

    assert beginning(text, limit) == text[: max(ends, default=min(limit, len(text)))]
