"""Keyset pages: a cursor says after which item the next page starts."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Query

from booking_chat.contracts.bounds import MAX_SEQ
from booking_chat.service.http.foreign_json import read_json
from booking_chat.service.http.problems import Problem, invalid

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_CURSOR_LENGTH = 1_000
"""More than any cursor of ours has; ids are 200 characters at most."""

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
CursorPart = str | int


def encode_cursor(*parts: CursorPart) -> str:
    """An opaque cursor of the sort key of a page's last item."""
    return urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode()


def decode_cursor(cursor: str | None, *parts: type[CursorPart]) -> tuple[CursorPart, ...] | None:
    """The parts of a cursor, which are of the given types; None for the first page.

    Raises Problem 422 for anything that is not such a cursor.
    """
    if cursor is None:
        return None
    decoded = _decoded(cursor)
    if not isinstance(decoded, list) or [type(part) for part in decoded] != list(parts):
        raise bad_cursor()
    return tuple(decoded)


def bad_cursor() -> Problem:
    """The answer for what is not a cursor of the list that was asked for."""
    return invalid([{"field": "cursor", "message": "is not a cursor of this list"}])


def cursor_moment(part: CursorPart) -> datetime:
    """The moment that a cursor's part says in ISO 8601 with a zone, in UTC.

    Raises Problem 422 for anything else, also for what is out of range in UTC.
    """
    try:
        moment = datetime.fromisoformat(str(part))
        if moment.tzinfo is None:
            raise bad_cursor()
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad_cursor() from None


def _decoded(cursor: str) -> Any:
    """The JSON in a cursor; None for what is too long or no JSON."""
    if len(cursor) > MAX_CURSOR_LENGTH:
        return None
    try:
        return read_json(urlsafe_b64decode(cursor.encode()))
    except ValueError:
        return None


class SeqRange:
    """Messages after a seq or before one, as a query says it; asked for with `Depends()`."""

    def __init__(
        self,
        after_seq: Annotated[int | None, Query(alias="afterSeq", ge=0, le=MAX_SEQ)] = None,
        before_seq: Annotated[int | None, Query(alias="beforeSeq", ge=1, le=MAX_SEQ)] = None,
    ) -> None:
        """Raises Problem 422 for both at once."""
        if after_seq is not None and before_seq is not None:
            raise invalid([{"field": "beforeSeq", "message": "cannot be given with afterSeq"}])
        self.after_seq = after_seq
        self.before_seq = before_seq
