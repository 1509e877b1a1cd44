"""Reading many stored documents of which one may be damaged: it is left out, logged and counted."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import monotonic
from typing import TypeVar

import structlog
from prometheus_client import Counter

from booking_chat.service.errors import described
from booking_chat.service.http.problems import Problem
from booking_chat.service.storage.mongo import Cursor, Document

log = structlog.get_logger(__name__)
Read = TypeVar("Read")

DAMAGED = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading a document raises that lacks a field, or has another type in it."""
MOST_REMEMBERED = 10_000
SAY_AGAIN_SECONDS = 3600.0

_unreadable = Counter(
    "booking_chat_unreadable_documents_total",
    "Times that a stored document could not be read",
    ["collection"],
)
_said_at: dict[tuple[str, str], float] = {}


def unreadable(what: str) -> Problem:
    """The answer for something that is there, and cannot be read."""
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "unreadable",
        f"{what} cannot be read at the moment.",
        "What is stored is damaged. The operators have been told which document it is.",
    )


def note_unreadable(collection: str, document_id: object, error: Exception) -> None:
    """Counts it, and logs each document once an hour."""
    _unreadable.labels(collection).inc()
    place, now = (collection, str(document_id)), monotonic()
    if now - _said_at.get(place, -SAY_AGAIN_SECONDS) >= SAY_AGAIN_SECONDS:
        if len(_said_at) >= MOST_REMEMBERED:
            _said_at.clear()
        _said_at[place] = now
        log.error(
            "stored document cannot be read",
            collection=collection,
            id=str(document_id),
            error=described(error),
            exc_info=error,
        )


def readable(
    collection: str, documents: Iterable[Document], read: Callable[[Document], Read]
) -> list[Read]:
    """What `read` makes of the documents, without those that it cannot read."""
    found = []
    for document in documents:
        try:
            found.append(read(document))
        except DAMAGED as error:
            note_unreadable(collection, document.get("_id"), error)
    return found


async def first_readable(
    collection: str,
    find: Callable[[int], Cursor],
    read: Callable[[Document], Read],
    limit: int,
) -> list[Read]:
    """The first `limit` that can be read of what `find` finds, which takes how many to ask for.

    A page is full when there is enough for it, so that readers do not take it for the last one.
    """
    asked = limit
    while True:
        documents = await find(asked).to_list(None)
        found = readable(collection, documents, read)
        if len(found) >= limit or len(documents) < asked:
            return found[:limit]
        asked *= 2


def read_one(
    collection: str, what: str, document: Document, read: Callable[[Document], Read]
) -> Read:
    """What `read` makes of a document. Raises the Problem that `what` is unreadable."""
    try:
        return read(document)
    except DAMAGED as error:
        note_unreadable(collection, document.get("_id"), error)
        raise unreadable(what) from error
