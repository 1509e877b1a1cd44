"""Keyset pages: a cursor says after which item the next page starts."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from typing import Annotated

from fastapi import Query

from booking_chat.contracts.bounds import MAX_SEQ
from booking_chat.service.problems import invalid

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

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
    try:
        decoded = json.loads(urlsafe_b64decode(cursor.encode()))
    except (ValueError, Base64Error):
        decoded = None
    if not isinstance(decoded, list) or [type(part) for part in decoded] != list(parts):
        raise invalid([{"field": "cursor", "message": "is not a cursor of this list"}])
    return tuple(decoded)


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
