"""One partition of the event log against the stored messages: promise 4. Pure.

Whether a record is a first copy follows from the highest seq that its thread has had so far:
one number a thread, whatever the number of messages.
"""

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from booking_chat.envelope import KafkaRecord
from booking_chat.service.kafka import Record
from booking_chat.service.mongo import Document
from chat_core.audit.findings import Finding, Kind
from chat_core.documents import message_event
from chat_core.emission import to_record

_MESSAGE_POSTED = b"MessagePosted"
_LARGEST_SEQ = 2**32 - 1
Missing = tuple[str, int, int]
"""A thread, and the first and last seq of a stretch that has no event so far."""


def is_message(record: KafkaRecord) -> bool:
    return dict(record.headers).get("ce_type") == _MESSAGE_POSTED


def message_of(record: KafkaRecord) -> str | None:
    """The message that an event is about: its id is the event's. None when there is none."""
    try:
        return (dict(record.headers).get("ce_id") or b"").decode() or None
    except UnicodeDecodeError:
        return None


class PartitionCopies:
    """Takes the events of one partition in order.

    `highest` holds the highest seq of each thread by the hash of the thread's id, which is
    64 bits and less than half the memory of the id.
    """

    def __init__(self) -> None:
        self.highest: dict[int, int] = {}
        self._gaps: dict[str, list[tuple[int, int]]] = {}

    def check(self, record: Record, stored: Mapping[str, Document]) -> list[Finding]:
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
            return [_about(record, Kind.EVENT_DIFFERS, detail, message)]
        found = []
        parts = [
            name
            for name, differs in (
                ("key", record.key != expected.key),
                ("headers", list(record.headers) != expected.headers),
                ("body", record.value != expected.value),
            )
            if differs
        ]
        if parts:
            detail = f"{' and '.join(parts)} not as the stored message says"
            found.append(_about(record, Kind.EVENT_DIFFERS, detail, message))
        if self._comes_late(message["threadId"], message["seq"]):
            detail = "its first copy comes after that of a later message"
            found.append(_about(record, Kind.EVENT_OUT_OF_ORDER, detail, message))
        return found

    def missing(self) -> list[Missing]:
        """Seqs that were passed over and never came."""
        return [(thread, *gap) for thread, gaps in self._gaps.items() for gap in gaps]

    def _comes_late(self, thread: str, seq: int) -> bool:
        """Moves the thread's highest seq; true for a first copy that was passed over before."""
        key = hash(thread)
        highest = self.highest.get(key, 0)
        if seq > highest:
            self.highest[key] = seq
            if seq > highest + 1:
                self._gaps.setdefault(thread, []).append((highest + 1, seq - 1))
            return False
        gaps = self._gaps.get(thread, [])
        for number, (first, last) in enumerate(gaps):
            if first <= seq <= last:
                parts = [(first, seq - 1), (seq + 1, last)]
                gaps[number : number + 1] = [part for part in parts if part[0] <= part[1]]
                return True
        return False


class HighestSeqs:
    """The highest seq of every thread in the event log: 12 bytes a thread.

    One sorted array a partition, because a Python dictionary of all threads would be ten
    times as large.
    """

    def __init__(self) -> None:
        self._partitions: list[tuple[array[int], array[int]]] = []

    def add(self, highest: Mapping[int, int]) -> None:
        keys = array("q", sorted(highest))
        seqs = array("I", (min(highest[key], _LARGEST_SEQ) for key in keys))
        self._partitions.append((keys, seqs))

    def of(self, thread: str) -> int:
        """0 for a thread without any event."""
        key = hash(thread)
        return max((_lookup(keys, seqs, key) for keys, seqs in self._partitions), default=0)


def _lookup(keys: Sequence[int], seqs: Sequence[int], key: int) -> int:
    index = bisect_left(keys, key)
    return seqs[index] if index < len(keys) and keys[index] == key else 0


def _about(record: Record, kind: Kind, detail: str, message: Document) -> Finding:
    thread, seq = message.get("threadId"), message.get("seq")
    return _finding(
        record,
        kind,
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
