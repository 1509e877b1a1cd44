"""The queue of deliveries: what is due, who claims it, and the outcome.

The due times in MongoDB are the only truth. A claim moves the due time to the end of its lease,
so that another process can claim the delivery if this one dies.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from booking_chat.service.storage.mongo import ASCENDING, Document, UpdateOne, aggregate
from booking_chat.service.storage.readable import note_unreadable, readable
from notifier.domain.deliveries import Delivery
from notifier.storage.collections import Collections

SET_ASIDE = timedelta(minutes=5)
"""When to look again at a delivery that cannot be read, or needs a document that cannot."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class DeliveryQueue:
    def __init__(self, collections: Collections) -> None:
        self._deliveries = collections.deliveries

    async def due_lanes(self, now: datetime) -> list[str]:
        """The lanes in which something is due, the one that has waited longest first.

        Reads one index entry per lane, however long its queue is.
        """
        earliest = await aggregate(
            self._deliveries,
            [
                {"$match": {"queue": {"$gt": ""}}},
                {"$sort": {"queue": ASCENDING, "nextAttemptAt": ASCENDING}},
                {"$group": {"_id": "$queue", "due": {"$first": "$nextAttemptAt"}}},
            ],
        )
        # A due time that is no date comes first: its lane is read.
        due = sorted([(_time(d["due"]), d["_id"]) async for d in earliest if _is_due(d, now)])
        return [lane for _, lane in due]

    async def head(self, lane: str, now: datetime, limit: int) -> list[Delivery]:
        """Up to `limit` of a lane's deliveries that are due, the oldest first.

        One that cannot be read is set aside for a while, so that it blocks no other.
        """
        found = self._deliveries.find({"queue": lane, "nextAttemptAt": {"$lte": now}})
        head = found.sort([("queue", ASCENDING), ("nextAttemptAt", ASCENDING)]).limit(limit)
        documents = await head.to_list(None)
        if not documents:
            await self._give_due_times(lane, now)
        readable_ones = readable("deliveries", documents, Delivery.model_validate)
        if len(readable_ones) < len(documents):
            read = {delivery.id for delivery in readable_ones}
            await self.set_aside([d["_id"] for d in documents if d["_id"] not in read], now)
        return readable_ones

    async def set_aside(self, ids: Sequence[object], now: datetime) -> None:
        """Postpones deliveries and drops their claims."""
        await self._deliveries.update_many(
            {"_id": {"$in": list(ids)}},
            {"$set": {"nextAttemptAt": now + SET_ASIDE, "claim": None}},
        )

    async def _give_due_times(self, lane: str, now: datetime) -> None:
        """A delivery without a due time would stay first in its lane and never be found."""
        without = {"queue": lane, "nextAttemptAt": {"$not": {"$type": "date"}}}
        found = await self._deliveries.find(without, {"nextAttemptAt": 1}).to_list(None)
        for document in found:
            error = TypeError(f"its due time is {document.get('nextAttemptAt')!r}")
            note_unreadable("deliveries", document["_id"], error)
        if found:
            await self.set_aside([document["_id"] for document in found], now)

    async def replace(self, changes: Sequence[tuple[Delivery, Delivery]]) -> set[str]:
        """Stores deliveries, unless they have changed since they were read.

        Returns the ids of those that were stored: all, or else those that have our claims.
        """
        if not changes:
            return set()
        result = await self._deliveries.bulk_write(
            [_if_unchanged(before, after) for before, after in changes], ordered=False
        )
        ids = [after.id for _, after in changes]
        if result.matched_count == len(changes):
            return set(ids)
        claims = {after.claim for _, after in changes if after.claim is not None}
        found = self._deliveries.find(
            {"_id": {"$in": ids}, "claim": {"$in": list(claims)}}, {"_id": True}
        )
        return {document["_id"] async for document in found}

    async def record(self, changes: Sequence[tuple[Delivery, Delivery]]) -> None:
        """Stores outcomes. Skips deliveries whose claim expired: another process has them."""
        await self._deliveries.bulk_write(
            [
                UpdateOne({"_id": before.id, "claim": before.claim}, _difference(before, after))
                for before, after in changes
            ],
            ordered=False,
        )

    async def fixed_since(self, destination_id: str, moment: datetime, limit: int) -> int:
        """How many deliveries of a destination were first attempted since then, `limit` at most."""
        return await self._deliveries.count_documents(
            {"destinationId": destination_id, "fixedAt": {"$gte": moment}}, limit=limit
        )


def _time(due: object) -> datetime:
    return due if isinstance(due, datetime) else _EARLIEST


def _is_due(earliest: Document, now: datetime) -> bool:
    return _time(earliest["due"]) <= now


def _if_unchanged(before: Delivery, after: Delivery) -> UpdateOne:
    return UpdateOne({"_id": before.id, "rev": before.rev}, _difference(before, after))


def _difference(before: Delivery, after: Delivery) -> dict[str, object]:
    """The update from one to the other, without messages, which only plans add."""
    old, new = (d.model_dump(by_alias=True, exclude={"messages", "rev"}) for d in (before, after))
    return {
        "$set": {name: value for name, value in new.items() if value != old[name]},
        "$inc": {"rev": 1},
    }
