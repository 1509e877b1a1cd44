"""Positions as the tools read them: one that is damaged is named, and nothing is done."""

from booking_chat.service.storage.mongo import Document
from chat_core.domain.position import Position
from chat_core.storage.documents import position_of
from chat_tools.progress import RefusedError


def position_in(document: Document) -> Position:
    """Raises RefusedError for a damaged document: what it counted cannot be told without it."""
    try:
        return position_of(document)
    except (KeyError, TypeError, ValueError) as error:
        raise RefusedError(
            f"the position {document['_id']} in MongoDB cannot be read ({error!r}): put it"
            " right, or restore a backup"
        ) from error


def partition_in(document: Document) -> int:
    """The partition that a position is about. Raises RefusedError when neither it nor the key says.

    A core finds a position by its key `<log>/<partition>`, so the key counts where the field is
    damaged.
    """
    if isinstance(partition := document.get("partition"), int):
        return partition
    try:
        return int(str(document["_id"]).rpartition("/")[2])
    except ValueError as error:
        raise RefusedError(f"the position {document['_id']} names no partition") from error
