"""`restore-check`: whether store and logs fit together, and what became of accepted messages."""

from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice

from pydantic import BaseModel, ConfigDict, Field, ValidationError, computed_field
from pydantic.alias_generators import to_camel

from booking_chat.contracts.base import Contract
from booking_chat.contracts.commands import COMMANDS as COMMAND_CONTRACTS
from booking_chat.contracts.envelope import decode
from booking_chat.service.messaging.continuity import LogFacts
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.storage.mongo import Client
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Position
from chat_core.storage.collections import DATABASE
from chat_tools.audit.copies import is_message, message_of
from chat_tools.audit.events import Logs
from chat_tools.progress import Progress
from chat_tools.recovery.store import RecoveryStore

_MESSAGES_AT_ONCE = 2_000
_MAX_LOST = 10_000


class AcceptedMessage(BaseModel):
    """One accepted message, as a gateway's log says it. Other fields are passed over."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, extra="ignore")

    booking_id: str = Field(min_length=1, max_length=128)
    message_id: str = Field(min_length=1, max_length=128)


class PartitionState(Contract):
    """One partition of the command log against the store.

    `behind` counts commands that were decided and published and that the store has lost;
    `missing` those that left the log before they were read; `ahead` how far the store is past the
    log's end: Kafka was restored to an earlier state.
    """

    partition: int
    behind: int
    missing: int
    ahead: int


class RestoreReport(Contract):
    """What restored data lack.

    `events_not_stored` counts message events, copies too, whose message the store lacks. Of the
    accepted messages that were asked about, `pending` are still in the command log, and `lost` are
    neither stored nor rejected nor there.
    """

    partitions: list[PartitionState]
    events_not_stored: int
    asked: int
    stored: int
    rejected: int
    pending: int
    lost: list[AcceptedMessage]

    @computed_field  # type: ignore[prop-decorator] # mypy takes none above a property
    @property
    def complete(self) -> bool:
        """Nothing needs to be recovered, and nothing that was asked about is lost."""
        fits = all(not (p.behind or p.missing or p.ahead) for p in self.partitions)
        return fits and not self.events_not_stored and not self.lost


def partition_state(
    partition: int, position: Position | None, facts: LogFacts, end: int
) -> PartitionState:
    """Pure. A partition without a position begins at its log's start."""
    committed = min(facts.committed or 0, end)
    upto = position.next if position else min(facts.start, committed)
    known = max(upto, committed)
    return PartitionState(
        partition=partition,
        behind=max(committed - upto, 0),
        missing=max(facts.start - known, 0),
        ahead=max(upto - end, 0),
    )


def accepted_messages(lines: Iterable[str]) -> Iterator[AcceptedMessage]:
    """The accepted messages among the lines of gateways' logs; others are passed over."""
    for line in lines:
        # Docker Compose puts the container's name before each line.
        start = line.find("{")
        if start < 0 or "command accepted" not in line:
            continue
        try:
            yield AcceptedMessage.model_validate_json(line[start:])
        except ValidationError:
            continue


async def restore_check(
    client: Client,
    reader: LogReader,
    logs: Logs,
    accepted: Iterable[AcceptedMessage],
    *,
    progress: Progress,
    database: str = DATABASE,
) -> RestoreReport:
    """Reads everything and changes nothing."""
    store = RecoveryStore(client, database)
    log = await reader.identity(logs.commands)
    positions = await store.positions(log)
    facts = await reader.facts(logs.group, logs.commands)
    spans = await reader.spans(logs.commands)
    states = [
        partition_state(partition, positions.get(partition), facts[partition], span.end)
        for partition, span in spans.items()
    ]
    fates = await _fates(store, reader, logs, accepted)
    return RestoreReport(
        partitions=states,
        events_not_stored=await _events_not_stored(store, reader, logs, progress),
        asked=fates.asked,
        stored=fates.stored,
        rejected=fates.rejected,
        pending=fates.pending,
        lost=fates.lost,
    )


async def _events_not_stored(
    store: RecoveryStore, reader: LogReader, logs: Logs, progress: Progress
) -> int:
    missing = 0
    spans = await reader.spans(logs.events)
    progress.begin("events", sum(span.end - span.start for span in spans.values()))
    for partition, span in spans.items():
        async for records in reader.read(logs.events, partition, span):
            ids = [about for about in map(message_of, filter(is_message, records)) if about]
            stored = await store.stored_messages(ids)
            missing += sum(about not in stored for about in ids)
            progress.advance(len(records))
    return missing


class _Fates:
    def __init__(self) -> None:
        self.asked = self.stored = self.rejected = self.pending = 0
        self.lost: list[AcceptedMessage] = []


async def _fates(
    store: RecoveryStore,
    reader: LogReader,
    logs: Logs,
    accepted: Iterable[AcceptedMessage],
) -> _Fates:
    fates = _Fates()
    messages = iter(accepted)
    in_log: set[str] | None = None
    while batch := list(islice(messages, _MESSAGES_AT_ONCE)):
        ids = [message.message_id for message in batch]
        stored, rejected = await store.stored_messages(ids), await store.rejected_messages(ids)
        fates.asked += len(batch)
        for message in batch:
            if message.message_id in stored:
                fates.stored += 1
            elif message.message_id in rejected:
                fates.rejected += 1
            else:
                if in_log is None:
                    in_log = {about async for about in _messages_in_log(reader, logs)}
                if message.message_id in in_log:
                    fates.pending += 1
                elif len(fates.lost) < _MAX_LOST:
                    fates.lost.append(message)
    return fates


async def _messages_in_log(reader: LogReader, logs: Logs) -> AsyncIterator[str]:
    """The messages of all commands that the command log still holds."""
    for partition, span in (await reader.spans(logs.commands)).items():
        async for records in reader.read(logs.commands, partition, span):
            for record in records:
                content = decode(record, COMMAND_CONTRACTS)
                about = Incoming.of(partition, record.offset, content).message_id
                if about is not None:
                    yield about
