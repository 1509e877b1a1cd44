"""The background part that tries parked keys again, until what they need has been mended."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import uuid4

import structlog
from prometheus_client import Gauge

from booking_chat.service.errors import described
from booking_chat.service.messaging.failures import is_transient
from booking_chat.service.parking.cause import Cause
from booking_chat.service.parking.keys import FIRST_PAUSE, ParkedKey, pause_after
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.tasks import end

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 1.0

_keys = Gauge(
    "booking_chat_parked_bookings", "Bookings whose records wait for repair", ["consumer"]
)
_records = Gauge("booking_chat_parked_commands", "Records that wait for repair", ["consumer"])


class Releaser(Protocol):
    async def release(self, key: ParkedKey, claim: str) -> None:
        """Handles all that waits of a key, in order. Raises while it cannot be handled."""


class Releasing:
    """Tries again what is due, one key at a time; any number of processes may share it."""

    def __init__(
        self,
        store: ParkedStore,
        releasers: Mapping[str, Releaser],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._releasers = releasers
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._keep_looking())

    async def stop(self) -> None:
        """Stops at once: what was in hand is tried again by whoever comes next."""
        await end(self._task)

    async def release_due(self) -> None:
        """Tries everything that is due now, once."""
        while key := await self._store.take_due(
            self._releasers.keys(), self._clock(), claim := str(uuid4())
        ):
            await self._try(key, claim)
        totals = await self._store.totals()
        for consumer in self._releasers:
            keys, records = totals.get(consumer, (0, 0))
            _keys.labels(consumer).set(keys)
            _records.labels(consumer).set(records)

    async def _try(self, key: ParkedKey, claim: str) -> None:
        try:
            await self._releasers[key.consumer].release(key, claim)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
            transient = is_transient(error)
            attempts = key.attempts if transient else key.attempts + 1
            pause = FIRST_PAUSE if transient else pause_after(attempts)
            await self._store.put_off(
                key,
                claim,
                attempts=attempts,
                until=self._clock() + pause,
                cause=None if transient else Cause.of(error),
            )
            log.warning(
                "still parked",
                consumer=key.consumer,
                key=key.key,
                topic=key.topic,
                partition=key.partition,
                offset=key.offset,
                attempts=attempts,
                error=described(error),
                pause_seconds=pause.total_seconds(),
            )
        else:
            log.info("released", consumer=key.consumer, key=key.key, records=key.records)

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self.release_due()
            except Exception as error:  # noqa: BLE001 - the next look repeats it
                log.warning("parked keys cannot be looked at", error=described(error))
            await asyncio.sleep(LOOK_EVERY_SECONDS)
