"""What is asked of the search collection, as pipelines."""

from collections.abc import Iterable, Sequence

from booking_chat.service.storage.mongo import Document
from chat_core.domain.search.index import After
from chat_core.domain.search.query import Piece
from chat_core.storage.collections import SEARCH_ORDER


def newest_matches(
    location_id: str, piece: Piece, after: After | None, size: int
) -> list[Document]:
    """A pipeline: booking id and time of entries that match, newest first."""
    leading, *others = piece.terms
    conditions: list[Document] = [{"terms": term} for term in others]
    if piece.pattern is not None:
        conditions.append({"folded": {"$regex": piece.pattern}})
    if after is not None:
        conditions += [
            {"at": {"$lte": after.at}},
            {"$or": [{"at": {"$lt": after.at}}, {"bookingId": {"$gt": after.booking_id}}]},
        ]
    wanted: Document = {"locationId": location_id, "terms": leading}
    if conditions:
        wanted["$and"] = conditions
    return [
        {"$match": wanted},
        {"$sort": dict(SEARCH_ORDER)},
        {"$limit": size},
        {"$project": {"_id": 0, "bookingId": 1, "at": 1}},
    ]


def confirming(
    booking_ids: Iterable[str], pieces: Sequence[Piece], lead: int, after: After | None
) -> list[Document]:
    """A pipeline: the ids of those bookings for which all other pieces than `lead` occur too.

    Without those that a page up to `after` has shown: they have a newer match of `lead`.
    """
    others = [piece for number, piece in enumerate(pieces) if number != lead]
    found = {f"piece{number}": _occurs(piece) for number, piece in enumerate(others)}
    if after is not None:
        found["shown"] = {"$and": [_occurs(pieces[lead]), _is_up_to(after)]}
    largest = {name: {"$max": f"${name}"} for name in found}
    return [
        {"$match": {"bookingId": {"$in": list(booking_ids)}}},
        {"$project": {"bookingId": 1, **found}},
        {"$group": {"_id": "$bookingId", **largest}},
        {"$match": {name: name != "shown" for name in found}},
    ]


def _is_up_to(after: After) -> Document:
    """An expression: whether an entry stands at a place or before it."""
    at_once = [{"$eq": ["$at", after.at]}, {"$lte": ["$bookingId", after.booking_id]}]
    return {"$or": [{"$gt": ["$at", after.at]}, {"$and": at_once}]}


def _occurs(piece: Piece) -> Document:
    """An expression: whether an entry holds a piece."""
    has_terms: Document = {"$setIsSubset": [list(piece.terms), {"$ifNull": ["$terms", []]}]}
    if piece.pattern is None:
        return has_terms
    matches = {"$regexMatch": {"input": {"$ifNull": ["$folded", ""]}, "regex": piece.pattern}}
    return {"$and": [has_terms, matches]}
