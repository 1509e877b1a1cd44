"""The registry of catalogues: the texts of each language."""

from typing import assert_never

from booking_chat.contracts.languages import Language
from notifier.channels.texts.arabic import ARABIC
from notifier.channels.texts.catalogue import Texts
from notifier.channels.texts.english import ENGLISH


def texts_in(language: Language) -> Texts:
    match language:
        case Language.ENGLISH:
            return ENGLISH
        case Language.ARABIC:
            return ARABIC
        case _:
            assert_never(language)
