"""The cursor of the history: a version that the next page is below."""

from booking_chat.service.http.paging import bad_cursor, decode_cursor

_LARGEST_VERSION = 2**63 - 1


def version_before(cursor: str | None) -> int | None:
    """The version that a page of the history ends above; None for the first page."""
    match decode_cursor(cursor, int):
        case None:
            return None
        case (int(version),) if 0 < version <= _LARGEST_VERSION:
            return version
        case _:
            raise bad_cursor()
