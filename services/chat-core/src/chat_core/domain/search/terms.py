"""The terms that a text is found by.

A word is found by each of its beginnings. Scripts that put no space between words are found by
each character and each pair of neighbours. A term is a string that is compared as a whole, so that
an index of terms answers in the order of its next field, without sorting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from chat_core.domain.search.folding import fold

MAX_TERM_LENGTH = 12
"""Longer words are found by their first characters, and the rest is compared with the text."""

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc\u3005\u3007\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_APOSTROPHE = r"['\u2019\u02bc`\u00b4]"
_WORDS = regex.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)"
    rf"|(?P<spaced>[[\p{{L}}\p{{N}}\p{{M}}]--[{_UNSPACED}]]+"
    rf"(?:{_APOSTROPHE}[[\p{{L}}\p{{N}}\p{{M}}]--[{_UNSPACED}]]+)*)",
    regex.V1,
)
_ASCII_WORDS = regex.compile(r"[a-z0-9]+(?:['`][a-z0-9]+)*")
_APOSTROPHES = regex.compile(_APOSTROPHE)
_SPLIT_NUMBER = regex.compile(r"\d[\d\s().-]{5,30}\d")
_NO_DIGIT = regex.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word; `parts` are its pieces between apostrophes, if it has any.

    `unspaced` is a run of characters of a script that puts no space between words.
    """

    text: str
    unspaced: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchText:
    """What an index keeps of texts: their `terms`, and their words in order.

    `folded` has one space before and after each word, and a line break between texts.
    """

    terms: tuple[str, ...]
    folded: str


def words(text: str) -> list[Word]:
    """The words of a text, in order; `O'Neil` is one word, `oneil`, with two parts."""
    folded = fold(text)
    if folded.isascii():
        return [_spaced(found) for found in _ASCII_WORDS.findall(folded)]
    return [
        Word(match["unspaced"], unspaced=True) if match["unspaced"] else _spaced(match["spaced"])
        for match in _WORDS.finditer(folded)
    ]


@lru_cache(maxsize=16_384)
def _spaced(found: str) -> Word:
    parts = _APOSTROPHES.split(found)
    return Word(found) if len(parts) == 1 else Word("".join(parts), parts=tuple(parts))


def search_text(texts: Sequence[str]) -> SearchText:
    """What is indexed of `texts`, which belong together and are not one sentence."""
    terms: set[str] = set()
    lines = []
    for text in texts:
        found = words(text)
        for word in found:
            if word.unspaced or word.parts:
                terms.update(_terms_of(word))
            else:
                terms.update(_beginnings(word.text))
        terms.update(_whole_numbers(text))
        lines.append(f" {' '.join(word.text for word in found)} ")
    return SearchText(tuple(sorted(terms)), "\n".join(lines))


def unspaced_terms(text: str) -> list[str]:
    """A run's pairs of neighbours; the run itself when it is shorter than that."""
    return [a + b for a, b in pairwise(text)] or [text]


def _terms_of(word: Word) -> Iterator[str]:
    if word.unspaced:
        yield from word.text
        yield from unspaced_terms(word.text)
        return
    for part in (word.text, *word.parts):
        yield from _beginnings(part)


@lru_cache(maxsize=16_384)
def _beginnings(part: str) -> tuple[str, ...]:
    """People use few words, so that most texts are made of those that were asked for before."""
    return tuple(part[:length] for length in range(1, min(len(part), MAX_TERM_LENGTH) + 1))


def _whole_numbers(text: str) -> Iterator[str]:
    """A telephone number that is written in groups is also found without its gaps."""
    for match in _SPLIT_NUMBER.finditer(text):
        digits = _NO_DIGIT.sub("", fold(match.group()))
        if digits != match.group():
            yield from _terms_of(Word(digits))
