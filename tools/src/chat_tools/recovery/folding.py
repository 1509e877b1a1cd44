"""Events become the store again. Pure.

The event log is read from its start, whatever the store holds: nothing, or a backup. Of each
thread the store then holds the effects of a first part of its events, and lacks the rest. What it
holds is passed over, what it lacks is applied in the log's order, so the thread, its messages and
its marks become what they were. No rule is applied anew: what both sides have read stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from booking_chat.contracts.events import (
    ChatEvent,
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.ids import post_command_id
from booking_chat.contracts.values import CUSTOMER, SenderType
from chat_core.domain.context import Posted
from chat_core.domain.thread import Thread, evolve


class ConflictKind(StrEnum):
    """Why an event cannot become part of the store. Stable: scripts may look for them."""

    SEQ_TAKEN = "seq-taken"
    """Another message is stored at its place in the thread."""
    EVENTS_MISSING = "events-missing"
    """Events of the thread before it are not in the log."""


@dataclass(frozen=True, slots=True)
class Conflict:
    kind: ConflictKind
    thread_id: str
    seq: int
    message_id: str

    def __str__(self) -> str:
        return f"{self.kind}: message {self.message_id}, seq {self.seq} of thread {self.thread_id}"


@dataclass(slots=True)
class Held:
    """What the store holds of everything that a batch of events is about.

    `messages` has the ids of stored messages by thread and seq, `rejections` command ids,
    `locations` where the bookings are now, by booking id.
    """

    threads: dict[str, Thread] = field(default_factory=dict)
    messages: dict[tuple[str, int], str] = field(default_factory=dict)
    rejections: set[str] = field(default_factory=set)
    locations: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Recovered:
    """What the store lacks: to be added to it as a whole. `opened` counts new threads."""

    opened: int = 0
    threads: dict[str, Thread] = field(default_factory=dict)
    messages: list[Posted] = field(default_factory=list)
    rejections: list[CommandRejected] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def fold(events: Iterable[ChatEvent], held: Held) -> Recovered:
    """Applies events in the order of their log. `held` moves along."""
    recovered = Recovered()
    for event in events:
        match event:
            case CommandRejected():
                _reject(event, held, recovered)
            case MessagePosted():
                _post(event, held, recovered)
            case ThreadOpened() | ThreadRead() | ThreadMarkedUnread():
                thread = held.threads.get(event.thread_id)
                if _is_news(thread, event):
                    recovered.opened += thread is None
                    _apply(thread, event, held, recovered)
            case _:
                assert_never(event)
    return recovered


def _reject(event: CommandRejected, held: Held, recovered: Recovered) -> None:
    if event.command_id not in held.rejections:
        held.rejections.add(event.command_id)
        recovered.rejections.append(event)


def _post(event: MessagePosted, held: Held, recovered: Recovered) -> None:
    thread = held.threads.get(event.thread_id)
    last_seq = thread.last_seq if thread else 0
    if event.seq <= last_seq:
        if held.messages.get((event.thread_id, event.seq)) != event.message_id:
            recovered.conflicts.append(_conflict(ConflictKind.SEQ_TAKEN, event))
        return
    if thread is None or event.seq > last_seq + 1:
        recovered.conflicts.append(_conflict(ConflictKind.EVENTS_MISSING, event))
        return
    moved = _apply(thread, event, held, recovered)
    held.messages[event.thread_id, event.seq] = event.message_id
    recovered.messages.append(
        Posted(event, _command_id(event), sender_id=None, customer_count=moved.customer_count)
    )


def _apply(
    thread: Thread | None,
    event: ThreadOpened | MessagePosted | ThreadRead | ThreadMarkedUnread,
    held: Held,
    recovered: Recovered,
) -> Thread:
    moved = evolve(thread, event)
    # The booking may have moved after its thread was opened, and took the thread along.
    location = held.locations.get(moved.booking_id, moved.location_id)
    moved = moved._replace(location_id=location)
    held.threads[moved.thread_id] = recovered.threads[moved.thread_id] = moved
    return moved


def _is_news(thread: Thread | None, event: ThreadOpened | ThreadRead | ThreadMarkedUnread) -> bool:
    """Whether the thread does not show the effect of this event or of a later one yet."""
    match event:
        case ThreadOpened():
            return thread is None
        case ThreadRead():
            return thread is not None and _moves_forward(thread, event)
        case ThreadMarkedUnread():
            return thread is not None and _moves_back(thread, event)
        case _:
            assert_never(event)


def _moves_forward(thread: Thread, event: ThreadRead) -> bool:
    if event.read_seq <= thread.mark_of(event.side).seq:
        return False
    if event.side is SenderType.CUSTOMER or thread.marked_unread_at is None:
        return True
    return event.read_at > thread.marked_unread_at


def _moves_back(thread: Thread, event: ThreadMarkedUnread) -> bool:
    known = thread.marked_unread_at
    if known is not None and event.marked_at <= known:
        return False
    read_at = thread.operator_read.at
    return read_at is None or event.marked_at > read_at


def _command_id(event: MessagePosted) -> str | None:
    """The command of a customer's message follows from it; an operator's names who sent it."""
    if event.sender_type is SenderType.CUSTOMER:
        return post_command_id(event.message_id, CUSTOMER, event.text)
    return None


def _conflict(kind: ConflictKind, event: MessagePosted) -> Conflict:
    return Conflict(kind, event.thread_id, event.seq, event.message_id)
