"""What the outcome of an attempt means for its destination."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from booking_chat.contracts.http.destinations import PauseReason
from notifier.domain.destinations.announcements import pause_deliveries
from notifier.domain.destinations.changes import paused
from notifier.domain.destinations.destination import Destination, has_failed_too_long
from notifier.domain.notices import Delivered, Failed, Gone, Outcome, Rejected
from notifier.storage.destinations import DestinationStore

log = structlog.get_logger(__name__)


class DestinationHealth:
    """Marks destinations as working or failing, and pauses those that failed too long."""

    def __init__(
        self, destinations: DestinationStore, *, retention: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._destinations = destinations
        self._retention = retention
        self._clock = clock

    async def note(self, outcome: Outcome, destination: Destination) -> None:
        now = self._clock()
        match outcome:
            case Delivered():
                if destination.failing_since is not None:
                    await self._destinations.mark_working(destination.id)
            case Gone():
                await self._pause(destination, PauseReason.GONE, now)
            case Failed(own_fault=False):
                await self._failed(destination, now)
            case Failed() | Rejected():
                # Not the destination's fault: our own, or that of this one notice.
                pass
            case _:
                assert_never(outcome)

    async def _failed(self, destination: Destination, now: datetime) -> None:
        if has_failed_too_long(destination, now):
            await self._pause(destination, PauseReason.FAILING, now)
        else:
            await self._destinations.mark_failing(destination.id, now)

    async def _pause(self, destination: Destination, reason: PauseReason, now: datetime) -> None:
        await self._destinations.change(
            destination.id,
            lambda current: paused(current, reason, now),
            lambda before, after, others: pause_deliveries(before, after, others, self._retention),
        )
        log.warning("destination paused", destination=destination.id, reason=reason)
