"""Records as a consumer has them, without a log."""

from collections.abc import Sequence
from dataclasses import dataclass

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import COMMANDS, Topic

PARTITION = 0


@dataclass(frozen=True, slots=True)
class LoggedRecord:
    """One record of a log in memory."""

    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]
    topic: str = COMMANDS.name
    partition: int = PARTITION
    timestamp: int = 0
    timestamp_type: int = 0


def logged(record: OutgoingRecord, topic: Topic) -> LoggedRecord:
    """As a consumer of the topic gets it."""
    return LoggedRecord(0, record.key, record.value, record.headers, topic=topic.name)
