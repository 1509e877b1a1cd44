"""The catalogues of emails and chat alerts: all of each language is there, and in that language."""

import re
from datetime import datetime
from typing import Any

import pytest

from booking_chat.contracts.languages import Language
from notifier.channels.texts.arabic_count import Forms, arabic_count
from notifier.channels.texts.languages import texts_in
from support.catalogues import NAME, rendered

ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "moment": (datetime(2026, 3, 18, 18, 0),),  # noqa: DTZ001 - local time at some place
    "more_messages": (3, NAME),
    "not_shown": (3,),
    "byline": (NAME, NAME),
}
ENGLISH = rendered(texts_in(Language.ENGLISH), ARGUMENTS)
ARABIC = rendered(texts_in(Language.ARABIC), ARGUMENTS)
FORMS = Forms(one="one", two="two", few="{} few", many="{} many")


@pytest.mark.parametrize("language", Language)
def test_every_language_has_a_catalogue_of_its_own(language: Language) -> None:
    assert texts_in(language).language is language


@pytest.mark.parametrize("place", ENGLISH)
def test_every_text_says_something_else_in_each_language(place: str) -> None:
    assert ENGLISH[place].strip()
    assert place == "byline" or ENGLISH[place] != ARABIC[place]


@pytest.mark.parametrize("place", ENGLISH)
def test_what_a_text_is_about_stands_in_it_in_each_language(place: str) -> None:
    assert (NAME in ENGLISH[place]) is (NAME in ARABIC[place])


@pytest.mark.parametrize("place", ARABIC)
def test_no_arabic_text_has_english_words(place: str) -> None:
    assert re.findall(r"[A-Za-z]+", ARABIC[place]) == []


@pytest.mark.parametrize("place", sorted(ARABIC.keys() - {"byline"}))
def test_an_arabic_line_begins_with_an_arabic_word(place: str) -> None:
    assert re.match(r"[\u0621-\u064a0-9]", ARABIC[place])


def test_moments() -> None:
    assert (ENGLISH["moment"], ARABIC["moment"]) == (
        "Wed 18 Mar 2026, 18:00",
        "الأربعاء 18 مارس 2026، 18:00",
    )


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 many"),
        (1, "one"),
        (2, "two"),
        (3, "3 few"),
        (10, "10 few"),
        (11, "11 many"),
        (99, "99 many"),
        (100, "100 many"),
        (102, "102 many"),
        (103, "103 few"),
        (111, "111 many"),
    ],
)
def test_arabic_counts_in_six_forms(count: int, expected: str) -> None:
    assert arabic_count(count, FORMS) == expected
