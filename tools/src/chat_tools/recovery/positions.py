"""Where the command log goes on after the store was brought up to date. Pure.

Commands before the committed offset were decided and their events published: those events are in
the store by now, so the commands are counted as recovered and not decided again. What comes after
is decided as always, and what had been decided there already is found by its id.
"""

from dataclasses import dataclass, replace

from booking_chat.service.messaging.continuity import LogFacts
from chat_core.domain.position import Position


@dataclass(frozen=True, slots=True)
class MovedPosition:
    """A partition's position before, None where there was none, and after.

    `missing` counts commands that have left the log before they were read: they are lost. They
    are only passed over where that was agreed to.
    """

    before: Position | None
    after: Position
    missing: int = 0


def moved_position(
    before: Position | None, facts: LogFacts, dead_letters: int, *, pass_over_missing: bool
) -> MovedPosition:
    """`dead_letters` counts those of this partition between the position and the committed offset.

    Without a position counting begins at the log's start.
    """
    committed = facts.committed or 0
    begin = before or _first_position(facts.start, committed)
    recovered = max(committed - begin.next, 0)
    letters = min(dead_letters, recovered)
    after = replace(
        begin,
        next=begin.next + recovered,
        recovered=begin.recovered + recovered - letters,
        dead_lettered=begin.dead_lettered + letters,
    )
    missing = max(facts.start - after.next, 0)
    if missing and pass_over_missing:
        after = replace(after, next=facts.start, missing=after.missing + missing)
    return MovedPosition(before, after, missing)


def _first_position(start: int, committed: int) -> Position:
    first = min(start, committed) if committed else start
    return Position(first=first, next=first)
