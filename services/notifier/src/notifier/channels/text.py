"""Cleans text that other people wrote. Pure."""

import unicodedata

_JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner: Persian words and families of emoji need them."""
_BREAKS = ("Cc", "Cs", "Zl", "Zp")
"""Control characters, halves of pairs, separators of lines and of paragraphs."""
_FORMAT = "Cf"
"""Marks that show nothing, among them those that turn the direction of what follows."""


def one_line(text: str) -> str:
    """The text without line breaks, control characters and invisible marks, spaces collapsed."""
    return " ".join("".join(_fit(character) for character in text).split())


def paragraph(text: str) -> str:
    """The text with its line breaks, but without control characters and invisible marks."""
    return "\n".join("".join(_fit(character) for character in line) for line in text.splitlines())


def shortened(text: str, length: int) -> str:
    """The text, or as much of it as leaves room for the dots that say that there was more."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _fit(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BREAKS:
        return " "
    return "" if category == _FORMAT and character not in _JOINERS else character
