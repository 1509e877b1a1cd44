"""The documents of positions: their keys, and what is made of damaged ones."""

from collections.abc import Sequence

from booking_chat.service.errors import described
from booking_chat.service.storage.mongo import Document
from chat_core.domain.position import Position
from chat_core.storage.documents import position_of


def position_key(log: str, partition: int) -> str:
    return f"{log}/{partition}"


def as_loaded(key: str, loaded: Position) -> Document:
    """Finds a position as it was: nobody has moved on, and nobody has released a parked command.

    One from before parked commands were counted has no such number.
    """
    return {"_id": key, "next": loaded.next, "parked": loaded.parked or {"$in": [0, None]}}


def positions_by_partition(
    documents: Sequence[Document],
) -> tuple[dict[int, Position], dict[int, str]]:
    """Those that can be read, and why the others cannot: each stops its own partition only."""
    readable, unreadable = {}, {}
    for document in documents:
        # Its own fields may be what is damaged, so the key says which partition it is.
        partition = int(document["_id"].rpartition("/")[2])
        try:
            readable[partition] = position_of(document)
        except (KeyError, TypeError, ValueError) as error:
            unreadable[partition] = f"position {document['_id']}: {described(error)}"
    return readable, unreadable
