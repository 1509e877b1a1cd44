"""Texts as a search compares them: `Zoë O'Neil`, `ZOE ONEIL` and `zoë o’neil` are the same."""

import unicodedata
from functools import lru_cache

import regex

_MARKS = regex.compile(
    # Marks that people leave out when they type. The signs of Indic scripts and of Thai are parts
    # of a word, and so are the voiced marks of Japanese.
    r"[\p{M}&&[\p{Inherited}\p{Greek}\p{Cyrillic}\p{Hebrew}\p{Arabic}]--[\u3099\u309A]]"
    r"|\p{Cf}|\u0640",
    regex.V1,
)
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ð": "d",
        "ø": "o",
        "þ": "th",
        "đ": "d",
        "ħ": "h",
        "\u0131": "i",
        "ĸ": "k",
        "ł": "l",
        "ŋ": "n",
        "œ": "oe",
        "ŧ": "t",
        "ƒ": "f",
        "ǥ": "g",
        "ɨ": "i",
        "\u0649": "\u064a",
        "\u0629": "\u0647",
        "\u06a9": "\u0643",
        "\u06cc": "\u064a",
    }
)
"""Letters that people type as others, and that Unicode does not decompose."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` without case, accents, and differences that a keyboard does not show."""
    if text.isascii():
        return text.lower()
    compatible = unicodedata.normalize("NFKC", text).casefold()
    plain = _MARKS.sub("", unicodedata.normalize("NFD", compatible))
    return unicodedata.normalize("NFC", plain.translate(_LETTERS))
