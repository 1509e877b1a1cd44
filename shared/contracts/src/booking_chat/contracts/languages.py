"""Languages: the tags that others give us, and those that we have catalogues of texts in. Pure."""

import re
from enum import StrEnum
from typing import Annotated, Any, Literal, assert_never

from pydantic import BeforeValidator, StringConstraints, ValidationInfo

from booking_chat.contracts.bounds import is_stored

MAX_TAG_LENGTH = 35
"""Characters. Source: RFC 5646, 4.4.1."""
_TAG_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_TAG = re.compile(_TAG_PATTERN)

LanguageTag = Annotated[str, StringConstraints(max_length=MAX_TAG_LENGTH, pattern=_TAG_PATTERN)]
"""A BCP 47 language tag such as `ar` or `pt-BR`."""


def _usable_tag(tag: Any, info: ValidationInfo) -> Any:
    """None for what is no tag: better a booking without a language than no booking."""
    if is_stored(info) or not isinstance(tag, str):
        return tag
    return tag if len(tag) <= MAX_TAG_LENGTH and _TAG.fullmatch(tag) else None


CustomerLanguage = Annotated[LanguageTag | None, BeforeValidator(_usable_tag)]
"""A tag as the booking platform has it, null where there is none that can be used."""


class Language(StrEnum):
    """The languages that emails, chat alerts and link pages are written in."""

    ENGLISH = "en"
    ARABIC = "ar"


Direction = Literal["ltr", "rtl"]


def direction_of(language: Language) -> Direction:
    """The value of HTML's `dir`."""
    match language:
        case Language.ENGLISH:
            return "ltr"
        case Language.ARABIC:
            return "rtl"
        case _:
            assert_never(language)


def choose_language(*wanted: str | None) -> Language:
    """The first of these tags that there are texts for, by its primary subtag; else English.

    `choose_language("ar-EG", "en")` is Arabic. What is no tag is skipped.
    """
    for tag in wanted:
        primary = (tag or "").partition("-")[0].lower()
        if primary in _BY_CODE:
            return _BY_CODE[primary]
    return Language.ENGLISH


_BY_CODE = {language.value: language for language in Language}
