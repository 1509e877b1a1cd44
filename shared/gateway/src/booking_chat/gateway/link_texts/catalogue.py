"""The texts that a language needs. A catalogue that lacks one does not type-check."""

from collections.abc import Callable
from dataclasses import dataclass

from booking_chat.contracts.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTexts:
    """The page of one kind of link. `done` is about an address."""

    title: str
    question: str
    button: str
    done: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTexts:
    language: Language
    verification: ActionTexts
    unsubscription: ActionTexts
    done_title: str
    expired_title: str
    expired: str
    unavailable_title: str
    unavailable: str
