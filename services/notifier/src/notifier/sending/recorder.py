"""Stores the outcomes of attempts, many at a time."""

import asyncio
from datetime import timedelta

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from booking_chat.service.retries import GROWING_PAUSES, error_of
from booking_chat.service.storage.mongo import PyMongoError
from notifier.domain.deliveries import Delivery
from notifier.storage.delivery_queue import DeliveryQueue

log = structlog.get_logger(__name__)

Change = tuple[Delivery, Delivery]


class Recorder:
    """Batches outcomes that arrive while others are being stored.

    Each caller waits for its own outcome only.
    """

    def __init__(self, queue: DeliveryQueue, *, timeout: timedelta) -> None:
        self._queue = queue
        self._timeout = timeout
        self._waiting: list[Change] = []
        self._storing = asyncio.Lock()

    async def record(self, before: Delivery, after: Delivery) -> None:
        """Returns once the outcome is stored, or given up.

        While the database is away it retries for as long as the claim lasts. After that the
        alert is sent again, with the same id.
        """
        self._waiting.append((before, after))
        async with self._storing:
            if not any(change[1] is after for change in self._waiting):
                return
            changes, self._waiting = self._waiting, []
            await self._store(changes)

    async def _store(self, changes: list[Change]) -> None:
        def say(state: RetryCallState) -> None:
            error = repr(error_of(state))
            log.warning("storing outcomes failed, retrying", count=len(changes), error=error)

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(PyMongoError), wait=GROWING_PAUSES, before_sleep=say
        )
        try:
            async with asyncio.timeout(self._timeout.total_seconds()):
                await retrying(self._queue.record, changes)
        except TimeoutError:
            log.exception(
                "outcomes were not stored, their alerts are sent again", count=len(changes)
            )
