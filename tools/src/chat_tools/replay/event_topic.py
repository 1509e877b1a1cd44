"""`rebuild-events`: the store's history as events, into an empty topic."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import Topic
from booking_chat.contracts.values import SenderType
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.storage.mongo import ASCENDING, Client, Document
from chat_core.domain.commands.rules import read_mark_events
from chat_core.domain.event_records import to_record
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.documents import message_event, rejection_of, thread_of
from chat_tools.progress import Progress, RefusedError

_THREADS_AT_ONCE = 200
_RECORDS_AT_ONCE = 2_000
_TIMEOUT_SECONDS = 60.0


class EventPublisher(Protocol):
    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[tuple[OutgoingRecord, int | None]],
        timeout: float,  # noqa: ASYNC109 - the publisher's interface
    ) -> None: ...


async def rebuild_events(
    client: Client,
    publisher: EventPublisher,
    reader: LogReader,
    into: Topic,
    *,
    progress: Progress,
    database: str = DATABASE,
) -> int:
    """Writes all that a store could be rebuilt from; gives the number of records.

    That is the opening of every thread, its messages as the bytes of their first copies in the
    order of their seqs, its read marks as they stand, and the rejections.
    Raises RefusedError when the topic is not empty.
    """
    if any(span.end for span in (await reader.spans(into)).values()):
        raise RefusedError(f"{into.name} is not empty")
    collections = Collections(client, database)
    progress.begin("threads", await collections.threads.estimated_document_count())
    written = 0
    async for threads in _in_batches(collections):
        written += await _publish(publisher, into, _events_of(collections, threads))
        progress.advance(len(threads))
    return written + await _publish(publisher, into, _rejections(collections))


async def _in_batches(collections: Collections) -> AsyncIterator[list[Document]]:
    batch: list[Document] = []
    async for thread in collections.threads.find({}).sort("_id", ASCENDING):
        batch.append(thread)
        if len(batch) == _THREADS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


async def _events_of(
    collections: Collections, documents: Sequence[Document]
) -> AsyncIterator[OutgoingRecord]:
    for thread in map(thread_of, documents):
        yield to_record(thread.opening)
    ids = [document["_id"] for document in documents]
    messages = collections.messages.find({"threadId": {"$in": ids}})
    async for message in messages.sort([("threadId", ASCENDING), ("seq", ASCENDING)]):
        yield to_record(message_event(message))
    for thread in map(thread_of, documents):
        for side in SenderType:
            for event in read_mark_events(thread, side):
                yield to_record(event)


async def _rejections(collections: Collections) -> AsyncIterator[OutgoingRecord]:
    async for document in collections.rejections.find({}).sort("_id", ASCENDING):
        yield to_record(rejection_of(document))


async def _publish(
    publisher: EventPublisher, into: Topic, records: AsyncIterator[OutgoingRecord]
) -> int:
    written = 0
    batch: list[tuple[OutgoingRecord, int | None]] = []
    async for record in records:
        batch.append((record, None))
        if len(batch) == _RECORDS_AT_ONCE:
            await publisher.publish_all(into, batch, timeout=_TIMEOUT_SECONDS)
            written += len(batch)
            batch = []
    await publisher.publish_all(into, batch, timeout=_TIMEOUT_SECONDS)
    return written + len(batch)
