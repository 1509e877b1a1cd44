"""`recover`: the store is brought up to date from the event log, then the command log goes on.

Safe to repeat, and to interrupt: what is in the store already is passed over.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from pydantic import Field

from booking_chat.contracts.base import Contract
from booking_chat.contracts.envelope import Envelope, Record, decode
from booking_chat.contracts.events import EVENTS as EVENT_CONTRACTS
from booking_chat.contracts.events import ChatEvent
from booking_chat.service.messaging.log_reader import LogReader, Span
from booking_chat.service.storage.mongo import Client
from chat_core.domain.position import Position
from chat_core.storage.collections import DATABASE
from chat_tools.audit.buffers import OffsetSpool
from chat_tools.audit.events import Logs
from chat_tools.dead_letters.letter import origin_of
from chat_tools.progress import Progress, RefusedError
from chat_tools.recovery.folding import Recovered, fold
from chat_tools.recovery.positions import moved_position
from chat_tools.recovery.store import RecoveryStore
from chat_tools.recovery.unsettled import unsettled, with_parked

MAX_KEPT_PROBLEMS = 1_000
"""Problems that are kept word for word; all are counted."""


class PartitionReport(Contract):
    """How far a partition of the command log is decided, before and after.

    `parked` counts posts that had been set aside with their booking: chat-core decides them when
    it runs. `missing` counts commands that left the log before they were read: lost, and passed
    over only with `--pass-over-missing`.
    """

    partition: int
    next_before: int | None
    next_after: int
    recovered: int
    parked: int
    missing: int
    passed_over: bool


class RecoveryReport(Contract):
    """What came back. `problems` are events that could not become part of the store, and why."""

    events: int
    threads: int
    messages: int
    rejections: int
    problem_count: int
    problems: list[str]
    partitions: list[PartitionReport] = Field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Nothing is in the way of chat-core's start, and no event was left out."""
        return not self.problem_count and all(
            part.passed_over or not part.missing for part in self.partitions
        )


async def recover(
    client: Client,
    reader: LogReader,
    logs: Logs,
    *,
    progress: Progress,
    pass_over_missing: bool,
    database: str = DATABASE,
) -> RecoveryReport:
    """Raises RefusedError while chat-core runs."""
    members = await reader.members(logs.group)
    if members:
        raise RefusedError(
            f"chat-core runs ({members} consumers of {logs.group}): stop it, then recover"
        )
    store = RecoveryStore(client, database)
    events = _EventRecovery(store)
    spans = await reader.spans(logs.events)
    progress.begin("events", sum(span.end - span.start for span in spans.values()))
    for partition, span in spans.items():
        async for records in reader.read(logs.events, partition, span):
            await events.add(records)
            progress.advance(len(records))
    partitions = await _move_positions(
        store, reader, logs, events.not_stored, pass_over_missing=pass_over_missing
    )
    return events.report().model_copy(update={"partitions": partitions})


class _EventRecovery:
    """Adds batches of events to the store and counts what they came to."""

    def __init__(self, store: RecoveryStore) -> None:
        self._store = store
        self._counts: Counter[str] = Counter()
        self._problems: list[str] = []
        self.not_stored: set[str] = set()
        """Messages that were published and could not become part of the store."""

    async def add(self, records: Sequence[Record]) -> None:
        events = self._readable(records)
        self._counts["events"] += len(events)
        held = await self._store.load(events)
        recovered = fold(events, held)
        await self._store.save(recovered)
        self._count(recovered)

    def report(self) -> RecoveryReport:
        return RecoveryReport(
            events=self._counts["events"],
            threads=self._counts["threads"],
            messages=self._counts["messages"],
            rejections=self._counts["rejections"],
            problem_count=self._counts["problems"],
            problems=self._problems,
        )

    def _readable(self, records: Sequence[Record]) -> list[ChatEvent]:
        events: list[ChatEvent] = []
        for record in records:
            content = decode(record, EVENT_CONTRACTS, as_stored=True)
            if isinstance(content, Envelope):
                events.append(content.data)
            elif content.reason != "unknown-type":
                place = f"{record.topic}, partition {record.partition}, offset {record.offset}"
                self._problem(f"unreadable event: {content.reason}: {content.detail} ({place})")
        return events

    def _count(self, recovered: Recovered) -> None:
        self._counts["threads"] += recovered.opened
        self._counts["messages"] += len(recovered.messages)
        self._counts["rejections"] += len(recovered.rejections)
        for conflict in recovered.conflicts:
            self._problem(str(conflict))
            self.not_stored.add(conflict.message_id)

    def _problem(self, text: str) -> None:
        self._counts["problems"] += 1
        if len(self._problems) < MAX_KEPT_PROBLEMS:
            self._problems.append(text)


async def _move_positions(
    store: RecoveryStore,
    reader: LogReader,
    logs: Logs,
    published: Collection[str],
    *,
    pass_over_missing: bool,
) -> list[PartitionReport]:
    """`published` messages are not decided again, though they are not stored."""
    log = await reader.identity(logs.commands)
    positions = await store.positions(log)
    reports = []
    with OffsetSpool() as letters:
        await _collect_letters(reader, logs, letters)
        for partition, facts in (await reader.facts(logs.group, logs.commands)).items():
            before = positions.get(partition)
            first, committed = before.next if before else 0, facts.committed or 0
            moved = moved_position(
                before,
                facts,
                letters.count(partition, first, committed),
                pass_over_missing=pass_over_missing,
            )
            passed = Span(max(first, facts.start), committed)
            waiting = [
                one
                for one in await unsettled(
                    store, reader, logs.commands, partition, passed, published
                )
                if not letters.count(partition, one.record.offset, one.record.offset + 1)
            ]
            moved = with_parked(moved, len(waiting))
            if moved.after != (before or Position(moved.after.first, moved.after.first)):
                await store.move_position(log, partition, before, moved.after, waiting)
            reports.append(
                PartitionReport(
                    partition=partition,
                    next_before=before.next if before else None,
                    next_after=moved.after.next,
                    recovered=moved.after.recovered - (before.recovered if before else 0),
                    parked=len(waiting),
                    missing=moved.missing,
                    passed_over=pass_over_missing,
                )
            )
    return reports


async def _collect_letters(reader: LogReader, logs: Logs, letters: OffsetSpool) -> None:
    """The offsets of this core's commands that are dead letters."""
    for number, span in (await reader.spans(logs.dead_letters)).items():
        async for records in reader.read(logs.dead_letters, number, span):
            for record in records:
                origin = origin_of(record)
                if (
                    origin is not None
                    and origin.topic == logs.commands.name
                    and origin.consumer == logs.group
                ):
                    letters.add(origin.partition, origin.offset)
