"""The event log against the stored messages, and the stored messages against the event log.

First the log is read, partition by partition, each batch's messages are fetched by their
ids and compared, and the place of every copy is spooled. Then all threads and the spool are
read side by side, both in the order of thread ids: that shows order and completeness. Only
batches are in memory, whatever the number of messages and of threads.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from booking_chat.contracts.commands import COMMANDS as COMMAND_CONTRACTS
from booking_chat.contracts.envelope import Record, decode
from booking_chat.contracts.topics import Topic
from booking_chat.service.messaging.log_reader import LogReader, Span
from booking_chat.service.storage.mongo import ASCENDING, Document
from chat_core.domain.incoming import Incoming
from chat_core.storage.collections import Collections
from chat_tools.audit.buffers import Copy, CopySpool
from chat_tools.audit.copies import Stretch, check_copy, check_log, is_message, message_of
from chat_tools.audit.findings import Finding, Findings, Kind
from chat_tools.positions import partition_in, position_in
from chat_tools.progress import Progress

_PENDING_AT_ONCE = 20_000
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Logs:
    """The topics of one core, and the consumer group that works off its commands."""

    commands: Topic
    events: Topic
    dead_letters: Topic
    group: str


class EventAudit:
    """`events` counts what was read, `on_their_way` what is about to be published."""

    def __init__(
        self,
        reader: LogReader,
        logs: Logs,
        collections: Collections,
        findings: Findings,
        progress: Progress,
    ) -> None:
        self._reader = reader
        self._logs = logs
        self._of = collections
        self._findings = findings
        self._progress = progress
        self._spans: dict[int, Span] = {}
        self._pending: dict[str, tuple[str, int]] = {}
        self.events = 0
        self.on_their_way = 0

    async def run(self) -> None:
        self._spans = await self._reader.spans(self._logs.events)
        total = sum(span.end - span.start for span in self._spans.values())
        self._progress.begin("events", total)
        with CopySpool() as spool:
            for partition, span in self._spans.items():
                await self._check_partition(partition, span, spool)
            await self._check_logs(spool.by_thread())
        await self._resolve()

    async def _check_partition(self, partition: int, span: Span, spool: CopySpool) -> None:
        async for records in self._reader.read(self._logs.events, partition, span):
            self._progress.advance(len(records))
            events = [record for record in records if is_message(record)]
            self.events += len(events)
            stored = await self._stored(events)
            for record in events:
                self._findings.add(*check_copy(record, stored))
            spool.add(_places(events, stored))

    async def _stored(self, events: Sequence[Record]) -> dict[str, Document]:
        ids = list({about for about in map(message_of, events) if about is not None})
        found = await self._of.messages.find({"_id": {"$in": ids}}).to_list(None)
        return {document["_id"]: document for document in found}

    async def _check_logs(self, logs: Iterator[tuple[str, Iterator[Copy]]]) -> None:
        """Every thread's events must be in order, and go as far as its messages do."""
        total = await self._of.threads.estimated_document_count()
        self._progress.begin("threads", total)
        log = next(logs, None)
        threads = self._of.threads.find({"_id": {"$type": "string"}}, {"lastSeq": 1})
        async for thread in threads.sort("_id", ASCENDING).batch_size(_BATCH):
            self._progress.advance(1)
            of, last_seq = thread["_id"], _number(thread.get("lastSeq"))
            while log is not None and log[0] < of:
                await self._check_log(*log, last_seq=0)
                log = next(logs, None)
            if log is not None and log[0] == of:
                await self._check_log(*log, last_seq=last_seq)
                log = next(logs, None)
            else:
                await self._check_log(of, (), last_seq=last_seq)
        while log is not None:
            await self._check_log(*log, last_seq=0)
            log = next(logs, None)

    async def _check_log(self, thread: str, copies: Iterable[Copy], *, last_seq: int) -> None:
        for found in check_log(self._logs.events.name, thread, last_seq, copies):
            if isinstance(found, Stretch):
                seqs = {"$gte": found.first, "$lte": found.last}
                await self._expect({"threadId": thread, "seq": seqs})
            else:
                self._findings.add(found)

    async def _expect(self, messages: Document) -> None:
        """Notes messages whose events were not in the log when it was read."""
        fields = {"threadId": 1, "seq": 1}
        async for message in self._of.messages.find(messages, fields).sort("seq", ASCENDING):
            self._pending[message["_id"]] = (message["threadId"], message["seq"])
            if len(self._pending) >= _PENDING_AT_ONCE:
                await self._resolve()

    async def _resolve(self) -> None:
        """Tells what is missing from what came meanwhile or is still on its way.

        The order of reading makes this exact. A stored message's command is before the
        position. If it is not committed, its event is on its way; if it is, its event was
        published before the commit, and so before the ends that are read last.
        """
        if not self._pending:
            return
        uncommitted = await self._uncommitted()
        on_their_way = {
            about
            for partition, span in uncommitted.items()
            async for about in self._commands_messages(partition, span)
            if about in self._pending
        }
        came_meanwhile = {about async for about in self._new_events() if about in self._pending}
        self.on_their_way += len(on_their_way - came_meanwhile)
        for about in self._pending.keys() - on_their_way - came_meanwhile:
            thread, seq = self._pending[about]
            self._findings.add(_missing(self._logs.events, about, thread, seq))
        self._pending.clear()

    async def _uncommitted(self) -> dict[int, Span]:
        """Decided commands that are not committed, whose events may not be out.

        A group that has committed nothing at all has expired, or never was: then nothing is
        on its way.
        """
        committed = await self._reader.committed(self._logs.group, self._logs.commands)
        if not committed:
            return {}
        log = await self._reader.identity(self._logs.commands)
        documents = await self._of.positions.find({"log": log}).to_list(None)
        positions = {partition_in(document): position_in(document) for document in documents}
        held = await self._reader.spans(self._logs.commands)
        return {
            partition: Span(
                max(committed.get(partition, position.first), held[partition].start),
                min(position.next, held[partition].end),
            )
            for partition, position in positions.items()
            if partition in held
        }

    async def _commands_messages(self, partition: int, span: Span) -> AsyncIterator[str]:
        async for records in self._reader.read(self._logs.commands, partition, span):
            for record in records:
                content = decode(record, COMMAND_CONTRACTS)
                about = Incoming.of(partition, record.offset, content).message_id
                if about is not None:
                    yield about

    async def _new_events(self) -> AsyncIterator[str]:
        """Messages whose events came after the log was read."""
        spans: Mapping[int, Span] = await self._reader.spans(self._logs.events)
        for partition, span in spans.items():
            new = Span(self._spans[partition].end, span.end)
            async for records in self._reader.read(self._logs.events, partition, new):
                for about in map(message_of, filter(is_message, records)):
                    if about is not None:
                        yield about


def _places(events: Sequence[Record], stored: Mapping[str, Document]) -> Iterator[tuple[str, Copy]]:
    """By thread, for events of a stored message; what it lacks is a finding of its own."""
    for record in events:
        message = stored.get(message_of(record) or "", {})
        thread, seq = message.get("threadId"), message.get("seq")
        if isinstance(thread, str) and isinstance(seq, int):
            yield thread, Copy(seq, record.partition, record.offset)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _missing(topic: Topic, message: str, thread: str, seq: int) -> Finding:
    return Finding(
        kind=Kind.EVENT_MISSING,
        detail="the stored message has no event",
        thread_id=thread,
        seq=seq,
        message_id=message,
        topic=topic.name,
    )
