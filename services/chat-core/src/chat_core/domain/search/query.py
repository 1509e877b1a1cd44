"""What somebody typed into the search, as conditions on indexed texts."""

from dataclasses import dataclass

import regex

from chat_core.domain.search.terms import MAX_TERM_LENGTH, Word, unspaced_terms, words

MAX_PIECES = 8
"""More words than that narrow nothing down any further; the longest ones count."""
PAIR = 2
"""So many characters of an unspaced run are one term."""
_PIECES = regex.compile(r'"(?P<phrase>[^"]*)"?|(?P<piece>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that has to occur: all `terms` in one text and, if given, the `pattern` in it.

    `pattern` is a regular expression on `SearchText.folded`. `terms` has the rarest first, as far
    as one can tell without looking.
    """

    terms: tuple[str, ...]
    pattern: str | None = None

    @property
    def length(self) -> int:
        return max(len(self.pattern or ""), *map(len, self.terms))


def parse_query(typed: str) -> tuple[Piece, ...]:
    """The pieces that a conversation has to hold, each in whatever message or field.

    What has no space in it, like `ana@example.com`, has to stand together; so has what stands
    between quotes, in whole words. The last word of anything else may be a beginning. Nothing is
    found by punctuation alone. Gives no pieces when there is no word in it.
    """
    pieces: dict[Piece, None] = {}
    for match in _PIECES.finditer(typed):
        quoted = match["phrase"] is not None
        found = words(match["phrase"] if quoted else match["piece"])
        if found:
            pieces[_piece(found, quoted=quoted)] = None
    return tuple(sorted(pieces, key=lambda piece: piece.length, reverse=True)[:MAX_PIECES])


def _piece(found: list[Word], *, quoted: bool) -> Piece:
    terms = {term for word in found for term in _required(word)}
    by_length = tuple(sorted(terms, key=lambda term: (-len(term), term)))
    if len(found) == 1 and not quoted and _terms_say_all(found[0]):
        return Piece(by_length)
    joined = regex.escape(" ".join(word.text for word in found), literal_spaces=True)
    # A run may begin and end anywhere within a longer run.
    before = "" if found[0].unspaced else " "
    after = " " if quoted and not found[-1].unspaced else ""
    return Piece(by_length, before + joined + after)


def _required(word: Word) -> list[str]:
    return unspaced_terms(word.text) if word.unspaced else [word.text[:MAX_TERM_LENGTH]]


def _terms_say_all(word: Word) -> bool:
    if word.unspaced:
        return len(word.text) <= PAIR
    return len(word.text) <= MAX_TERM_LENGTH
