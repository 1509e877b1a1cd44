"""Cleans text that other people wrote. Pure.

What somebody typed is what an email shows, but for what nobody sees and what makes other words look
different from what they are:

- control characters, line and paragraph separators and halves of pairs, which mail programs treat
  each in their own way, become spaces;
- characters that turn the direction of what follows around, which makes one name look like another;
- fillers, soft hyphens and other format characters that show nothing, by which a text could be
  told from one that looks the same;
- tag characters, in which anything can be hidden, but for those that make a flag: 🏴 with the tags
  of England, Scotland, Wales or another region.

Joiners stay: words in Persian and families of emoji need them. So do format characters that are
shown, such as the Arabic sign that encloses a year.
"""

import unicodedata

import regex

from booking_chat.contracts.texts import beginning, normalised

_JOINERS = "\u200c\u200d"
_BREAKS = ("Cc", "Cs", "Zl", "Zp")
"""Control characters, halves of pairs, separators of lines and of paragraphs."""
_REMOVED = regex.compile(
    # A flag by tags is kept whole, so that the rest does not see it.
    r"(?P<flag>\U0001F3F4[\U000E0030-\U000E0039\U000E0061-\U000E007A]{3,6}\U000E007F)"
    rf"|[\p{{Cf}}&&[\p{{Default_Ignorable_Code_Point}}\uFFF9-\uFFFB]--[{_JOINERS}]]",
    flags=regex.VERSION1,
)


def one_line(text: str) -> str:
    """The text without line breaks, control characters and invisible marks, spaces collapsed."""
    return " ".join(_cleaned(text).split())


def paragraph(text: str) -> str:
    """The text with its line breaks, but without control characters and invisible marks."""
    return "\n".join(map(_cleaned, text.splitlines()))


def name_of(text: str) -> str:
    """A name, code or title in one line. Empty where it shows nothing: it counts as missing."""
    return normalised(one_line(text))


def shortened(text: str, length: int) -> str:
    """The text, or as much of it as leaves room for the dots that say that there was more."""
    return text if len(text) <= length else f"{beginning(text, length - 1).rstrip()}…"


def _cleaned(text: str) -> str:
    spaced = "".join(" " if unicodedata.category(c) in _BREAKS else c for c in text)
    return str(_REMOVED.sub(lambda found: found["flag"] or "", spaced))
