"""Whether a consumer goes on where its store ends: what Kafka says, and what follows. Pure.

Kafka remembers a group's committed offset, a store remembers how far it was brought. After a
restore the two differ, and the store is right.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogFacts:
    """What Kafka says about one partition and one consumer group.

    `committed` is the group's committed offset, None when it has none; `start` the first offset
    that the log still holds, `end` the one after its last record.
    """

    committed: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Follows:
    """The next records go on where the store ends."""


@dataclass(frozen=True, slots=True)
class Rewind:
    """The log still has what the store lacks: it is to be read from `offset` on."""

    offset: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing may be consumed until somebody has put right what `detail` says.

    `reason` is stable, for programs.
    """

    reason: str
    detail: str


Continuity = Follows | Rewind | Stop
