"""Cursors of the notifier's lists, which are sorted by a moment and an id."""

from datetime import UTC, datetime, timedelta

from booking_chat.service.http.paging import bad_cursor, decode_cursor, encode_cursor

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def cursor_of(moment: datetime, item_id: str) -> str:
    return encode_cursor((moment - _EPOCH) // timedelta(milliseconds=1), item_id)


def position_of(cursor: str | None) -> tuple[datetime, str] | None:
    """The moment and id after which a page starts; None for the first page."""
    match decode_cursor(cursor, int, str):
        case None:
            return None
        case (int(milliseconds), str(item_id)):
            try:
                return _EPOCH + timedelta(milliseconds=milliseconds), item_id
            except OverflowError:
                pass
    raise bad_cursor()
