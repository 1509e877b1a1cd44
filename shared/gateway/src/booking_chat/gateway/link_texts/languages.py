"""The registry of catalogues: the texts of each language."""

from typing import assert_never

from booking_chat.contracts.languages import Language
from booking_chat.gateway.link_texts.arabic import ARABIC
from booking_chat.gateway.link_texts.catalogue import LinkTexts
from booking_chat.gateway.link_texts.english import ENGLISH


def link_texts_in(language: Language) -> LinkTexts:
    match language:
        case Language.ENGLISH:
            return ENGLISH
        case Language.ARABIC:
            return ARABIC
        case _:
            assert_never(language)
