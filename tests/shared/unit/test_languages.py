"""Which language a text is in, and which tags are taken."""

import json

import pytest
from pydantic import ValidationError

from booking_chat.contracts.http.alert_policy import AlertPolicy, AlertPolicyView
from booking_chat.contracts.languages import Language, choose_language, direction_of
from booking_chat.contracts.records import BookingChanged
from support.chat import a_booking

ARABIC, ENGLISH = Language.ARABIC, Language.ENGLISH


@pytest.mark.parametrize(
    ("booking", "location", "expected"),
    [
        (None, None, ENGLISH),
        ("ar", None, ARABIC),
        (None, "ar", ARABIC),
        ("en", "ar", ENGLISH),
        ("ar", "en", ARABIC),
        ("ar-EG", "en", ARABIC),
        ("AR-eg", "en", ARABIC),
        ("ar-Latn-EG", None, ARABIC),
        ("en-GB", "ar", ENGLISH),
        ("fr", "ar", ARABIC),
        ("fr-CA", "ar-SA", ARABIC),
        ("fr", None, ENGLISH),
        ("fr", "de", ENGLISH),
        ("ara", "ar", ARABIC),
        ("arz", None, ENGLISH),
        ("", "ar", ARABIC),
        ("-", "ar", ARABIC),
        ("🙂", None, ENGLISH),
    ],
)
def test_the_first_language_that_there_are_texts_in_is_chosen(
    booking: str | None, location: str | None, expected: Language
) -> None:
    assert choose_language(booking, location) is expected


def test_arabic_is_written_from_right_to_left() -> None:
    assert {language: direction_of(language) for language in Language} == {
        ENGLISH: "ltr",
        ARABIC: "rtl",
    }


@pytest.mark.parametrize("tag", ["ar", "pt-BR", "zh-Hant-TW", "es-419", "de-CH-1996", "x" * 3])
def test_a_tag_is_kept_as_it_is(tag: str) -> None:
    assert (a_booking(language=tag).language, AlertPolicy(language=tag).language) == (tag, tag)


BAD_TAGS = ["", "a", "pt_BR", "english", "ar-", "ar\n", "ar" + "-a1" * 12, "عربي"]


@pytest.mark.parametrize("tag", BAD_TAGS)
def test_what_is_no_tag_does_not_cost_the_booking(tag: str) -> None:
    body = {**json.loads(a_booking().to_json()), "language": tag}

    booking = BookingChanged.model_validate(body)

    assert booking == a_booking()


@pytest.mark.parametrize("tag", BAD_TAGS)
def test_what_is_no_tag_is_refused_in_a_policy(tag: str) -> None:
    with pytest.raises(ValidationError):
        AlertPolicy(language=tag)


def test_a_policy_without_a_language_is_the_same_bytes_as_before() -> None:
    view = AlertPolicyView(location_id="lisbon", version=0, changed_at=None, changed_by=None)

    assert (b"language" in AlertPolicy().to_json(), b"language" in view.to_json()) == (False, False)
