"""A batch of commands, decided in order: pure, from what was loaded to what is to be stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from booking_chat.contracts.commands import ChatCommand
from booking_chat.contracts.envelope import Envelope, Undecodable
from booking_chat.contracts.events import (
    ChatEvent,
    CommandRejected,
    MessagePosted,
    ThreadEvent,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import RejectionReason, Switches
from booking_chat.service.parking.cause import Cause
from chat_core.domain.context import Context, Posted
from chat_core.domain.decision import decide
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Outcome, Position
from chat_core.domain.reemission import events_again
from chat_core.domain.thread import Thread, evolve

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


def decide_batch(batch: Sequence[Incoming], state: State, now: datetime) -> Changes:
    """Decides a batch's commands in order.

    A record before its partition's position was decided by an earlier attempt: its events
    are published again, and it is not counted again. `state` moves along.
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
        events = events_again(thread, context, command)
        changes.events.extend((incoming.partition, event) for event in events)
        return Outcome.REPEATED
    decision = decide(thread, context, command, now)
    if decision.outcome is not Outcome.REPEATED:
        for event in decision.events:
            _apply(event, of, command, state, changes)
    changes.events.extend((incoming.partition, event) for event in decision.events)
    return decision.outcome


def _context(state: State, of: str, incoming: Incoming, command: Envelope[ChatCommand]) -> Context:
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
    event: ChatEvent, of: str, command: Envelope[ChatCommand], state: State, changes: Changes
) -> None:
    """Moves the state along and notes what is to be stored."""
    match event:
        case CommandRejected():
            state.add_rejection(event)
            changes.rejections.append(event)
        case MessagePosted():
            thread = _moved(event, of, state, changes)
            posted = Posted(event, command.id, command.data.sender.sender_id, thread.customer_count)
            state.posted[event.message_id] = posted
            state.customer_counts[of, event.seq] = thread.customer_count
            changes.messages.append(posted)
        case ThreadOpened():
            _moved(event, of, state, changes)
            changes.opened.append(event)
        case ThreadRead() | ThreadMarkedUnread():
            _moved(event, of, state, changes)
        case _:
            assert_never(event)


def _moved(event: ThreadEvent, of: str, state: State, changes: Changes) -> Thread:
    thread = evolve(state.threads.get(of), event)
    state.threads[of] = changes.threads[of] = thread
    return thread
