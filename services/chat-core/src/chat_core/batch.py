"""A batch of commands, decided in order: pure, from what was loaded to what is to be stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from booking_chat.contracts.commands import Command, MarkRead, PostMessage
from booking_chat.contracts.envelope import Envelope, Undecodable
from booking_chat.contracts.events import ChatEvent, CommandRejected, MessagePosted, ThreadOpened
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import RejectionReason, Switches
from booking_chat.service.messaging.records import Record
from booking_chat.service.parking.keys import Cause
from chat_core.context import Context, Posted
from chat_core.decision import Outcome, decide
from chat_core.restatement import restate
from chat_core.thread import Thread, evolve

_ALL_OFF = Switches()

DEPENDS_ON_PROJECTIONS = frozenset(
    {
        RejectionReason.UNKNOWN_BOOKING,
        RejectionReason.DRAFT_BOOKING,
        RejectionReason.WRONG_LOCATION,
        RejectionReason.PORTAL_DISABLED,
        RejectionReason.MESSAGING_DISABLED,
    }
)
"""Reasons that may only mean that we have not read the newest booking or settings yet."""


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
        return Position(
            first=self.first,
            next=offset + 1,
            stored=self.stored + (outcome is Outcome.STORED),
            repeated=self.repeated + (outcome is Outcome.REPEATED),
            rejected=self.rejected + (outcome is Outcome.REJECTED),
            dead_lettered=self.dead_lettered + (outcome is Outcome.DEAD_LETTERED),
            parked=self.parked + (outcome is Outcome.PARKED),
            recovered=self.recovered,
            missing=self.missing,
        )


@dataclass(frozen=True, slots=True)
class Incoming:
    """One record of the command log: where it stands and what it says.

    `message_id` is the message that a PostMessage is about, None for anything else. `record` is
    what it was read from, None where nobody will ask for its bytes.
    """

    partition: int
    offset: int
    content: Envelope[Command] | Undecodable
    message_id: str | None = None
    record: Record | None = None

    @property
    def booking_id(self) -> str | None:
        """The booking that it is about, None for what cannot be read."""
        return self.content.data.booking_id if isinstance(self.content, Envelope) else None

    @classmethod
    def of(
        cls,
        partition: int,
        offset: int,
        content: Envelope[Command] | Undecodable,
        record: Record | None = None,
    ) -> Self:
        """Derives the message id once: it is asked for often."""
        about = None
        if isinstance(content, Envelope) and isinstance(content.data, PostMessage):
            thread = thread_id(content.data.booking_id)
            about = message_id(thread, content.data.client_message_id)
        return cls(partition, offset, content, about, record)


@dataclass(frozen=True, slots=True)
class Parked:
    """A booking whose commands wait, those up to the offset `through` already.

    `cause` says why it is to be parked now, None for one that is parked already.
    """

    through: int = -1
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class ParkedCommand:
    """A command that is to wait; a decided one is stored, and only its events are due."""

    incoming: Incoming
    booking_id: str
    cause: Cause | None
    decided: bool
    at: datetime


@dataclass(slots=True)
class State:
    """What the store knows of everything a batch touches; it moves along with the decisions.

    `posted` is keyed by message id, `rejections` by command id and again by message id,
    `customer_counts` by thread id and seq. `unreadable_positions` says by partition why its
    position cannot be read. `parked` are the bookings that wait for repair, by id; nothing else is
    known of them.
    """

    positions: dict[int, Position] = field(default_factory=dict)
    unreadable_positions: dict[int, str] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    bookings: dict[str, BookingChanged] = field(default_factory=dict)
    switches: dict[str, Switches] = field(default_factory=dict)
    posted: dict[str, Posted] = field(default_factory=dict)
    rejections: dict[str, tuple[CommandRejected, ...]] = field(default_factory=dict)
    customer_counts: dict[tuple[str, int], int] = field(default_factory=dict)
    parked: dict[str, Parked] = field(default_factory=dict)

    def add_rejection(self, rejection: CommandRejected) -> None:
        for key in {rejection.command_id, rejection.message_id} - {None}:
            self.rejections[str(key)] = (*self.rejections.get(str(key), ()), rejection)


@dataclass(slots=True)
class Changes:
    """What a batch adds to the store, and the events to publish with their partitions."""

    positions: dict[int, tuple[Position | None, Position]] = field(default_factory=dict)
    """By partition: the position that was loaded (None for the first) and the new one."""
    messages: list[Posted] = field(default_factory=list)
    threads: dict[str, Thread] = field(default_factory=dict)
    opened: list[ThreadOpened] = field(default_factory=list)
    rejections: list[CommandRejected] = field(default_factory=list)
    events: list[tuple[int, ChatEvent]] = field(default_factory=list)
    parked: list[ParkedCommand] = field(default_factory=list)

    @property
    def may_need_newer_projections(self) -> bool:
        return any(rejection.reason in DEPENDS_ON_PROJECTIONS for rejection in self.rejections)


def touched_seq(command: Envelope[Command]) -> tuple[str, int] | None:
    """The thread and seq that a MarkRead is about, None for other commands."""
    if isinstance(command.data, MarkRead):
        return thread_id(command.data.booking_id), command.data.seq
    return None


def decide_batch(batch: Sequence[Incoming], state: State, now: datetime) -> Changes:
    """Decides a batch's commands in order.

    A record before its partition's position was decided by an earlier attempt: its events
    are said again, and it is not counted again. `state` moves along.
    """
    changes = Changes()
    loaded = dict(state.positions)
    for incoming in batch:
        position = state.positions.get(
            incoming.partition, Position(first=incoming.offset, next=incoming.offset)
        )
        is_new = incoming.offset >= position.next
        outcome = _take(incoming, state, changes, now=now, is_new=is_new)
        if is_new:
            moved = position.after(incoming.offset, outcome)
            state.positions[incoming.partition] = moved
            changes.positions[incoming.partition] = (loaded.get(incoming.partition), moved)
    return changes


def decide_parked(
    batch: Sequence[tuple[Incoming, bool]], state: State, now: datetime
) -> tuple[Changes, list[Outcome]]:
    """Decides commands that were parked, in order, each given with whether it is decided already.

    Those that are decided have their events said again. The outcomes are one for each command.
    """
    changes = Changes()
    outcomes = [
        _take(incoming, state, changes, now=now, is_new=not decided) for incoming, decided in batch
    ]
    return changes, outcomes


def _take(
    incoming: Incoming, state: State, changes: Changes, *, now: datetime, is_new: bool
) -> Outcome:
    command = incoming.content
    if isinstance(command, Undecodable):
        return Outcome.DEAD_LETTERED
    parked = state.parked.get(command.data.booking_id)
    if parked is not None:
        if is_new or incoming.offset > parked.through:
            booking_id = command.data.booking_id
            changes.parked.append(
                ParkedCommand(incoming, booking_id, parked.cause, decided=not is_new, at=now)
            )
        return Outcome.PARKED
    of = thread_id(command.data.booking_id)
    thread, context = state.threads.get(of), _context(state, of, incoming, command)
    if not is_new:
        events = restate(thread, context, command)
        changes.events.extend((incoming.partition, event) for event in events)
        return Outcome.REPEATED
    decision = decide(thread, context, command, now)
    if decision.outcome is not Outcome.REPEATED:
        for event in decision.events:
            _apply(event, of, command, state, changes)
    changes.events.extend((incoming.partition, event) for event in decision.events)
    return decision.outcome


def _context(state: State, of: str, incoming: Incoming, command: Envelope[Command]) -> Context:
    booking = state.bookings.get(command.data.booking_id)
    message = incoming.message_id
    return Context(
        message_id=message,
        booking=booking,
        switches=state.switches.get(booking.location_id, _ALL_OFF) if booking else _ALL_OFF,
        posted=state.posted.get(message) if message else None,
        rejections=state.rejections.get(message or command.id, ()),
        customer_count_at=lambda seq: (
            state.customer_counts[of, seq]
            if seq < state.threads[of].last_seq
            else state.threads[of].customer_count
        ),
    )


def _apply(
    event: ChatEvent, of: str, command: Envelope[Command], state: State, changes: Changes
) -> None:
    """Moves the state along and notes what is to be stored."""
    if isinstance(event, CommandRejected):
        state.add_rejection(event)
        changes.rejections.append(event)
        return
    thread = evolve(state.threads.get(of), event)
    state.threads[of] = changes.threads[of] = thread
    if isinstance(event, ThreadOpened):
        changes.opened.append(event)
    if isinstance(event, MessagePosted):
        posted = Posted(event, command.id, command.data.sender.sender_id, thread.customer_count)
        state.posted[event.message_id] = posted
        state.customer_counts[of, event.seq] = thread.customer_count
        changes.messages.append(posted)
