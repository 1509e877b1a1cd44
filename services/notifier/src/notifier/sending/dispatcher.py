"""Serves lanes in parallel, so that a slow one delays no other.

A lane is a destination, or the customers of a location. Each has its own task and its own
concurrency limit. Lanes whose last attempt failed share half of the slots at most: however many
destinations are dead, there is room for the others.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from time import monotonic

import structlog
from prometheus_client import Gauge

from booking_chat.service.errors import described
from booking_chat.service.storage.mongo import PyMongoError
from notifier.domain.deliveries import Delivery
from notifier.sending.claimer import Claimer
from notifier.sending.facts import Facts
from notifier.sending.sender import DeliverySender
from notifier.storage.delivery_queue import DeliveryQueue

log = structlog.get_logger(__name__)

LANE_CONCURRENCY = 16
"""Concurrent attempts of one lane, in one process."""
FAILING_LANE_CONCURRENCY = 4
MAX_LANES = 256
"""Lanes that are served at once. Failing lanes get half of the slots at most."""
POLL_SECONDS = 0.5
"""How often to look for deliveries of other processes; our own wake the dispatcher."""
STUCK_SECONDS = 60.0
STOP_SECONDS = 20.0

_lanes = Gauge("booking_chat_alert_lanes", "Lanes that are being served")


class StuckDispatcherError(Exception):
    """The dispatcher has not polled for a minute."""


class Dispatcher:
    def __init__(
        self,
        queue: DeliveryQueue,
        claimer: Claimer,
        sender: DeliverySender,
        clock: Callable[[], datetime],
    ) -> None:
        self._queue = queue
        self._claimer = claimer
        self._sender = sender
        self._clock = clock
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._failing: set[str] = set()
        self._woken = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None
        self._polled_at = monotonic()

    def wake(self) -> None:
        """Polls now: something may be due."""
        self._woken.set()

    async def start(self) -> None:
        self._polled_at = monotonic()
        self._loop = asyncio.create_task(self._poll())

    async def stop(self) -> None:
        """Claims nothing more and waits for running attempts, 20 s at most."""
        self._stopping = True
        self.wake()
        if self._loop is not None:
            await self._loop
        if self._serving:
            _, unfinished = await asyncio.wait(self._serving.values(), timeout=STOP_SECONDS)
            if unfinished:
                log.warning("attempts were left unfinished", lanes=len(unfinished))

    async def check(self) -> None:
        """For liveness: raises StuckDispatcherError."""
        silence = monotonic() - self._polled_at
        if silence >= STUCK_SECONDS:
            raise StuckDispatcherError(f"not polled for {silence:.0f} s")

    async def send_due(self) -> None:
        """Sends all that is due now, and returns when it is done."""
        while await self._serve_due() or self._serving:
            if self._serving:
                await asyncio.wait(self._serving.values())

    async def _poll(self) -> None:
        while not self._stopping:
            self._polled_at = monotonic()
            self._woken.clear()
            try:
                await self._serve_due()
            except PyMongoError as error:
                log.warning("polling for due deliveries failed", error=described(error))
            except Exception:
                # Keep polling whatever it was: nobody else does.
                log.exception("polling for due deliveries failed")
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._woken.wait()

    async def _serve_due(self) -> bool:
        """Starts serving lanes with due deliveries; False when there are none."""
        due = await self._queue.due_lanes(self._clock())
        for lane in due:
            if lane not in self._serving and self._has_slot(lane):
                task = asyncio.create_task(self._serve(lane))
                self._serving[lane] = task
                task.add_done_callback(partial(self._served, lane))
        _lanes.set(len(self._serving))
        return bool(due)

    def _has_slot(self, lane: str) -> bool:
        if len(self._serving) >= MAX_LANES:
            return False
        failing = sum(1 for served in self._serving if served in self._failing)
        return lane not in self._failing or failing < MAX_LANES // 2

    def _served(self, lane: str, _: asyncio.Task[None]) -> None:
        del self._serving[lane]
        _lanes.set(len(self._serving))
        # Another lane may wait for the slot.
        self.wake()

    async def _serve(self, lane: str) -> None:
        """Serves a lane until nothing of it is due or running."""
        sending: set[asyncio.Task[None]] = set()
        try:
            while not self._stopping:
                found = await self._claim(lane, sending)
                if sending:
                    await asyncio.wait(
                        sending,
                        timeout=POLL_SECONDS,
                        return_when=asyncio.FIRST_COMPLETED,
                    )
                elif not found:
                    return
        except PyMongoError as error:
            log.warning("serving a lane failed", lane=lane, error=described(error))
        except Exception:
            log.exception("serving a lane failed", lane=lane)
        finally:
            if sending:
                await asyncio.wait(sending)

    async def _claim(self, lane: str, sending: set[asyncio.Task[None]]) -> bool:
        """Starts more attempts of a lane if there is room; whether anything was due."""
        limit = FAILING_LANE_CONCURRENCY if lane in self._failing else LANE_CONCURRENCY
        if len(sending) > limit // 2:
            return True
        claimed = await self._claimer.claim(lane, limit - len(sending), self._clock())
        if claimed.facts is not None:
            for delivery in claimed.deliveries:
                task = asyncio.create_task(self._send(delivery, claimed.facts))
                sending.add(task)
                task.add_done_callback(sending.discard)
        return claimed.found > 0

    async def _send(self, delivery: Delivery, facts: Facts) -> None:
        if await self._sender.send(delivery, facts):
            self._failing.discard(delivery.lane)
        else:
            self._failing.add(delivery.lane)
