"""A dead letter: the record as it was, where it came from and why it was set aside. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from booking_chat.contracts.base import Contract
from booking_chat.contracts.dead_letters import DeadLetterHeader
from booking_chat.contracts.envelope import OutgoingRecord, Record

_ADDED = frozenset(DeadLetterHeader)


class Origin(NamedTuple):
    """The place of the original record, and the consumer that set it aside."""

    topic: str
    partition: int
    offset: int
    consumer: str

    @property
    def letter_id(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


class Summary(Contract):
    """A letter in a list.

    `size` is the body's, in bytes; `content` tells letters apart whose places are the same
    because the topic was made anew in between.
    """

    letter_id: str
    consumer: str
    reason: str
    detail: str
    set_aside_at: datetime
    size: int
    content: str


@dataclass(frozen=True, slots=True)
class Letter:
    summary: Summary
    topic: str
    original: OutgoingRecord


def origin_of(record: Record) -> Origin | None:
    """Where a letter comes from; None for a record that is no letter of ours."""
    headers = dict(record.headers)

    def text(header: DeadLetterHeader) -> str:
        return (headers[header] or b"").decode()

    try:
        return Origin(
            topic=text(DeadLetterHeader.TOPIC),
            partition=int(text(DeadLetterHeader.PARTITION)),
            offset=int(text(DeadLetterHeader.OFFSET)),
            consumer=text(DeadLetterHeader.CONSUMER),
        )
    except (KeyError, ValueError):
        return None


def read_letter(record: Record) -> Letter | None:
    origin = origin_of(record)
    if origin is None:
        return None
    headers = dict(record.headers)

    def text(header: DeadLetterHeader) -> str:
        return (headers.get(header) or b"").decode(errors="replace")

    original = OutgoingRecord(
        key=None if headers.get(DeadLetterHeader.NULL_KEY) == b"true" else record.key,
        value=record.value,
        headers=[
            (name, value)
            for name, value in record.headers
            if value is not None and name not in _ADDED
        ],
    )
    summary = Summary(
        letter_id=origin.letter_id,
        consumer=origin.consumer,
        reason=text(DeadLetterHeader.REASON),
        detail=text(DeadLetterHeader.DETAIL),
        set_aside_at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
        size=len(record.value or b""),
        content=_content(original),
    )
    return Letter(summary, origin.topic, original)


def _content(record: OutgoingRecord) -> str:
    parts = (record.key or b"", record.value or b"")
    return hashlib.sha256(b"".join(len(part).to_bytes(8) + part for part in parts)).hexdigest()


def printable(data: bytes | None) -> str:
    """Bytes for a terminal: readable text stays, everything else is escaped."""
    if data is None:
        return "(null)"
    text = data.decode(errors="backslashreplace")
    return "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text
    )
