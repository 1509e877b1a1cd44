"""Which bookings make a batch fail: parts of it are rehearsed, and nothing of that stays."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from booking_chat.contracts.base import to_milliseconds
from booking_chat.service.messaging.failures import is_transient
from booking_chat.service.parking.bisection import TooManyFailError, failing_ones
from booking_chat.service.parking.cause import Cause
from booking_chat.service.parking.parking import too_many_parked
from chat_core.domain.batch import Changes, State, decide_batch
from chat_core.domain.event_records import records_of
from chat_core.domain.incoming import Incoming
from chat_core.names import COMMANDS_GROUP


class Rehearsing(Protocol):
    """What is asked of the store of commands."""

    async def load_bookings(self, batch: Sequence[Incoming]) -> State: ...
    async def rehearse(self, changes: Changes) -> None: ...


class ParkedCount(Protocol):
    async def among(self, consumer: str, keys: set[str]) -> Mapping[str, object]: ...
    async def count(self, consumer: str) -> int: ...


class Isolation:
    """`limit` is how many bookings may be parked before the consumer stops."""

    def __init__(
        self,
        store: Rehearsing,
        parked: ParkedCount,
        *,
        limit: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._parked = parked
        self._limit = limit
        self._clock = clock

    async def failing(self, batch: Sequence[Incoming], error: Exception) -> dict[str, Cause]:
        """The bookings that fail on their own, with why; `error` is what the batch failed with.

        Raises `error` when no booking is to blame, and ConsumerStoppedError when more would be
        parked than may be.
        """
        touched = {booking for incoming in batch if (booking := incoming.booking_id) is not None}
        # Those that are parked already are not looked at by the batch either.
        suspects = sorted(touched - (await self._parked.among(COMMANDS_GROUP, touched)).keys())

        async def attempt(bookings: Sequence[str]) -> Exception | None:
            wanted = set(bookings)
            return await self._rehearse([i for i in batch if i.booking_id in wanted])

        room = max(self._limit - await self._parked.count(COMMANDS_GROUP), 0)
        try:
            found = await failing_ones(suspects, attempt, at_most=room) if suspects else {}
        except TooManyFailError:
            raise too_many_parked(COMMANDS_GROUP, self._limit) from error
        if not found:
            raise error
        return {booking: Cause.of(cause) for booking, cause in found.items()}

    async def _rehearse(self, part: Sequence[Incoming]) -> Exception | None:
        """Why a part of the batch cannot be handled; an engine's failure is raised."""
        try:
            changes = await self._decide(part)
            await self._store.rehearse(changes)
        except Exception as error:
            if is_transient(error):
                raise
            return error
        return None

    async def _decide(self, part: Sequence[Incoming]) -> Changes:
        state = await self._store.load_bookings(part)
        changes = decide_batch(part, state, to_milliseconds(self._clock()))
        records_of(changes)
        return changes
