"""A conversation in the pure core: commands go in one by one, events come out."""

from dataclasses import dataclass, field

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.events import ChatEvent, CommandRejected
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import RejectionReason, Switches
from chat_core.domain.batch import State, decide_batch
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Outcome
from chat_core.domain.thread import Thread
from support.chat import a_booking, at

ON = Switches(portal_enabled=True, support_messaging=True)
THREAD = thread_id("booking-1")


@dataclass
class Conversation:
    """The core with a booking at a location where messaging is on; commands go in one by one."""

    state: State = field(
        default_factory=lambda: State(bookings={"booking-1": a_booking()}, switches={"lisbon": ON})
    )
    offset: int = 0
    outcome: Outcome | None = None

    def when(self, command: Envelope[ChatCommand]) -> list[ChatEvent]:
        """Takes a command and gives its events; `outcome` says what it came to."""
        before = self.state.positions.get(0)
        changes = decide_batch([Incoming.of(0, self.offset, command)], self.state, at(3600))
        self.offset += 1
        after = self.state.positions[0]
        self.outcome = next(
            outcome
            for outcome, count in (
                (Outcome.STORED, after.stored - (before.stored if before else 0)),
                (Outcome.REPEATED, after.repeated - (before.repeated if before else 0)),
                (Outcome.REJECTED, after.rejected - (before.rejected if before else 0)),
            )
            if count
        )
        return [event for _, event in changes.events]

    def given(self, *commands: Envelope[ChatCommand]) -> "Conversation":
        for command in commands:
            self.when(command)
        return self

    @property
    def thread(self) -> Thread:
        return self.state.threads[THREAD]


def reason_of(events: list[ChatEvent]) -> RejectionReason:
    (rejected,) = events
    assert isinstance(rejected, CommandRejected)
    return rejected.reason
