"""What becomes of parked commands, in the counts of their positions."""

from collections import Counter
from collections.abc import Mapping, Sequence

from booking_chat.service.parking.keys import ParkedRecord
from booking_chat.service.storage.mongo import Collection, Session
from chat_core.domain.position import Outcome

_FIELDS = {
    Outcome.STORED: "stored",
    Outcome.REPEATED: "repeated",
    Outcome.REJECTED: "rejected",
    Outcome.DEAD_LETTERED: "deadLettered",
}

Counts = Mapping[str, Counter[Outcome]]
"""How many commands came to what, by the id of their position."""


class NotCountedAsParkedError(Exception):
    """A position counts fewer parked commands than wait: somebody has changed it by hand."""


def counts_of(records: Sequence[ParkedRecord], outcomes: Sequence[Outcome]) -> Counts:
    """The outcomes of commands by position; decided ones were counted when they were decided."""
    counts: dict[str, Counter[Outcome]] = {}
    for record, outcome in zip(records, outcomes, strict=True):
        if not record.decided:
            position = f"{record.log}/{record.partition}"
            counts.setdefault(position, Counter())[outcome] += 1
    return counts


async def count_in(positions: Collection, counts: Counts, session: Session) -> None:
    """Moves commands from parked to their outcomes, as part of a transaction."""
    for position, outcomes in counts.items():
        number = outcomes.total()
        added = {_FIELDS[outcome]: count for outcome, count in outcomes.items()}
        result = await positions.update_one(
            {"_id": position, "parked": {"$gte": number}},
            {"$inc": {"parked": -number, **added}},
            session=session,
        )
        if result.matched_count == 0:
            raise NotCountedAsParkedError(f"{position} does not count {number} parked commands")
