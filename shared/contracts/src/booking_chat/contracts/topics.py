"""Every topic, with its partitions and how long its records are kept.

Partition counts are fixed when a topic is made: a key's partition is what gives the
commands of one booking their order, and another count would move keys.
"""

from dataclasses import dataclass
from datetime import timedelta

MAX_RECORD_BYTES = 1024 * 1024
LETTER_BYTES = 64 * 1024
"""What a dead letter may be larger than the record that it holds: its place and reason."""


@dataclass(frozen=True, slots=True)
class Topic:
    """`retention` None keeps records for ever; a compacted topic keeps each key's latest."""

    name: str
    partitions: int
    retention: timedelta | None
    compacted: bool = False
    max_record_bytes: int = MAX_RECORD_BYTES

    def config(self, min_insync_replicas: int) -> dict[str, str]:
        """The broker's settings for this topic."""
        retention_ms = -1 if self.retention is None else self.retention // timedelta(milliseconds=1)
        return {
            "cleanup.policy": "compact" if self.compacted else "delete",
            "retention.ms": str(retention_ms),
            "retention.bytes": "-1",
            "min.insync.replicas": str(min_insync_replicas),
            "max.message.bytes": str(self.max_record_bytes),
        }


COMMANDS = Topic("chat.commands.v1", partitions=12, retention=timedelta(days=7))
EVENTS = Topic("chat.events.v1", partitions=12, retention=None)
ALERTS = Topic("chat.alerts.v1", partitions=12, retention=timedelta(days=7))
DEAD_LETTERS = Topic(
    "chat.dead-letters.v1",
    partitions=3,
    retention=timedelta(days=30),
    max_record_bytes=MAX_RECORD_BYTES + LETTER_BYTES,
)
LOCATIONS = Topic("locations.v1", partitions=3, retention=None, compacted=True)
BOOKINGS = Topic("bookings.v1", partitions=12, retention=None, compacted=True)

ALL_TOPICS = (COMMANDS, EVENTS, ALERTS, DEAD_LETTERS, LOCATIONS, BOOKINGS)
