"""How far a partition of the command log has been worked off, and what became of it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never


class Outcome(StrEnum):
    """What a command that was seen comes to; each one is exactly one of these."""

    STORED = "stored"
    REPEATED = "repeated"
    REJECTED = "rejected"
    DEAD_LETTERED = "deadLettered"
    PARKED = "parked"
    """Set aside with its booking until that can be handled: decided later, in order."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far one partition of one log has been worked off, and what became of it.

    `first` is the offset where counting began, `next` the first offset that is not decided.
    `parked` commands wait with their booking. `recovered` ones were decided before a restore, and
    their effects came from the events. `missing` ones had left the log before they were read.
    """

    first: int
    next: int
    stored: int = 0
    repeated: int = 0
    rejected: int = 0
    dead_lettered: int = 0
    parked: int = 0
    recovered: int = 0
    missing: int = 0

    @property
    def seen(self) -> int:
        return (
            self.stored
            + self.repeated
            + self.rejected
            + self.dead_lettered
            + self.parked
            + self.recovered
            + self.missing
        )

    def after(self, offset: int, outcome: Outcome) -> "Position":
        moved = replace(self, next=offset + 1)
        match outcome:
            case Outcome.STORED:
                return replace(moved, stored=self.stored + 1)
            case Outcome.REPEATED:
                return replace(moved, repeated=self.repeated + 1)
            case Outcome.REJECTED:
                return replace(moved, rejected=self.rejected + 1)
            case Outcome.DEAD_LETTERED:
                return replace(moved, dead_lettered=self.dead_lettered + 1)
            case Outcome.PARKED:
                return replace(moved, parked=self.parked + 1)
            case _:
                assert_never(outcome)
