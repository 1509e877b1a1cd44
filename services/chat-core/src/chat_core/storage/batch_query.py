"""All that a batch of commands touches, in one round trip and as of one moment."""

from collections.abc import Collection as Some
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.ids import thread_id
from booking_chat.service.storage.mongo import Client, Document, Session, aggregate, in_snapshot
from chat_core.domain.incoming import Incoming
from chat_core.storage.collections import Collections

_FIRST_REPLY_DOCUMENTS = 100_000
"""As many as fit into 16 MiB: MongoDB's own first reply has 101."""
_MESSAGE_COUNTS = {"_id": 0, "threadId": 1, "seq": 1, "customerCount": 1}


@dataclass(frozen=True, slots=True)
class Touched:
    """What a batch of commands is about.

    `message_ids` are of messages to post, `command_ids` of commands that post none, `seqs` the
    threads and seqs up to which somebody has read.
    """

    booking_ids: frozenset[str]
    thread_ids: frozenset[str]
    message_ids: frozenset[str]
    command_ids: frozenset[str]
    seqs: frozenset[tuple[str, int]]

    @classmethod
    def by(cls, batch: Iterable[Incoming]) -> Self:
        booking_ids, message_ids, command_ids, seqs = set(), set(), set(), set()
        for incoming in batch:
            command = incoming.content
            if not isinstance(command, Envelope):
                continue
            booking_ids.add(command.data.booking_id)
            if incoming.message_id is not None:
                message_ids.add(incoming.message_id)
            else:
                command_ids.add(command.id)
            if incoming.read_seq is not None:
                seqs.add((thread_id(command.data.booking_id), incoming.read_seq))
        return cls(
            frozenset(booking_ids),
            frozenset(map(thread_id, booking_ids)),
            frozenset(message_ids),
            frozenset(command_ids),
            frozenset(seqs),
        )


@dataclass(frozen=True, slots=True)
class Fetched:
    """Stored documents, as they are."""

    positions: list[Document]
    parked: list[Document]
    bookings: list[Document]
    locations: list[Document]
    threads: list[Document]
    messages: list[Document]
    rejections: list[Document]
    counts: list[Document]

    def about(self, touched: Touched) -> "Fetched":
        """Only what these commands are about."""
        seqs = touched.seqs
        return Fetched(
            self.positions,
            self.parked,
            [d for d in self.bookings if d["_id"] in touched.booking_ids],
            self.locations,
            [d for d in self.threads if d["_id"] in touched.thread_ids],
            [d for d in self.messages if d["_id"] in touched.message_ids],
            [
                d
                for d in self.rejections
                if d["_id"] in touched.command_ids or d.get("messageId") in touched.message_ids
            ],
            [d for d in self.counts if (d.get("threadId"), d.get("seq")) in seqs],
        )


async def fetch(
    client: Client,
    of: Collections,
    touched: Touched,
    *,
    positions: Sequence[str] = (),
    parked: Sequence[str] = (),
    locations: Some[str] = (),
) -> Fetched:
    """Reads everything as it was at one moment, so that no position is newer than what it counts.

    `positions`, `parked` and `locations` are ids of their documents.
    """
    parts = {
        "parked": (of.parked_keys, [_by_id(parked), {"$unset": "trace"}]),
        "bookings": (of.bookings, [_by_id(touched.booking_ids)]),
        "locations": (of.locations, [_by_id(locations)]),
        "threads": (of.threads, [_by_id(touched.thread_ids)]),
        "messages": (of.messages, [_by_id(touched.message_ids)]),
        "rejections": (of.rejections, [_rejections(touched)]),
        "counts": (of.messages, [*_counts(touched.seqs)]),
    }
    pipeline: list[Document] = [_by_id(positions), _as("positions")]
    for name, (collection, stages) in parts.items():
        wanted = [*stages, _as(name)]
        pipeline.append({"$unionWith": {"coll": collection.name, "pipeline": wanted}})

    async def read(session: Session) -> list[Document]:
        cursor = await aggregate(
            of.positions, pipeline, session, first_reply=_FIRST_REPLY_DOCUMENTS
        )
        return await cursor.to_list(None)

    found: dict[str, list[Any]] = {name: [] for name in ("positions", *parts)}
    for document in await in_snapshot(client, read):
        ((name, stored),) = document.items()
        found[name].append(stored)
    return Fetched(**found)


def _by_id(ids: Iterable[str]) -> Document:
    return {"$match": {"_id": {"$in": list(ids)}}}


def _as(name: str) -> Document:
    return {"$project": {"_id": 0, name: "$$ROOT"}}


def _rejections(touched: Touched) -> Document:
    by_command = {"_id": {"$in": list(touched.command_ids)}}
    by_message = {"messageId": {"$in": list(touched.message_ids)}}
    return {"$match": {"$or": [by_command, by_message]}}


def _counts(seqs: Iterable[tuple[str, int]]) -> list[Document]:
    wanted = [{"threadId": thread, "seq": seq} for thread, seq in seqs]
    # An empty "or" is refused.
    condition: Document = {"$or": wanted} if wanted else {"_id": {"$in": []}}
    return [{"$match": condition}, {"$project": _MESSAGE_COUNTS}]
