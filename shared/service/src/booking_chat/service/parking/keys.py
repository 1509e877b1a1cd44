"""What waits for repair: keys that cannot be handled, and their records. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from booking_chat.contracts.envelope import Record
from booking_chat.service.messaging.failures import TransientError
from booking_chat.service.parking.cause import Cause
from booking_chat.service.storage.mongo import Document

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)


class ParkedElsewhereError(TransientError):
    """Another process has released or parked the same key in the same moment."""


@dataclass(frozen=True, slots=True)
class ParkedKey:
    """`partition` and `offset` are where it began; `records` wait, up to `last_offset`."""

    id: str
    consumer: str
    key: str
    since: datetime
    error: str
    log: str
    topic: str
    partition: int
    offset: int
    last_offset: int
    records: int
    attempts: int
    next_attempt_at: datetime

    def through(self, log: str) -> int:
        """The last offset of `log` that waits, -1 if none of that log does."""
        return self.last_offset if self.log == log else -1


@dataclass(frozen=True, slots=True)
class ParkedRecord:
    """A record as it was consumed; a decided one was stored, and only its events are due."""

    id: str
    log: str
    decided: bool
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]
    timestamp: int
    timestamp_type: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record to park. `cause` is None for one that queues behind others of its key."""

    key: str
    record: Record
    cause: Cause | None
    decided: bool = False


def key_text(key: bytes | None) -> str:
    """A record's key for people: its text, or its bytes in hex if it is none."""
    try:
        return (key or b"").decode()
    except UnicodeDecodeError:
        return f"0x{(key or b'').hex()}"


def pause_after(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … 5 minutes."""
    doublings: int = 1 << min(max(attempts - 1, 0), 10)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def parked_key_id(consumer: str, key: str) -> str:
    return f"{consumer}/{key}"


def key_of(document: Document) -> ParkedKey:
    return ParkedKey(
        id=document["_id"],
        consumer=document["consumer"],
        key=document["key"],
        since=document["since"],
        error=document["error"],
        log=document["log"],
        topic=document["topic"],
        partition=document["partition"],
        offset=document["offset"],
        last_offset=document["lastOffset"],
        records=document["records"],
        attempts=document["attempts"],
        next_attempt_at=document["nextAttemptAt"],
    )


def record_document(consumer: str, log: str, place: int, one: Waiting) -> Document:
    record = one.record
    return {
        "_id": f"{consumer}/{log}/{record.partition}/{record.offset}",
        "parked": parked_key_id(consumer, one.key),
        "place": place,
        "log": log,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "key": record.key,
        "value": record.value,
        "headers": [[name, value] for name, value in record.headers],
        "timestamp": record.timestamp,
        "timestampType": record.timestamp_type,
        "decided": one.decided,
    }


def record_of(document: Document) -> ParkedRecord:
    return ParkedRecord(
        id=document["_id"],
        log=document["log"],
        decided=document["decided"],
        topic=document["topic"],
        partition=document["partition"],
        offset=document["offset"],
        key=document["key"],
        value=document["value"],
        headers=tuple((name, value) for name, value in document["headers"]),
        timestamp=document["timestamp"],
        timestamp_type=document["timestampType"],
    )
