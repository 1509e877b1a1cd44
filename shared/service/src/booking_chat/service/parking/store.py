"""Parked keys and their records in MongoDB.

parkedKeys     _id `<consumer>/<key>`, consumer, key, since, error, trace, log, topic, partition,
               offset (where it began), lastOffset (the last one that waits), records (how many
               wait), places (how many ever did), attempts, nextAttemptAt, claim
parkedRecords  _id `<consumer>/<log>/<partition>/<offset>`, parked (the key's _id), place, log,
               topic, partition, offset, key, value, headers, timestamp, timestampType, decided

A key is there exactly as long as records of it wait. Whoever parks a record and whoever removes
one write to the key in the same transaction, so of two at the same time one starts again.
"""

from collections.abc import Collection as Some
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from booking_chat.service.parking.cause import Cause
from booking_chat.service.parking.keys import (
    FIRST_PAUSE,
    ParkedElsewhereError,
    ParkedKey,
    ParkedRecord,
    Waiting,
    key_of,
    parked_key_id,
    record_document,
    record_of,
)
from booking_chat.service.storage.mongo import (
    ASCENDING,
    BulkWriteError,
    Client,
    Collection,
    Document,
    DuplicateKeyError,
    IndexModel,
    Session,
    aggregate,
    database,
    in_contended_transaction,
    lost_to_another,
)

LEASE = timedelta(minutes=1)
"""So long does a key belong to the process that took it; every step of the work extends it."""
_WITHOUT_TRACE = {"trace": 0}

KEYS, _RECORDS = "parkedKeys", "parkedRecords"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    KEYS: [
        IndexModel([("consumer", ASCENDING)], name="consumer"),
        IndexModel([("nextAttemptAt", ASCENDING)], name="due"),
    ],
    _RECORDS: [IndexModel([("parked", ASCENDING), ("place", ASCENDING)], name="order")],
}
"""By collection, for the database of the service that parks."""


class ParkedStore:
    """The parked keys and records of one service's database."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self.keys: Collection = database(client, name)[KEYS]
        self.records: Collection = database(client, name)[_RECORDS]

    async def among(self, consumer: str, keys: Some[str]) -> dict[str, ParkedKey]:
        """Which of these keys are parked."""
        if not keys:
            return {}
        ids = [parked_key_id(consumer, key) for key in keys]
        found = await self.keys.find({"_id": {"$in": ids}}, _WITHOUT_TRACE).to_list(None)
        return {document["key"]: key_of(document) for document in found}

    async def count(self, consumer: str) -> int:
        return await self.keys.count_documents({"consumer": consumer})

    async def park(
        self,
        consumer: str,
        log: str,
        waiting: Sequence[Waiting],
        now: datetime,
        session: Session,
    ) -> None:
        """Adds records, which are in order.

        Raises ParkedElsewhereError when a key was released, or parked by another process, since it
        was looked at.
        """
        of_key: dict[str, list[Waiting]] = {}
        for one in waiting:
            of_key.setdefault(one.key, []).append(one)
        try:
            for key, ones in of_key.items():
                places = await self._count_in(consumer, log, key, ones, now, session)
                documents = [
                    record_document(consumer, log, place, one)
                    for place, one in enumerate(ones, start=places - len(ones))
                ]
                await self.records.insert_many(documents, session=session)
        except (DuplicateKeyError, BulkWriteError) as error:
            if lost_to_another(error):
                raise ParkedElsewhereError("another process has parked the same") from error
            raise

    async def park_alone(
        self, consumer: str, log: str, waiting: Sequence[Waiting], now: datetime
    ) -> None:
        """The same in a transaction of its own."""

        async def work(session: Session) -> None:
            await self.park(consumer, log, waiting, now, session)

        await in_contended_transaction(self._client, work)

    async def _count_in(
        self,
        consumer: str,
        log: str,
        key: str,
        ones: Sequence[Waiting],
        now: datetime,
        session: Session,
    ) -> int:
        """How many of the key were ever parked, with these."""
        first, last, number = ones[0], ones[-1].record, len(ones)
        if first.cause is not None:
            document = {
                "_id": parked_key_id(consumer, key),
                "consumer": consumer,
                "key": key,
                "since": now,
                "error": first.cause.error,
                "trace": first.cause.trace,
                "log": log,
                "topic": first.record.topic,
                "partition": first.record.partition,
                "offset": first.record.offset,
                "lastOffset": last.offset,
                "records": number,
                "places": number,
                "attempts": 0,
                "nextAttemptAt": now + FIRST_PAUSE,
                "claim": None,
            }
            await self.keys.insert_one(document, session=session)
            return number
        changed = await self.keys.find_one_and_update(
            {"_id": parked_key_id(consumer, key)},
            {
                "$inc": {"records": number, "places": number},
                "$set": {"log": log, "lastOffset": last.offset},
            },
            return_document=True,
            session=session,
        )
        if changed is None:
            raise ParkedElsewhereError(f"{consumer}/{key} has been released meanwhile")
        return int(changed["places"])

    async def take_due(self, consumers: Some[str], now: datetime, claim: str) -> ParkedKey | None:
        """The key that has been due for longest, which is then ours for LEASE."""
        found = await self.keys.find_one_and_update(
            {"consumer": {"$in": list(consumers)}, "nextAttemptAt": {"$lte": now}},
            {"$set": {"claim": claim, "nextAttemptAt": now + LEASE}},
            sort=[("nextAttemptAt", ASCENDING)],
            return_document=True,
        )
        return key_of(found) if found else None

    async def take(self, consumer: str, key: str, now: datetime, claim: str) -> ParkedKey | None:
        """A certain key, unless another process has it; None when it is not parked."""
        key_id = parked_key_id(consumer, key)
        found = await self.keys.find_one_and_update(
            {"_id": key_id, **_free(now)},
            {"$set": {"claim": claim, "nextAttemptAt": now + LEASE}},
            return_document=True,
        )
        if found is None and await self.keys.find_one({"_id": key_id}, {"_id": 1}):
            raise ParkedElsewhereError(f"{key_id} is being tried at the moment")
        return key_of(found) if found else None

    async def first(
        self, key: ParkedKey, limit: int, *, undecided: bool = False
    ) -> list[ParkedRecord]:
        """The first records of a key, in order; only those that are not decided, if told so."""
        which = {"decided": False} if undecided else {}
        found = self.records.find({"parked": key.id, **which}).sort("place", ASCENDING).limit(limit)
        return [record_of(document) for document in await found.to_list(None)]

    async def hold(self, key: ParkedKey, claim: str, now: datetime, session: Session) -> None:
        """Makes the claim part of a transaction. Raises ParkedElsewhereError when it is lost."""
        result = await self.keys.update_one(
            {"_id": key.id, "claim": claim},
            {"$set": {"nextAttemptAt": now + LEASE}},
            session=session,
        )
        if result.matched_count == 0:
            raise ParkedElsewhereError(f"{key.id} belongs to another process now")

    async def mark_decided(self, records: Sequence[ParkedRecord], session: Session) -> None:
        ids = [record.id for record in records]
        await self.records.update_many(
            {"_id": {"$in": ids}}, {"$set": {"decided": True}}, session=session
        )

    async def remove(
        self, key: ParkedKey, claim: str, records: Sequence[ParkedRecord], now: datetime
    ) -> bool:
        """Lets go of records that are done; True when none is left and the key is free."""

        async def work(session: Session) -> bool:
            return await self.remove_in(key, claim, records, now, session)

        return await in_contended_transaction(self._client, work)

    async def remove_in(
        self,
        key: ParkedKey,
        claim: str,
        records: Sequence[ParkedRecord],
        now: datetime,
        session: Session,
    ) -> bool:
        await self.hold(key, claim, now, session)
        ids = [record.id for record in records]
        gone = await self.records.delete_many({"_id": {"$in": ids}}, session=session)
        left: Document | None = await self.keys.find_one_and_update(
            {"_id": key.id},
            {"$inc": {"records": -gone.deleted_count}},
            return_document=True,
            session=session,
        )
        if left is None or left["records"] > 0:
            return False
        await self.keys.delete_one({"_id": key.id}, session=session)
        return True

    async def put_off(
        self, key: ParkedKey, claim: str, *, attempts: int, until: datetime, cause: Cause | None
    ) -> None:
        """Gives a key back, to be tried again later; `cause` replaces the one that is noted."""
        noted = {} if cause is None else {"error": cause.error, "trace": cause.trace}
        await self.keys.update_one(
            {"_id": key.id, "claim": claim},
            {"$set": {"claim": None, "attempts": attempts, "nextAttemptAt": until, **noted}},
        )

    async def all(self, consumer: str | None = None) -> list[ParkedKey]:
        """Every parked key, the one that has waited longest first."""
        wanted = {} if consumer is None else {"consumer": consumer}
        found = self.keys.find(wanted, _WITHOUT_TRACE).sort("since", ASCENDING)
        return [key_of(document) for document in await found.to_list(None)]

    async def traces(self, ids: Some[str]) -> dict[str, str]:
        """The tracebacks of keys, by id."""
        found = self.keys.find({"_id": {"$in": list(ids)}}, {"trace": 1})
        return {document["_id"]: document["trace"] for document in await found.to_list(None)}

    async def make_due(self, key_ids: Some[str], now: datetime) -> int:
        """Has keys tried at once; those that are being tried are left alone."""
        result = await self.keys.update_many(
            {"_id": {"$in": list(key_ids)}, **_free(now)},
            {"$set": {"nextAttemptAt": now, "attempts": 0}},
        )
        return result.matched_count

    async def totals(self) -> Mapping[str, tuple[int, int]]:
        """By consumer: how many keys are parked, and how many records wait."""
        found = await aggregate(
            self.keys,
            [
                {
                    "$group": {
                        "_id": "$consumer",
                        "keys": {"$sum": 1},
                        "records": {"$sum": "$records"},
                    }
                }
            ],
        )
        return {d["_id"]: (d["keys"], d["records"]) for d in await found.to_list(None)}


def _free(now: datetime) -> Document:
    """Nobody works on it, or whoever did has died."""
    return {"$or": [{"claim": None}, {"nextAttemptAt": {"$lte": now}}]}
