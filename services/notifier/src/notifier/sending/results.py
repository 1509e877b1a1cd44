"""What attempts came to: stored many at a time, with what follows for their destinations."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from booking_chat.contracts.http.destinations import PauseReason
from booking_chat.service.messaging.consumer import growing_pauses
from booking_chat.service.storage.mongo import PyMongoError
from notifier.deliveries import Delivery
from notifier.destination_changes import paused
from notifier.destinations import Destination, has_failed_too_long
from notifier.notices import Delivered, Failed, Gone, Outcome
from notifier.planning.administration import pause_deliveries
from notifier.stores.destinations import DestinationStore
from notifier.stores.queue import DeliveryQueue

log = structlog.get_logger(__name__)

Change = tuple[Delivery, Delivery]


class Recorder:
    """Stores results together that come while others are being stored.

    Each waits only for itself: one that hangs keeps nobody's result from being stored.
    """

    def __init__(self, queue: DeliveryQueue, *, patience: timedelta) -> None:
        self._queue = queue
        self._patience = patience
        self._waiting: list[Change] = []
        self._storing = asyncio.Lock()

    async def record(self, before: Delivery, after: Delivery) -> None:
        """Returns once the result is stored, or given up.

        While the database is away it is tried again for as long as the delivery is ours; then
        it goes out once more, with the same id.
        """
        self._waiting.append((before, after))
        async with self._storing:
            if not any(change[1] is after for change in self._waiting):
                return
            changes, self._waiting = self._waiting, []
            await self._store(changes)

    async def _store(self, changes: list[Change]) -> None:
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                for pause in growing_pauses():
                    try:
                        await self._queue.record(changes)
                    except PyMongoError as error:
                        log.warning("results wait", count=len(changes), error=repr(error))
                        await asyncio.sleep(pause)
                    else:
                        return
        except TimeoutError:
            log.exception("results are lost, their alerts go out once more", count=len(changes))


class Consequences:
    """What an attempt means for its destination."""

    def __init__(
        self, destinations: DestinationStore, *, kept: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._destinations = destinations
        self._kept = kept
        self._clock = clock

    async def of(self, outcome: Outcome, destination: Destination) -> None:
        now = self._clock()
        if isinstance(outcome, Delivered):
            if destination.failing_since is not None:
                await self._destinations.mark_working(destination.id)
        elif isinstance(outcome, Gone):
            await self._pause(destination, PauseReason.GONE, now)
        elif isinstance(outcome, Failed) and not outcome.own_fault:
            if has_failed_too_long(destination, now):
                await self._pause(destination, PauseReason.FAILING, now)
            else:
                await self._destinations.mark_failing(destination.id, now)

    async def _pause(self, destination: Destination, reason: PauseReason, now: datetime) -> None:
        await self._destinations.change(
            destination.id,
            lambda current: paused(current, reason, now),
            lambda before, after, others: pause_deliveries(before, after, others, self._kept),
        )
        log.warning("destination paused", destination=destination.id, reason=reason)
