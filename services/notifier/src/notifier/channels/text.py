"""Text of other people, made fit to stand in one line of ours. Pure."""

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


def _fit(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BREAKS:
        return " "
    return "" if category == _FORMAT and character not in _JOINERS else character
