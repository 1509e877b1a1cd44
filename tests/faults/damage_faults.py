"""Faults of what is read: records that nobody can read, documents that were damaged and mended."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import cycle, islice
from time import monotonic

from booking_chat.contracts.envelope import OutgoingRecord, encode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import BOOKINGS, COMMANDS, LOCATIONS
from booking_chat.service.storage.mongo import Collection, Document
from chat_core.storage.collections import Collections
from chat_tools.parked.admin import ParkedDesk
from devstack.waiting import comes_true
from faults.ledger import Ledger
from faults.stage import SETTLE_SECONDS, Scene, Stage
from faults.table import Row
from faults.traffic import Writer
from faults.world import some_writers
from support.chat import post

WRITERS = 12
PAUSE_SECONDS = 0.3
LOOK_SECONDS = 0.05


async def poisoned(stage: Stage, times: int) -> Row:
    """Unreadable records of every kind go into every topic that chat-core reads, all the time.

    Those without a key go to the commands alone: Kafka takes none of them into a compacted topic.
    """
    writers = await some_writers(stage.publisher, WRITERS)
    async with stage.workers(2), stage.scene(writers) as scene:
        for number in range(times):
            await asyncio.sleep(PAUSE_SECONDS)
            booking = writers[number % WRITERS].booking_id
            for topic in (COMMANDS, BOOKINGS, LOCATIONS):
                for poison in _poison(booking):
                    await stage.publisher.publish(topic, poison)
            await stage.publisher.publish(COMMANDS, replace(_poison(booking)[0], key=None))
            scene.strike()
        await scene.recovered()
    return await stage.row("records that cannot be read", scene)


def _poison(booking: str) -> Sequence[OutgoingRecord]:
    good = encode(post("poison", booking_id=booking))
    return [
        OutgoingRecord(booking.encode(), b"?", []),
        replace(good, value=b"{not json"),
        replace(good, value=b'{"bookingId": 7}'),
        replace(good, headers=[("ce_type", b"\xff"), ("ce_id", b"1")]),
        replace(good, headers=[*good.headers[1:], ("ce_specversion", b"9.9")]),
    ]


@dataclass(frozen=True)
class Damage:
    """What is done to a document; `intact` finds it as long as it is not done."""

    collection: Callable[[Collections], Collection]
    id_of: Callable[[str], str]
    change: Document
    intact: Document


DAMAGES = (
    Damage(
        lambda of: of.threads, thread_id, {"$unset": {"lastSeq": ""}}, {"lastSeq": {"$exists": 1}}
    ),
    Damage(lambda of: of.threads, thread_id, {"$set": {"lastSeq": 0}}, {"lastSeq": {"$gt": 0}}),
    Damage(lambda of: of.bookings, str, {"$unset": {"customer": ""}}, {"customer": {"$exists": 1}}),
    Damage(
        lambda of: of.threads,
        thread_id,
        {"$set": {"operatorRead": "yesterday"}},
        {"operatorRead": {"$type": "object"}},
    ),
)


async def documents_damaged(stage: Stage, times: int) -> Row:
    """A conversation's document is damaged; the others go on, and it catches up when mended."""
    writers = await some_writers(stage.publisher, WRITERS)
    async with stage.workers(2), stage.scene(writers) as scene:
        await scene.recovered(since=monotonic())
        for number, damage in enumerate(islice(cycle(DAMAGES), times)):
            await _damage_and_mend(stage, scene, writers, number % WRITERS, damage)
    return await stage.row("documents damaged and mended", scene)


async def _damage_and_mend(
    stage: Stage, scene: Scene, writers: Sequence[Writer], number: int, damage: Damage
) -> None:
    sick = writers[number]
    collection = damage.collection(Collections(stage.client))
    key = damage.id_of(sick.booking_id)
    was = await _damaged_until_parked(stage, collection, key, damage, sick.booking_id)
    await _others_are_heard(scene.ledger, [w.name for w in writers if w is not sick], monotonic())
    # Nobody writes to what belongs to a parked booking, so nothing newer is replaced here.
    await collection.replace_one({"_id": key}, was)
    scene.strike()
    await ParkedDesk(stage.client, "chat-core").retry(sick.booking_id, datetime.now(UTC))
    await scene.recovered()


async def _damaged_until_parked(
    stage: Stage, collection: Collection, key: str, damage: Damage, booking: str
) -> Document:
    """The document as it was before the damage that led to parking.

    A worker that is deciding in the same moment overwrites the damage with what it had read: then
    it is done again.
    """
    was: dict[str, Document] = {}

    async def is_parked() -> bool:
        before = await collection.find_one_and_update({"_id": key} | damage.intact, damage.change)
        if before:
            was[key] = before
        entries = await ParkedDesk(stage.client, "chat-core").entries()
        return booking in {entry.key for entry in entries}

    if not await comes_true(is_parked, SETTLE_SECONDS):
        raise TimeoutError(f"{booking} was damaged and never parked")
    return was[key]


async def _others_are_heard(ledger: Ledger, others: Sequence[str], since: float) -> None:
    async def are_heard() -> bool:
        return all(
            any(s.heard_at is not None and s.tried_at > since for s in ledger.by_writer[name])
            for name in others
        )

    if not await comes_true(are_heard, SETTLE_SECONDS):
        raise TimeoutError("others are not heard while one conversation is damaged")
