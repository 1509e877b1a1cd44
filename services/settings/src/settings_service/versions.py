"""The cursor of the history: a version that the next page is below."""

from booking_chat.paging import decode_cursor
from booking_chat.service.problems import invalid

_LARGEST_VERSION = 2**63 - 1


def version_before(cursor: str | None) -> int | None:
    """The version that a page of the history ends above; None for the first page."""
    match decode_cursor(cursor, int):
        case None:
            return None
        case (int(version),) if 0 < version <= _LARGEST_VERSION:
            return version
        case _:
            raise invalid([{"field": "cursor", "message": "is not a cursor of this list"}])
