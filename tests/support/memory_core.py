"""chat-core's surroundings in memory: a command log, a store and an event log that can crash."""

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, Undecodable, encode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import EVENTS, Topic
from booking_chat.contracts.values import Switches
from chat_core.consumers.command_loop import CommandLoop
from chat_core.consumers.isolation import Isolation
from chat_core.domain.batch import Changes, Parked, State, decide_parked
from chat_core.domain.event_records import records_of
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Outcome
from chat_core.storage.command_store import StalePositionError
from support.chat import a_booking, at
from support.logged_records import PARTITION, LoggedRecord

ON = Switches(portal_enabled=True, support_messaging=True)


class CrashError(Exception):
    """The process is gone, right here."""


@dataclass
class WaitingCommand:
    """A parked command; a decided one waits for its events only."""

    incoming: Incoming
    decided: bool


@dataclass
class MemoryStore:
    """All or nothing, like the transaction; `crash` says where the next one ends.

    Whatever touches a booking among the `sick` cannot be read.
    """

    state: State = field(
        default_factory=lambda: State(
            bookings={"booking-1": a_booking("booking-1"), "booking-2": a_booking("booking-2")},
            switches=dict.fromkeys(("lisbon", "porto"), ON),
        )
    )
    crash: str | None = None
    sick: set[str] = field(default_factory=set)
    parked: dict[str, list[WaitingCommand]] = field(default_factory=dict)
    through: dict[str, int] = field(default_factory=dict)

    def move(self, booking_id: str, location_id: str) -> None:
        """A booking moves to another location and takes its thread along."""
        booking = self.state.bookings[booking_id]
        self.state.bookings[booking_id] = booking.model_copy(update={"location_id": location_id})
        thread = self.state.threads.get(thread_id(booking_id))
        if thread is not None:
            self.state.threads[thread.thread_id] = thread._replace(location_id=location_id)

    async def load(self, log: str, partitions: Collection[int], batch: Sequence[Incoming]) -> State:
        if self.crash == "before load":
            raise CrashError
        state = await self.load_bookings([i for i in batch if i.booking_id not in self.parked])
        state.positions = dict(self.state.positions)
        state.parked = {booking: Parked(self.through[booking]) for booking in self.parked}
        return state

    async def load_bookings(self, batch: Sequence[Incoming]) -> State:
        for incoming in batch:
            if incoming.booking_id in self.sick:
                raise KeyError("lastSeq")
        return replace(copy.deepcopy(self.state), positions={})

    async def rehearse(self, changes: Changes) -> None:
        """Whatever was decided can be stored."""

    async def among(self, consumer: str, keys: set[str]) -> dict[str, object]:
        return {key: self.parked[key] for key in keys if key in self.parked}

    async def count(self, consumer: str) -> int:
        return len(self.parked)

    async def save(self, log: str, changes: Changes) -> None:
        if self.crash == "before save":
            raise CrashError
        for partition, (loaded, _) in changes.positions.items():
            if self.state.positions.get(partition) != loaded:
                raise StalePositionError(f"a position of {log} has moved on")
        for partition, (_, moved) in changes.positions.items():
            self.state.positions[partition] = moved
        self._write(changes)
        for command in changes.parked:
            waiting = self.parked.setdefault(command.booking_id, [])
            assert command.incoming.offset not in {one.incoming.offset for one in waiting}
            waiting.append(WaitingCommand(command.incoming, command.decided))
            self.through[command.booking_id] = command.incoming.offset
        if self.crash == "after save":
            raise CrashError

    async def save_released(
        self, booking: str, changes: Changes, outcomes: Sequence[Outcome]
    ) -> None:
        """Counts and stores what parked commands came to, and notes that they are decided."""
        if self.crash == "before save":
            raise CrashError
        for command, outcome in zip(self.parked[booking], outcomes, strict=True):
            if not command.decided:
                position = self.state.positions[PARTITION]
                counted = position.after(position.next - 1, outcome)
                self.state.positions[PARTITION] = replace(counted, parked=position.parked - 1)
                command.decided = True
        self._write(changes)
        if self.crash == "after save":
            raise CrashError

    def _write(self, changes: Changes) -> None:
        self.state.threads.update(changes.threads)
        for posted in changes.messages:
            event = posted.event
            assert event.message_id not in self.state.posted
            self.state.posted[event.message_id] = posted
            self.state.customer_counts[event.thread_id, event.seq] = posted.customer_count
        for rejection in changes.rejections:
            self.state.add_rejection(rejection)


@dataclass
class MemoryEvents:
    """The event log; `crash_after` lets so many records through and then crashes."""

    records: list[OutgoingRecord] = field(default_factory=list)
    crash_after: int | None = None

    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[tuple[OutgoingRecord, int | None]],
        timeout: float,
    ) -> None:
        let_through = len(records) if self.crash_after is None else self.crash_after
        self.records.extend(record for record, _ in records[:let_through])
        if let_through < len(records):
            raise CrashError


@dataclass
class Letters:
    offsets: list[int] = field(default_factory=list)

    async def send(self, record: Record, why: Undecodable) -> None:
        self.offsets.append(record.offset)


class OneLog:
    async def of(self, records: Sequence[Record]) -> str:
        return "cluster/topic"


class MemoryCore:
    """The real loop on memory. `process` gives it the next records of the log, as its consumer
    would: from the committed offset, and committed when it returns."""

    def __init__(self) -> None:
        self.log: list[LoggedRecord] = []
        self.committed = 0
        self.store = MemoryStore()
        self.events = MemoryEvents()
        self.letters = Letters()

    def append(self, command: Envelope[ChatCommand] | None) -> None:
        """Puts a command at the end of the log; None puts poison there."""
        record = encode(command) if command else OutgoingRecord(b"booking-1", b"?", [])
        self.log.append(LoggedRecord(len(self.log), record.key, record.value, record.headers))

    async def process(self, size: int) -> None:
        batch = self.log[self.committed : self.committed + size]
        if not batch:
            return
        await self._loop().handle(batch)
        self.committed += len(batch)

    async def release(self, booking: str) -> None:
        """What the background part does with a parked booking, once."""
        waiting = self.store.parked.get(booking, [])
        state = await self.store.load_bookings([command.incoming for command in waiting])
        changes, outcomes = decide_parked(
            [(command.incoming, command.decided) for command in waiting], state, _now()
        )
        if waiting:
            await self.store.save_released(booking, changes, outcomes)
            await self.events.publish_all(EVENTS, records_of(changes), timeout=1)
            del self.store.parked[booking]

    def rewind(self, offset: int) -> None:
        """Forgets commits, as after a crash of the consumer group."""
        self.committed = min(offset, self.committed)

    def _loop(self) -> CommandLoop:
        async def nothing_newer() -> None:
            return

        return CommandLoop(
            self.store,
            self.events,
            self.letters,
            log_identity=OneLog(),
            catch_up=nothing_newer,
            clock=_now,
            isolation=Isolation(self.store, self.store, limit=100, clock=_now),
        )


def _now() -> datetime:
    return at(10_000)
