"""What the events say is what the store held: from any backup, and from nothing."""

import asyncio
import copy

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from booking_chat.contracts.envelope import Envelope, decode
from booking_chat.contracts.events import EVENTS, ChatEvent
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.messaging.continuity import LogFacts
from chat_core.domain.batch import State
from chat_core.domain.position import Position
from chat_tools.recovery.folding import Conflict, ConflictKind, Held, Recovered, fold
from chat_tools.recovery.positions import MovedPosition, moved_position
from support.chat import OPERATOR, at, mark_read, mark_unread, post
from support.examples import examples
from support.logged_records import LoggedRecord
from support.loop_machine import BOOKINGS, SIDES, LoopMachine
from support.memory_core import MemoryCore


def events_of(core: MemoryCore) -> list[ChatEvent]:
    events: list[ChatEvent] = []
    for offset, record in enumerate(core.events.records):
        decoded = decode(LoggedRecord(offset, record.key, record.value, record.headers), EVENTS)
        assert isinstance(decoded, Envelope)
        events.append(decoded.data)
    return events


def held_of(state: State) -> Held:
    return Held(
        threads=dict(state.threads),
        messages={(p.event.thread_id, p.event.seq): i for i, p in state.posted.items()},
        rejections={r.command_id for found in state.rejections.values() for r in found},
    )


class RecoveryMachine(LoopMachine):
    """Backups are made now and then; clocks of those who read are sometimes wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.backups = [State()]

    @rule()
    def back_up(self) -> None:
        self.backups.append(copy.deepcopy(self.core.store.state))

    @rule(booking=BOOKINGS, by=SIDES, seq=st.integers(1, 6), skew=st.integers(-5, 5))
    def read_by_another_clock(self, booking: str, by: object, seq: int, skew: int) -> None:
        sender = CUSTOMER if by is CUSTOMER else OPERATOR
        time = at(self._now() + skew)
        self._append(mark_read(seq, by=sender, booking_id=booking, time=time))

    @rule(booking=BOOKINGS, skew=st.integers(-5, 5))
    def unread_by_another_clock(self, booking: str, skew: int) -> None:
        self._append(mark_unread(booking_id=booking, time=at(self._now() + skew)))

    def teardown(self) -> None:
        self.work_off()
        state, events = self.core.store.state, events_of(self.core)
        for backup in self.backups:
            held = held_of(backup)
            recovered = fold(events, held)
            assert recovered.conflicts == []
            assert held.threads == state.threads
            assert held.rejections == held_of(state).rejections
            added = {posted.event.message_id: posted for posted in recovered.messages}
            assert added.keys() == state.posted.keys() - backup.posted.keys()
            for message, posted in added.items():
                original = state.posted[message]
                assert posted.event == original.event
                assert posted.customer_count == original.customer_count
                assert posted.command_id in {original.command_id, None}


RecoveryMachine.TestCase.settings = settings(
    max_examples=examples(150), stateful_step_count=30, deadline=None, derandomize=True
)
TestRecovery = RecoveryMachine.TestCase


def a_talk() -> MemoryCore:
    core = MemoryCore()
    core.append(post("Hello", by=CUSTOMER))
    core.append(post("Good morning", by=OPERATOR))
    core.append(post("Thank you", by=CUSTOMER))
    asyncio.run(core.process(3))
    return core


def test_events_that_are_folded_twice_change_nothing_the_second_time() -> None:
    events, held = events_of(a_talk()), Held()
    fold(events, held)

    again = fold(events, held)

    assert again == Recovered()


def test_a_booking_that_moved_meanwhile_takes_its_recovered_thread_along() -> None:
    held = Held(locations={"booking-1": "porto"})

    recovered = fold(events_of(a_talk()), held)

    thread = recovered.threads[thread_id("booking-1")]
    assert (thread.location_id, thread.opened_in) == ("porto", "lisbon")


def test_a_seq_that_another_message_has_taken_is_reported_and_not_overwritten() -> None:
    core = a_talk()
    held = held_of(core.store.state)
    thread = thread_id("booking-1")
    lost = held.messages[thread, 3]
    held.messages[thread, 3] = "another-message"

    recovered = fold(events_of(core), held)

    assert recovered == Recovered(
        conflicts=[Conflict(ConflictKind.SEQ_TAKEN, thread, seq=3, message_id=lost)]
    )


def test_events_after_a_hole_in_the_log_are_reported_and_not_stored() -> None:
    opened, first, _, third = events_of(a_talk())

    recovered = fold([opened, first, third], Held())

    assert [conflict.kind for conflict in recovered.conflicts] == [ConflictKind.EVENTS_MISSING]
    assert [posted.event for posted in recovered.messages] == [first]


@pytest.mark.parametrize("text", ["Thank you", "Something else"])
def test_an_operators_recovered_message_is_known_again_by_its_words(text: str) -> None:
    core = MemoryCore()
    client_id = "1b4e28ba-2fa1-41d2-883f-000000000001"
    core.append(post("Thank you", by=OPERATOR, client_message_id=client_id))
    asyncio.run(core.process(1))
    held = Held()
    (posted,) = fold(events_of(core), held).messages
    core.store.state.posted = {posted.event.message_id: posted}

    core.append(post(text, by=OPERATOR, client_message_id=client_id))
    asyncio.run(core.process(1))

    reasons = [str(e.reason) for e in events_of(core) if hasattr(e, "reason")]
    assert reasons == ([] if text == "Thank you" else ["id-reused"])


AT_TEN = Position(first=0, next=10, stored=9, dead_lettered=1)


@pytest.mark.parametrize(
    ("before", "facts", "letters", "expected"),
    [
        pytest.param(
            AT_TEN,
            LogFacts(committed=25, start=0, end=100),
            2,
            MovedPosition(AT_TEN, Position(0, 25, stored=9, dead_lettered=3, recovered=13)),
            id="a restored backup",
        ),
        pytest.param(
            None,
            LogFacts(committed=25, start=5, end=100),
            0,
            MovedPosition(None, Position(5, 25, recovered=20)),
            id="a lost store",
        ),
        pytest.param(
            AT_TEN,
            LogFacts(committed=10, start=0, end=100),
            0,
            MovedPosition(AT_TEN, AT_TEN),
            id="nothing to do",
        ),
        pytest.param(
            AT_TEN,
            LogFacts(committed=None, start=0, end=100),
            0,
            MovedPosition(AT_TEN, AT_TEN),
            id="a group that has expired",
        ),
    ],
)
def test_commands_before_the_committed_offset_are_counted_and_not_decided_again(
    before: Position | None, facts: LogFacts, letters: int, expected: MovedPosition
) -> None:
    assert moved_position(before, facts, letters, pass_over_missing=False) == expected
    assert expected.after.seen == expected.after.next - expected.after.first


@pytest.mark.parametrize("pass_over", [False, True])
def test_commands_that_left_the_log_unread_are_passed_over_only_when_that_is_asked_for(
    *, pass_over: bool
) -> None:
    facts = LogFacts(committed=12, start=20, end=100)

    moved = moved_position(AT_TEN, facts, 0, pass_over_missing=pass_over)

    upto_commit = Position(0, 12, stored=9, dead_lettered=1, recovered=2)
    passed = Position(0, 20, stored=9, dead_lettered=1, recovered=2, missing=8)
    assert moved == MovedPosition(AT_TEN, passed if pass_over else upto_commit, missing=8)
