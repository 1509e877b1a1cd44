"""`replay`: reading the whole command log again changes no stored byte and sends no alert.

Every decided record goes through the real loop with the real store's state. The check does
not do the damage that it looks for: what the loop would write, publish or dead-letter is counted,
and goes nowhere.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import computed_field

from booking_chat.contracts.base import Contract
from booking_chat.contracts.envelope import OutgoingRecord, Record, Undecodable
from booking_chat.contracts.topics import ALERTS, COMMANDS, Topic
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.log_reader import LogReader, Span
from booking_chat.service.storage.mongo import Client, bytes_by_id
from chat_core.consumers.command_loop import CommandLoop
from chat_core.domain.batch import Changes, State
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Position
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.command_store import CommandStore
from chat_tools.positions import partition_in, position_in
from chat_tools.progress import Progress


class Verdict(StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    INCONCLUSIVE = "inconclusive"


class ReplayReport(Contract):
    """What reading `records` commands again came to.

    The state is a SHA-256 a collection, over all documents in the order of their ids.
    `writes` and `letters` count what the loop wanted to store or set aside, `events` what it
    published again. `worked_meanwhile` says that new commands were decided during the run.
    """

    records: int
    events: int
    writes: int
    letters: int
    state_before: dict[str, str]
    state_after: dict[str, str]
    alerts_added: int
    worked_meanwhile: bool

    @computed_field  # type: ignore[prop-decorator] # mypy takes none above a property
    @property
    def verdict(self) -> Verdict:
        """New work changes the state and sends alerts: then only what the loop did counts."""
        if self.writes or self.letters:
            return Verdict.CHANGED
        if self.state_before == self.state_after and self.alerts_added == 0:
            return Verdict.UNCHANGED
        return Verdict.INCONCLUSIVE if self.worked_meanwhile else Verdict.CHANGED


async def replay(
    client: Client,
    kafka: KafkaConnection,
    *,
    progress: Progress,
    commands: Topic = COMMANDS,
    alerts: Topic = ALERTS,
    database: str = DATABASE,
) -> ReplayReport:
    """Reads the log from its start up to the position that it was worked off to."""
    collections = Collections(client, database)
    sink = _Sink(CommandStore(client, database))
    loop = CommandLoop(
        sink,
        sink,
        sink,
        log_identity=LogIdentity(kafka, commands),
        catch_up=_nothing_newer,
        clock=lambda: datetime.now(UTC),
    )
    async with LogReader(kafka) as reader:
        log = await reader.identity(commands)
        positions = await _positions(collections, log)
        alerts_before = await _end(reader, alerts)
        before = await state_of(collections, progress)
        records = await _read_again(reader, commands, positions, loop, progress)
        after = await state_of(collections, progress)
        return ReplayReport(
            records=records,
            events=sink.events,
            writes=sink.writes,
            letters=sink.letters,
            state_before=before,
            state_after=after,
            alerts_added=await _end(reader, alerts) - alerts_before,
            worked_meanwhile=await _positions(collections, log) != positions,
        )


async def state_of(collections: Collections, progress: Progress) -> dict[str, str]:
    """A hash of each collection that commands change, over its stored bytes."""
    hashes = {}
    for collection in (collections.threads, collections.messages, collections.rejections):
        progress.begin(f"hashing {collection.name}", await collection.estimated_document_count())
        digest = hashlib.sha256()
        async for document in bytes_by_id(collection):
            digest.update(document)
            progress.advance(1)
        hashes[collection.name] = digest.hexdigest()
    return hashes


class _Sink:
    """Where the loop's work ends up: state is really loaded, everything else is counted."""

    def __init__(self, store: CommandStore) -> None:
        self._store = store
        self.writes = 0
        self.events = 0
        self.letters = 0

    async def load(self, log: str, partitions: Collection[int], batch: Sequence[Incoming]) -> State:
        return await self._store.load(log, partitions, batch)

    async def save(self, log: str, changes: Changes) -> None:
        del log, changes
        self.writes += 1

    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[tuple[OutgoingRecord, int | None]],
        timeout: float,  # noqa: ASYNC109 - the loop's interface
    ) -> None:
        del topic, timeout
        self.events += len(records)

    async def send(self, record: Record, why: Undecodable) -> None:
        del record, why
        self.letters += 1


async def _read_again(
    reader: LogReader,
    commands: Topic,
    positions: dict[int, Position],
    loop: CommandLoop,
    progress: Progress,
) -> int:
    records_read = 0
    held = await reader.spans(commands)
    spans = {
        partition: Span(held[partition].start, position.next)
        for partition, position in positions.items()
    }
    progress.begin("commands", sum(span.end - span.start for span in spans.values()))
    for partition, span in spans.items():
        async for records in reader.read(commands, partition, span):
            await loop.handle(records)
            records_read += len(records)
            progress.advance(len(records))
    return records_read


async def _positions(collections: Collections, log: str) -> dict[int, Position]:
    documents = await collections.positions.find({"log": log}).to_list(None)
    return {partition_in(document): position_in(document) for document in documents}


async def _end(reader: LogReader, topic: Topic) -> int:
    return sum(span.end for span in (await reader.spans(topic)).values())


async def _nothing_newer() -> None:
    """What was decided before needs no newer bookings."""
