"""What senders were told, and when the world heard of it."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from time import monotonic

_NEVER = float("inf")


@dataclass(slots=True)
class Sent:
    """A message that somebody has tried to send; `number` counts its writer's messages.

    Times are in seconds of the monotonic clock: of the first try, of the answer that it is
    accepted, and of its first event.
    """

    message_id: str
    thread_id: str
    writer: str
    number: int
    tried_at: float
    accepted_at: float | None = None
    heard_at: float | None = None


class Ledger:
    def __init__(self) -> None:
        self.by_id: dict[str, Sent] = {}
        self.by_writer: defaultdict[str, list[Sent]] = defaultdict(list)

    def tried(self, message_id: str, thread_id: str, writer: str) -> None:
        number = len(self.by_writer[writer]) + 1
        sent = Sent(message_id, thread_id, writer, number, monotonic())
        self.by_id[message_id] = sent
        self.by_writer[writer].append(sent)

    def accepted(self, message_id: str) -> None:
        self.by_id[message_id].accepted_at = monotonic()

    def heard(self, message_id: str) -> None:
        """Takes any event: those of other people's messages are passed over."""
        sent = self.by_id.get(message_id)
        if sent is not None and sent.heard_at is None:
            sent.heard_at = monotonic()

    @property
    def unheard(self) -> int:
        """How many accepted messages have no event yet."""
        return sum(s.accepted_at is not None and s.heard_at is None for s in self.by_id.values())

    def recovery_after(self, moment: float) -> float:
        """Seconds until all writers were heard with something accepted after `moment`.

        Infinite while one of them has not been, or nobody has written yet.
        """
        heard = (_first_heard(sent, moment) for sent in self.by_writer.values())
        return max(heard, default=_NEVER) - moment


def _first_heard(sent: list[Sent], moment: float) -> float:
    """When the first message that was accepted after `moment` was heard."""
    place = bisect_left(sent, moment, key=lambda one: one.accepted_at or _NEVER)
    return (sent[place].heard_at or _NEVER) if place < len(sent) else _NEVER
