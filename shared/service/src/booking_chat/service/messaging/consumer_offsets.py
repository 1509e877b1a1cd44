"""A consumer's own note of how far its store was brought, kept in that store's database.

A backup holds this note as it was, so after a restore the consumer reads again what the store
lacks, whatever offset Kafka has committed. The note may lag behind by a second: handlers take
records that come again. Where consuming goes on is checked whenever a partition is assigned, and
again when somebody else has changed the note, as a restore under a running service does.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import structlog
from faststream.kafka import KafkaBroker

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.topics import Topic
from booking_chat.service.errors import described
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.continuity import Continuity, Follows, LogFacts, Rewind
from booking_chat.service.messaging.log_identity import LogIdentities, LogIdentity
from booking_chat.service.messaging.partitions import Partitions
from booking_chat.service.messaging.records import RecordsHandler
from booking_chat.service.messaging.subscription import subscribe
from booking_chat.service.storage.mongo import Collection, DuplicateKeyError, PyMongoError

log = structlog.get_logger(__name__)

SAVE_EVERY_SECONDS = 1.0
COLLECTION = "consumerOffsets"


class OffsetStore:
    """One document a partition: `_id` is `<group>/<log>/<partition>`, `next` the offset to read.

    One document a log: `_id` is `<group>/<log>/began`, `empty` whether the store was empty then.
    """

    def __init__(self, collection: Collection, group: str) -> None:
        self._collection = collection
        self.group = group

    async def load(self, log: str, partition: int) -> int | None:
        found = await self._collection.find_one({"_id": self._key(log, partition)})
        return None if found is None else int(found["next"])

    async def save(self, log: str, partition: int, before: int | None, after: int) -> bool:
        """Whether the note was as it was left: `before`, None where there was none."""
        key = self._key(log, partition)
        if before is None:
            try:
                await self._collection.insert_one({"_id": key, "next": after})
            except DuplicateKeyError:
                return False
            return True
        result = await self._collection.update_one(
            {"_id": key, "next": before}, {"$set": {"next": after}}
        )
        return bool(result.matched_count)

    async def began_empty(self, log: str, is_empty: Callable[[], Awaitable[bool]]) -> bool:
        """Whether the store was empty when this group began to read this log.

        Asked once and kept: the first partition that is read fills the store, and the others
        still lack everything.
        """
        key = f"{self.group}/{log}/began"
        if (kept := await self._collection.find_one({"_id": key})) is not None:
            return bool(kept["empty"])
        try:
            empty = await is_empty()
            await self._collection.insert_one({"_id": key, "empty": empty})
        except DuplicateKeyError:
            # Another process was first, and may have begun to fill the store.
            return await self.began_empty(log, is_empty)
        return empty

    def _key(self, log: str, partition: int) -> str:
        return f"{self.group}/{log}/{partition}"


def resume_point(noted: int | None, facts: LogFacts, *, store_is_empty: bool) -> Continuity:
    """Where to read a partition from: the lower of the note and the committed offset. Pure.

    Without a note everything is read if the store is empty; a store that has something was filled
    before notes were kept, or by an earlier log of the same name.
    """
    committed = facts.start if facts.committed is None else max(facts.committed, facts.start)
    if noted is None:
        lowest = facts.start if store_is_empty else committed
    else:
        lowest = max(min(noted, committed), facts.start)
    return Rewind(lowest) if lowest < committed else Follows()


@dataclass(slots=True)
class _Noted:
    """What this process last noted of a partition, and when (None: not since its assignment)."""

    log: str
    next: int | None
    saved_at: float | None = None


class OffsetNotes:
    """Keeps the notes of one consumer group while its handler works.

    `store_is_empty` says whether a group without a note has to read everything.
    """

    def __init__(
        self,
        store: OffsetStore,
        identity: LogIdentities,
        *,
        store_is_empty: Callable[[], Awaitable[bool]],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._store = store
        self._identity = identity
        self._store_is_empty = store_is_empty
        self._clock = clock
        self._noted: dict[int, _Noted] = {}

    async def check_assigned(self, log: str, partition: int, facts: LogFacts) -> Continuity:
        """For a partition that was just assigned: where it is to be read from."""
        noted = await self._store.load(log, partition)
        self._noted[partition] = _Noted(log, noted)
        is_empty = noted is None and await self._store.began_empty(log, self._store_is_empty)
        return resume_point(noted, facts, store_is_empty=is_empty)

    def noting(self, handle: RecordsHandler, look_again: Callable[[int], None]) -> RecordsHandler:
        """Notes how far `handle` came, after it returned.

        `look_again` is called with a partition whose note somebody else has changed.
        """

        async def handle_and_note(records: Sequence[Record]) -> None:
            await handle(records)
            log_identity = await self._identity.of(records)
            for partition, after in {r.partition: r.offset + 1 for r in records}.items():
                try:
                    is_ours = await self._note(log_identity, partition, after)
                except PyMongoError as error:
                    # The records are handled; a note may lag behind.
                    log.warning("offset not noted", group=self._store.group, error=described(error))
                    continue
                if not is_ours:
                    look_again(partition)

        return handle_and_note

    async def _note(self, log: str, partition: int, after: int) -> bool:
        noted, now = self._noted.get(partition), self._clock()
        if noted is None or noted.log != log:
            noted = self._noted[partition] = _Noted(log, await self._store.load(log, partition))
        if noted.saved_at is not None and now - noted.saved_at < SAVE_EVERY_SECONDS:
            return True
        if noted.next == after:
            return True
        if not await self._store.save(log, partition, noted.next, after):
            return False
        self._noted[partition] = _Noted(log, after, now)
        return True


async def never_empty() -> bool:
    """For a group whose work must not be done again: without a note it goes on at its commit."""
    return False


def consume_noting(
    broker: KafkaBroker,
    topic: Topic,
    handle: RecordsHandler,
    *,
    group_id: str,
    kafka: KafkaConnection,
    notes: Collection,
    store_is_empty: Callable[[], Awaitable[bool]],
) -> Partitions:
    """Subscribes a group that follows its own notes; gives the control of its partitions."""
    # One for this group alone: an identity asks Kafka anew whenever offsets go back.
    identity = LogIdentity(kafka, topic)
    of_group = OffsetNotes(OffsetStore(notes, group_id), identity, store_is_empty=store_is_empty)
    partitions = Partitions(
        group_id, topic, lambda: subscriber.consumer, identity, of_group.check_assigned
    )
    subscriber = subscribe(
        broker,
        [topic],
        of_group.noting(handle, partitions.look_again),
        group_id=group_id,
        listener=partitions,
    )
    return partitions
