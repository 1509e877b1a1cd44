"""Events against the stored messages: promise 4. Pure.

A copy is held against its message when it is read. Order and completeness show when all
copies of a thread are looked at together, highest seq first.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from booking_chat.contracts.envelope import KafkaRecord, Record
from booking_chat.service.storage.mongo import Document
from chat_core.domain.event_records import to_record
from chat_core.storage.documents import message_event
from chat_tools.audit.buffers import Copy
from chat_tools.audit.findings import Finding, Kind

_MESSAGE_POSTED = b"MessagePosted"


class Stretch(NamedTuple):
    """Seqs of a thread that have no event in the log, from `first` to `last`."""

    first: int
    last: int


def is_message(record: KafkaRecord) -> bool:
    return dict(record.headers).get("ce_type") == _MESSAGE_POSTED


def message_of(record: KafkaRecord) -> str | None:
    """The message that an event is about: its id is the event's. None when there is none."""
    try:
        return (dict(record.headers).get("ce_id") or b"").decode() or None
    except UnicodeDecodeError:
        return None


def check_copy(record: Record, stored: Mapping[str, Document]) -> list[Finding]:
    """`stored` holds the message that the record is about, if there is one."""
    about = message_of(record)
    if about is None:
        return [_finding(record, Kind.EVENT_UNREADABLE, "the event has no readable id")]
    message = stored.get(about)
    if message is None:
        detail = "no message is stored under the event's id"
        return [_finding(record, Kind.EVENT_WITHOUT_MESSAGE, detail, message_id=about)]
    try:
        expected = to_record(message_event(message))
    except (KeyError, TypeError, ValueError) as error:
        detail = f"the stored message cannot be read: {error}"[:300]
        return [_about(record, detail, message)]
    parts = [
        name
        for name, differs in (
            ("key", record.key != expected.key),
            ("headers", list(record.headers) != expected.headers),
            ("body", record.value != expected.value),
        )
        if differs
    ]
    if not parts:
        return []
    return [_about(record, f"{' and '.join(parts)} not as the stored message says", message)]


def check_log(
    topic: str, thread: str, last_seq: int, copies: Iterable[Copy]
) -> Iterator[Finding | Stretch]:
    """What is out of order among a thread's copies, and which seqs up to the last have none.

    Of the copies of one seq the first counts. It is late when a higher seq was first; and
    between partitions there is no order at all.
    """
    expected = last_seq
    earliest: Copy | None = None
    seq = None
    for copy in copies:
        if copy.seq < expected:
            yield Stretch(copy.seq + 1, expected)
        expected = min(expected, copy.seq - 1)
        detail = None
        if earliest and copy.partition != earliest.partition:
            detail = f"other events of its thread are in partition {earliest.partition}"
        elif earliest and copy.seq != seq and copy.offset > earliest.offset:
            detail = "its first copy comes after that of a later message"
        elif earliest is None or copy.offset < earliest.offset:
            earliest = copy
        if detail:
            yield Finding(
                kind=Kind.EVENT_OUT_OF_ORDER,
                detail=detail,
                thread_id=thread,
                seq=copy.seq,
                topic=topic,
                partition=copy.partition,
                offset=copy.offset,
            )
        seq = copy.seq
    if expected >= 1:
        yield Stretch(1, expected)


def _about(record: Record, detail: str, message: Document) -> Finding:
    thread, seq = message.get("threadId"), message.get("seq")
    return _finding(
        record,
        Kind.EVENT_DIFFERS,
        detail,
        thread=thread if isinstance(thread, str) else None,
        seq=seq if isinstance(seq, int) else None,
        message_id=message["_id"],
    )


def _finding(
    record: Record,
    kind: Kind,
    detail: str,
    *,
    thread: str | None = None,
    seq: int | None = None,
    message_id: str | None = None,
) -> Finding:
    return Finding(
        kind=kind,
        detail=detail,
        thread_id=thread,
        seq=seq,
        message_id=message_id,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
    )
