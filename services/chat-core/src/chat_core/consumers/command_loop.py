"""The loop: load, decide, store, publish, commit.

One batch of commands is one transaction. A crash anywhere leads to the same batch again:
what was stored is found by its id, and the very same events are published again. The
command log is the outbox; there is no second one.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog
from prometheus_client import Counter, Gauge, Histogram

from booking_chat.contracts.base import to_milliseconds
from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.envelope import Record, Undecodable, decode
from booking_chat.contracts.topics import EVENTS
from booking_chat.service.fault_points import FaultHook, no_fault
from booking_chat.service.messaging.continuity import Continuity, Follows, LogFacts, Stop
from booking_chat.service.messaging.failures import is_transient
from booking_chat.service.messaging.log_identity import LogIdentities
from booking_chat.service.messaging.partitions import PartitionControl
from booking_chat.service.parking.cause import Cause
from chat_core.consumers.ports import (
    PUBLISH_TIMEOUT_SECONDS,
    BookingIsolation,
    DeadLetterSink,
    Dependencies,
    EventPublisher,
    Store,
)
from chat_core.consumers.search_follower import CommandBursts
from chat_core.domain.batch import Changes, Parked, State, decide_batch
from chat_core.domain.continuity import StopReason, continuity, leaves_a_gap
from chat_core.domain.event_records import NumberedRecord, records_of
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Position
from chat_core.fault_points import FaultPoint
from chat_core.storage.parked_commands import log_newly_parked

log = structlog.get_logger(__name__)

_batch_sizes = Histogram(
    "booking_chat_core_batch_records", "Commands in a batch", buckets=(1, 5, 25, 100, 500, 2000)
)
_batch_seconds = Histogram("booking_chat_core_batch_seconds", "Time of a batch, load to publish")
_position = Gauge("booking_chat_core_position", "Next undecided offset", ["partition"])
_outcomes = Counter("booking_chat_core_commands_total", "Commands decided", ["outcome"])


class CommandLoop:
    """Takes batches of the command log; `handle` returns when a batch is done for good.

    `log_identity` names the log that offsets belong to; `catch_up` returns once the
    projections of bookings and settings hold everything that was published before the call.
    `isolation` finds the bookings to park when a batch fails; with None the batch waits.
    `held_back` finds those whose booking or location record is parked in a projection.
    `bursts` hears of each batch, so that what can wait does.
    `fault_hook` hears of each step that a crash could follow.
    """

    def __init__(  # noqa: PLR0913 - the ports of the loop, given by name
        self,
        store: Store,
        publisher: EventPublisher,
        dead_letters: DeadLetterSink,
        *,
        log_identity: LogIdentities,
        catch_up: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime],
        isolation: BookingIsolation | None = None,
        held_back: Dependencies | None = None,
        bursts: CommandBursts | None = None,
        fault_hook: FaultHook = no_fault,
    ) -> None:
        self._bursts = bursts or CommandBursts()
        self._partitions: PartitionControl | None = None
        self._isolation = isolation
        self._held_back = held_back
        self._store = store
        self._publisher = publisher
        self._dead_letters = dead_letters
        self._log_identity = log_identity
        self._catch_up = catch_up
        self._clock = clock
        self._fault_hook = fault_hook

    async def handle(self, records: Sequence[Record]) -> None:
        with _batch_seconds.time(), self._bursts.deciding(len(records)):
            _batch_sizes.observe(len(records))
            command_log = await self._log_identity.of(records)
            batch = [
                Incoming.of(record.partition, record.offset, decode(record, COMMANDS), record)
                for record in records
            ]
            changes, events = await self._settle_or_park(command_log, batch)
            await self._publish(events)
            self._fault_hook(FaultPoint.AFTER_PUBLISH)
        _count(changes)

    async def _settle_or_park(
        self, command_log: str, batch: Sequence[Incoming]
    ) -> tuple[Changes, Sequence[NumberedRecord]]:
        """Settles a batch; bookings that make it fail are parked, and the others go on."""
        try:
            return await self._settle(command_log, batch, {})
        except Exception as error:
            if self._isolation is None or is_transient(error):
                raise
            failure = error
        to_park = await self._isolation.failing(batch, failure)
        return await self._settle(command_log, batch, to_park)

    async def _settle(
        self, command_log: str, batch: Sequence[Incoming], to_park: Mapping[str, Cause]
    ) -> tuple[Changes, Sequence[NumberedRecord]]:
        """Loads, decides and stores a batch; gives the events to publish.

        `to_park` are the bookings that cannot be handled, with why.
        """
        self._fault_hook(FaultPoint.BEFORE_LOAD)
        state = await self._load(command_log, batch, to_park)
        stopped = await self._stopped(batch, state)
        if stopped:
            batch = [incoming for incoming in batch if incoming.partition not in stopped]
        await self._dead_letter(batch, state)
        changes = await self._decide(command_log, batch, state, to_park)
        # Whatever cannot be said must not be stored.
        events = records_of(changes)
        self._fault_hook(FaultPoint.AFTER_DECIDE)
        if changes.positions or changes.parked:
            await self._store.save(command_log, changes)
        self._fault_hook(FaultPoint.AFTER_COMMIT)
        log_newly_parked(changes.parked)
        return changes, events

    async def _load(
        self, command_log: str, batch: Sequence[Incoming], to_park: Mapping[str, Cause]
    ) -> State:
        partitions = {incoming.partition for incoming in batch}
        readable = [i for i in batch if i.booking_id not in to_park] if to_park else batch
        state = await self._store.load(command_log, partitions, readable)
        state.parked.update({booking: Parked(cause=why) for booking, why in to_park.items()})
        return state

    def control(self, partitions: PartitionControl) -> None:
        """From now on a partition whose records leave a gap is rewound or stopped."""
        self._partitions = partitions

    async def check_assigned(self, log: str, partition: int, facts: LogFacts) -> Continuity:
        """For a partition that was just assigned: whether it may be consumed, and from where."""
        state = await self._store.load(log, [partition], [])
        first = facts.start if facts.committed is None else max(facts.committed, facts.start)
        return _continuity(partition, first, facts, state)

    async def _stopped(self, batch: Sequence[Incoming], state: State) -> set[int]:
        """Partitions whose records may not be decided now; each goes on by itself when it can."""
        if self._partitions is None:
            return set()
        first: dict[int, int] = {}
        for incoming in batch:
            first.setdefault(incoming.partition, incoming.offset)
        stopped = set()
        for partition, offset in first.items():
            found = await self._asked(self._partitions, partition, offset, state)
            if not self._partitions.follow(partition, found, offset):
                stopped.add(partition)
        return stopped

    async def _asked(
        self, partitions: PartitionControl, partition: int, first: int, state: State
    ) -> Continuity:
        """Asks Kafka only where a gap may be."""
        readable = partition not in state.unreadable_positions
        if readable and not leaves_a_gap(state.positions.get(partition), first):
            return Follows()
        return _continuity(partition, first, await partitions.facts(partition), state)

    async def _dead_letter(self, batch: Sequence[Incoming], state: State) -> None:
        """Sets poison aside before it is counted: a letter too many is better than one lost."""
        for incoming in batch:
            position = state.positions.get(incoming.partition)
            is_new = position is None or incoming.offset >= position.next
            if is_new and incoming.record and isinstance(incoming.content, Undecodable):
                await self._dead_letters.send(incoming.record, incoming.content)

    async def _decide(
        self,
        command_log: str,
        batch: Sequence[Incoming],
        state: State,
        to_park: Mapping[str, Cause],
    ) -> Changes:
        """Rejects nothing for a booking or switch that is merely still on its way to us."""
        now = to_milliseconds(self._clock())
        changes = decide_batch(batch, state, now)
        if not changes.may_need_newer_projections:
            return changes
        await self._catch_up()
        changes = decide_batch(batch, await self._load(command_log, batch, to_park), now)
        held = await self._held_back.among(changes.rejections) if self._held_back else {}
        if not held:
            return changes
        return decide_batch(batch, await self._load(command_log, batch, {**to_park, **held}), now)

    async def _publish(self, events: Sequence[NumberedRecord]) -> None:
        await self._publisher.publish_all(EVENTS, events, timeout=PUBLISH_TIMEOUT_SECONDS)


def _continuity(partition: int, first: int, facts: LogFacts, state: State) -> Continuity:
    unreadable = state.unreadable_positions.get(partition)
    if unreadable is not None:
        return Stop(StopReason.POSITION_UNREADABLE, unreadable)
    return continuity(state.positions.get(partition), first, facts)


def _count(changes: Changes) -> None:
    for partition, (loaded, moved) in changes.positions.items():
        before = loaded or Position(moved.first, moved.first)
        _position.labels(partition).set(moved.next)
        _outcomes.labels("stored").inc(moved.stored - before.stored)
        _outcomes.labels("repeated").inc(moved.repeated - before.repeated)
        _outcomes.labels("rejected").inc(moved.rejected - before.rejected)
        _outcomes.labels("dead-lettered").inc(moved.dead_lettered - before.dead_lettered)
        _outcomes.labels("parked").inc(max(moved.parked - before.parked, 0))
