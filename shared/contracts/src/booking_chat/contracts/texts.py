"""What people write, by what people see: cutting, blank texts, and how others' texts are taken in.

Pure. The pages have the same rules in TypeScript; `tests/scenarios/visible-text.json` and
`cuts.json` are run by both.
"""

import unicodedata

import regex

_CLUSTER = regex.compile(r"\X")
"""An extended grapheme cluster (UAX #29): what a person sees as one character."""
_UNRELATED = regex.compile(r"\p{Grapheme_Cluster_Break=Other}{2}")
"""Two characters with a boundary between them, whatever stands around: the usual, quick case."""
_SHOWS_NOTHING = (
    r"\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}"
    # Marks without a base have nothing to stand on. Some are drawn on a dotted circle.
    r"\p{Mn}\p{Me}"
    # Letters and symbols that are drawn as a blank, which no property says: braille without dots,
    # the musical null notehead, the anchors of interlinear annotations.
    r"\u2800\U0001D159\uFFF9-\uFFFC"
)
_BLANK = regex.compile(f"[{_SHOWS_NOTHING}]*")
_SPACES = regex.compile(r"[\p{White_Space}\p{Cc}]+")
_AROUND = "\u200b\u2060\ufeff\u00ad"
"""What is pasted along with a text: zero-width spaces, byte order mark, soft hyphen."""


def beginning(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` code points that splits no grapheme cluster.

    A cluster that is longer than that by itself, such as a letter under hundreds of accents, is
    split: a bound is a bound.
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    if _UNRELATED.fullmatch(text, limit - 1, limit + 1):
        return text[:limit]
    end = 0
    for cluster in _CLUSTER.finditer(text):
        if cluster.end() > limit:
            break
        end = cluster.end()
    return text[: end or limit]


def shows_something(text: str) -> bool:
    """Whether a person sees anything of it."""
    # Nearly every text begins with something to see.
    if text[:1].isascii() and text[:1].isalnum():
        return True
    return _BLANK.fullmatch(text) is None


def normalised(text: str) -> str:
    """A name, code or address as it is taken in: NFC, one line, single spaces, nothing around it.

    Empty for a text that shows nothing.
    """
    if not shows_something(text):
        return ""
    return trimmed(" ".join(_SPACES.split(unicodedata.normalize("NFC", text))))


def normalised_lines(text: str) -> str:
    """The same for a text of several lines, which keeps them."""
    if not shows_something(text):
        return ""
    lines = unicodedata.normalize("NFC", text).splitlines()
    return trimmed("\n".join(" ".join(_SPACES.split(line)).strip() for line in lines))


def trimmed(text: str) -> str:
    """Without white space around it, nor the marks that copying and pasting leaves there."""
    while (shorter := text.strip().strip(_AROUND)) != text:
        text = shorter
    return text
