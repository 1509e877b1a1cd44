"""Whether a partition's records follow on from what is stored. Pure.

The position says which offset of the command log comes next. Records that begin later leave a
gap: the store was restored from a backup, or lost, or the log has dropped commands that nobody
had read. A gap is never jumped. Source: docs/backup.md says what an operator does then.
"""

from enum import StrEnum

from booking_chat.service.messaging.continuity import Continuity, Follows, LogFacts, Rewind, Stop
from chat_core.domain.position import Position


class StopReason(StrEnum):
    """Why a partition of the command log stands still."""

    STORE_BEHIND = "store-behind"
    """Commands after the position were decided and published: the store has lost that."""
    COMMANDS_MISSING = "commands-missing"
    """Commands after the position have left the log before they were read."""
    LOG_BEHIND = "log-behind"
    """The log ends before the position: Kafka was put back to an earlier state."""
    POSITION_UNREADABLE = "position-unreadable"


def leaves_a_gap(position: Position | None, first: int) -> bool:
    """Whether Kafka has to be asked before records from offset `first` on may be decided."""
    return position is None or first > position.next


def continuity(position: Position | None, first: int, facts: LogFacts) -> Continuity:
    """What to do with the records of a partition that begin at offset `first`."""
    if position is None:
        return _without_position(first, facts)
    if position.next > facts.end:
        return Stop(
            StopReason.LOG_BEHIND,
            f"the store ends at {position.next}, the log at {facts.end}: Kafka was put back to an"
            " earlier state, and new commands would pass for old ones. Start it empty instead:"
            " docs/backup.md",
        )
    if first <= position.next:
        return Follows()
    return _after_a_gap(position, facts)


def _without_position(first: int, facts: LogFacts) -> Continuity:
    committed = facts.committed or 0
    # A commit that is past these records belongs to an earlier log of the same name.
    if 0 < committed <= first:
        return Stop(
            StopReason.STORE_BEHIND,
            f"no position is stored, but the commands before {committed} were decided and"
            " published: run `booking-chat recover`",
        )
    return Follows() if first <= facts.start else Rewind(facts.start)


def _after_a_gap(position: Position, facts: LogFacts) -> Continuity:
    committed = facts.committed or 0
    if committed > position.next:
        return Stop(
            StopReason.STORE_BEHIND,
            f"the store ends at {position.next}, but the commands before {committed} were decided"
            " and published: run `booking-chat recover`",
        )
    if facts.start > position.next:
        return Stop(
            StopReason.COMMANDS_MISSING,
            f"the commands from {position.next} to {facts.start - 1} have left the log before they"
            " were read: run `booking-chat recover`, which says what is missing",
        )
    return Rewind(position.next)
