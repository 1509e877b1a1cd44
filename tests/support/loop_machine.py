"""Commands in any batches, with crashes and damage: what the loop must do, as a state machine."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, decode
from booking_chat.contracts.events import EVENTS, MessagePosted
from booking_chat.contracts.values import CUSTOMER
from chat_core.domain.event_records import to_record
from support.chat import OPERATOR, at, mark_read, mark_unread, open_thread, post
from support.logged_records import LoggedRecord
from support.memory_core import CrashError, MemoryCore

LOCATIONS = st.sampled_from(["lisbon", "porto"])
BOOKINGS = st.sampled_from(["booking-1", "booking-2", "booking-unknown"])
SIDES = st.sampled_from([CUSTOMER, OPERATOR])
CRASHES = st.sampled_from(["before load", "before save", "after save"])


class LoopMachine(RuleBasedStateMachine):
    """Commands are appended and taken in batches that may crash at any step of the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.core = MemoryCore()
        self.seconds = 0
        self.sent: list[Envelope[ChatCommand]] = []

    def _append(self, command: Envelope[ChatCommand]) -> None:
        self.core.append(command)
        self.sent.append(command)

    def _now(self) -> int:
        self.seconds += 1
        return self.seconds

    @rule(booking=BOOKINGS, by=SIDES, text=st.sampled_from(["yes", "no"]))
    def write(self, booking: str, by: object, text: str) -> None:
        sender = CUSTOMER if by is CUSTOMER else OPERATOR
        self._append(post(text, by=sender, booking_id=booking, time=at(self._now())))

    @rule(choice=st.randoms(use_true_random=False))
    def send_again(self, choice: object) -> None:
        if self.sent:
            self.core.append(choice.choice(self.sent))  # type: ignore[attr-defined] # Hypothesis is untyped here

    @rule(booking=BOOKINGS, by=SIDES, seq=st.integers(1, 6))
    def read(self, booking: str, by: object, seq: int) -> None:
        sender = CUSTOMER if by is CUSTOMER else OPERATOR
        self._append(mark_read(seq, by=sender, booking_id=booking, time=at(self._now())))

    @rule(booking=BOOKINGS)
    def unread(self, booking: str) -> None:
        self._append(mark_unread(booking_id=booking, time=at(self._now())))

    @rule(booking=BOOKINGS)
    def open(self, booking: str) -> None:
        self._append(open_thread(booking, time=at(self._now())))

    @rule()
    def poison(self) -> None:
        self.core.append(None)

    @rule(size=st.integers(1, 8))
    def process(self, size: int) -> None:
        asyncio.run(self.core.process(size))

    @rule(size=st.integers(1, 8), crash=CRASHES)
    def crash_around_the_store(self, size: int, crash: str) -> None:
        self.core.store.crash = crash
        with suppress(CrashError):
            asyncio.run(self.core.process(size))
        self.core.store.crash = None

    @rule(size=st.integers(1, 8), published=st.integers(0, 4))
    def crash_between_publishes(self, size: int, published: int) -> None:
        self.core.events.crash_after = published
        with suppress(CrashError):
            asyncio.run(self.core.process(size))
        self.core.events.crash_after = None

    @rule(booking=BOOKINGS)
    def damage(self, booking: str) -> None:
        """Whatever is stored of a booking cannot be read from now on."""
        self.core.store.sick.add(booking)

    @rule(booking=BOOKINGS)
    def mend(self, booking: str) -> None:
        self.core.store.sick.discard(booking)

    @rule(booking=BOOKINGS)
    def try_parked_again(self, booking: str) -> None:
        with suppress(KeyError):
            asyncio.run(self.core.release(booking))

    @rule(booking=BOOKINGS, crash=st.sampled_from(["before save", "after save"]))
    def crash_while_releasing(self, booking: str, crash: str) -> None:
        self.core.store.crash = crash
        with suppress(CrashError, KeyError):
            asyncio.run(self.core.release(booking))
        self.core.store.crash = None

    @rule(booking=BOOKINGS, published=st.integers(0, 2))
    def crash_between_publishes_of_released(self, booking: str, published: int) -> None:
        self.core.events.crash_after = published
        with suppress(CrashError, KeyError):
            asyncio.run(self.core.release(booking))
        self.core.events.crash_after = None

    def work_off(self) -> None:
        """Takes all that is left; whatever was damaged is mended, and what was parked released."""
        asyncio.run(self.core.process(len(self.core.log)))
        self.core.store.sick.clear()
        for booking in list(self.core.store.parked):
            asyncio.run(self.core.release(booking))

    @rule(offset=st.integers(0, 30))
    def deliver_again_from(self, offset: int) -> None:
        self.core.rewind(offset)

    @invariant()
    def parked_commands_are_counted(self) -> None:
        store = self.core.store
        waiting = sum(not c.decided for queue in store.parked.values() for c in queue)
        assert waiting == sum(position.parked for position in store.state.positions.values())

    @invariant()
    def every_seen_record_is_accounted_for(self) -> None:
        for position in self.core.store.state.positions.values():
            assert position.next - position.first == position.seen

    @invariant()
    def seqs_have_no_gaps_and_unread_equals_a_recount(self) -> None:
        state = self.core.store.state
        for thread in state.threads.values():
            messages = sorted(
                (p.event for p in state.posted.values() if p.event.thread_id == thread.thread_id),
                key=lambda event: event.seq,
            )
            assert [m.seq for m in messages] == list(range(1, thread.last_seq + 1))
            unread = [m for m in messages if m.seq > thread.operator_read.seq]
            assert thread.operator_unread == sum(m.sender_type == 0 for m in unread)
            unseen = [m for m in messages if m.seq > thread.customer_read.seq]
            assert thread.customer_unread == sum(m.sender_type == 1 for m in unseen)

    def teardown(self) -> None:
        """At the end everything is worked off, and compared with the straight run."""
        self.work_off()
        straight = MemoryCore()
        straight.log = self.core.log
        for _ in straight.log:
            asyncio.run(straight.process(1))

        assert self.core.store.state.threads == straight.store.state.threads
        assert self.core.store.state.posted == straight.store.state.posted
        assert self.core.store.state.positions == straight.store.state.positions
        self._check_events()

    def _check_events(self) -> None:
        """Each stored message has its event, every copy of any event is the same to the byte, and
        first copies come in the order of seqs."""
        copies_by_id: dict[bytes, OutgoingRecord] = {}
        for record in self.core.events.records:
            assert record == copies_by_id.setdefault(dict(record.headers)["ce_id"], record)
        published = messages_of(self.core.events.records)
        stored = {p.event.message_id: p.event for p in self.core.store.state.posted.values()}
        assert set(published) == set(stored)
        for message_id, copies in published.items():
            assert set(copies) == {to_record(stored[message_id]).value}
        first_copies = [stored[message_id] for message_id in published]
        for thread in {event.thread_id for event in first_copies}:
            seqs = [event.seq for event in first_copies if event.thread_id == thread]
            assert seqs == list(range(1, len(seqs) + 1))


class MovingMachine(LoopMachine):
    """Bookings move between locations meanwhile. Where to is not in the command log, so there
    is no straight run to compare with: what was said has to agree with itself."""

    @rule(booking=st.sampled_from(["booking-1", "booking-2"]), location=LOCATIONS)
    def move(self, booking: str, location: str) -> None:
        self.core.store.move(booking, location)

    def teardown(self) -> None:
        self.work_off()
        self._check_events()


def messages_of(records: Sequence[OutgoingRecord]) -> dict[str, list[bytes | None]]:
    """The copies of each MessagePosted by message id, in the order of first copies."""
    copies: dict[str, list[bytes | None]] = {}
    for offset, record in enumerate(records):
        decoded = decode(LoggedRecord(offset, record.key, record.value, record.headers), EVENTS)
        assert isinstance(decoded, Envelope)
        if isinstance(decoded.data, MessagePosted):
            copies.setdefault(decoded.data.message_id, []).append(record.value)
    return copies
