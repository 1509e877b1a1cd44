"""Who sends what, and when: lanes side by side, so that a slow one delays no other.

A lane is a destination, or the customers of a location. Each is served by a task of its own
with a limit of its own. Lanes whose last attempt failed have a place apart: however many
destinations are dead, the others have room.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from time import monotonic

import structlog
from prometheus_client import Gauge

from booking_chat.service.storage.mongo import PyMongoError
from notifier.deliveries import Delivery
from notifier.sending.facts import Facts
from notifier.sending.sender import Sender
from notifier.sending.taking import Taker
from notifier.stores.queue import DeliveryQueue

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""Attempts of one lane at the same time, in one process."""
AT_ONCE_WHILE_FAILING = 4
MOST_LANES = 256
"""Lanes at the same time; lanes that fail have half of them and never more."""
LOOK_EVERY_SECONDS = 0.5
"""What this process plans itself it hears of at once; what others plan, that often."""
STUCK_SECONDS = 60.0
STOP_SECONDS = 20.0

_lanes = Gauge("booking_chat_alert_lanes", "Lanes that are being served")


class StuckDispatcherError(Exception):
    """Nobody has looked for due alerts for a minute."""


class Dispatcher:
    def __init__(
        self,
        queue: DeliveryQueue,
        taker: Taker,
        sender: Sender,
        clock: Callable[[], datetime],
    ) -> None:
        self._queue = queue
        self._taker = taker
        self._sender = sender
        self._clock = clock
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._failing: set[str] = set()
        self._woken = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None
        self._looked_at = monotonic()

    def wake(self) -> None:
        """Says that something may be due now."""
        self._woken.set()

    async def start(self) -> None:
        self._looked_at = monotonic()
        self._loop = asyncio.create_task(self._look_again_and_again())

    async def stop(self) -> None:
        """Takes nothing more, and waits until what is in hand is done, 20 s at most."""
        self._stopping = True
        self.wake()
        if self._loop is not None:
            await self._loop
        if self._serving:
            _, hanging = await asyncio.wait(self._serving.values(), timeout=STOP_SECONDS)
            if hanging:
                log.warning("attempts are left unfinished", lanes=len(hanging))

    async def check(self) -> None:
        """For liveness: raises StuckDispatcherError."""
        silence = monotonic() - self._looked_at
        if silence >= STUCK_SECONDS:
            raise StuckDispatcherError(f"nobody has looked for {silence:.0f} s")

    async def send_due(self) -> None:
        """Sends all that is due now, and returns when it is done."""
        while await self._serve_due() or self._serving:
            if self._serving:
                await asyncio.wait(self._serving.values())

    async def _look_again_and_again(self) -> None:
        while not self._stopping:
            self._looked_at = monotonic()
            self._woken.clear()
            try:
                await self._serve_due()
            except PyMongoError as error:
                log.warning("due alerts cannot be looked for", error=repr(error))
            except Exception:
                # Whatever it is: nobody else would look.
                log.exception("due alerts cannot be looked for")
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self._woken.wait()

    async def _serve_due(self) -> bool:
        """Starts to serve lanes in which something is due; False when there is none."""
        due = await self._queue.due_lanes(self._clock())
        for lane in due:
            if lane not in self._serving and self._has_room(lane):
                task = asyncio.create_task(self._serve(lane))
                self._serving[lane] = task
                task.add_done_callback(partial(self._served, lane))
        _lanes.set(len(self._serving))
        return bool(due)

    def _has_room(self, lane: str) -> bool:
        if len(self._serving) >= MOST_LANES:
            return False
        failing = sum(1 for served in self._serving if served in self._failing)
        return lane not in self._failing or failing < MOST_LANES // 2

    def _served(self, lane: str, _: asyncio.Task[None]) -> None:
        del self._serving[lane]
        _lanes.set(len(self._serving))
        # Somebody else may have waited for the room.
        self.wake()

    async def _serve(self, lane: str) -> None:
        """Serves a lane until nothing of it is due and nothing of it is in hand."""
        sending: set[asyncio.Task[None]] = set()
        try:
            while not self._stopping:
                found = await self._take(lane, sending)
                if sending:
                    await asyncio.wait(
                        sending,
                        timeout=LOOK_EVERY_SECONDS,
                        return_when=asyncio.FIRST_COMPLETED,
                    )
                elif not found:
                    return
        except PyMongoError as error:
            log.warning("a lane cannot be served", lane=lane, error=repr(error))
        except Exception:
            log.exception("a lane cannot be served", lane=lane)
        finally:
            if sending:
                await asyncio.wait(sending)

    async def _take(self, lane: str, sending: set[asyncio.Task[None]]) -> bool:
        """Starts to send more of a lane if there is room; whether anything was due."""
        limit = AT_ONCE_WHILE_FAILING if lane in self._failing else AT_ONCE
        if len(sending) > limit // 2:
            return True
        taken = await self._taker.take(lane, limit - len(sending), self._clock())
        if taken.facts is not None:
            for delivery in taken.deliveries:
                task = asyncio.create_task(self._send(delivery, taken.facts))
                sending.add(task)
                task.add_done_callback(sending.discard)
        return taken.found > 0

    async def _send(self, delivery: Delivery, facts: Facts) -> None:
        if await self._sender.send(delivery, facts):
            self._failing.discard(delivery.lane)
        else:
            self._failing.add(delivery.lane)
