"""How a service comes up when what it needs is away: it waits, serves, and is not ready.

A process that ends instead is started again and again, and whoever watches it sees a crash
where nothing is wrong with it.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type
from tenacity.wait import wait_base

from booking_chat.service.errors import described
from booking_chat.service.messaging.records import KAFKA_AWAY
from booking_chat.service.retries import GROWING_PAUSES, error_of
from booking_chat.service.storage.mongo import PyMongoError

log = structlog.get_logger(__name__)

Running = Callable[[], AbstractAsyncContextManager[None]]
"""A part: started when the context is entered, stopped when it is left."""

SERVE_AFTER_SECONDS = 5.0
"""An engine that does not even refuse is not waited for any longer before the service serves."""
_AWAY = (*KAFKA_AWAY, PyMongoError, OSError)


class NotStartedError(Exception):
    """Parts of the service wait for what they need."""


class Startup:
    """Starts parts in order, each as often as it takes, and stops them in reverse.

    `wait` gives the seconds between the attempts.
    """

    def __init__(self, parts: Sequence[Running], wait: wait_base = GROWING_PAUSES) -> None:
        self._parts = parts
        self._wait = wait
        self._waits_for: str | None = "nothing was started yet"
        self._settled = asyncio.Event()
        self._over = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Begins at the latest when a part has to wait: the others are started meanwhile.

        An error that will not pass by itself is raised when it comes at once, and ends the
        process when it comes later.
        """
        parts = asyncio.create_task(self._run())
        try:
            settled = asyncio.create_task(self._settled.wait())
            await asyncio.wait(
                (parts, settled),
                timeout=SERVE_AFTER_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
            settled.cancel()
            if parts.done():
                await parts
            parts.add_done_callback(self._end_unless_over)
            yield
        finally:
            self._over.set()
            if self._waits_for is not None:
                parts.cancel()
            (outcome,) = await asyncio.gather(parts, return_exceptions=True)
            if isinstance(outcome, Exception):
                log.error("the parts did not stop well", error=described(outcome))

    async def check(self) -> None:
        """For readiness: raises NotStartedError until all parts are started."""
        if self._waits_for is not None:
            raise NotStartedError(self._waits_for)

    async def _run(self) -> None:
        """Everything in one task: some contexts must be left where they were entered."""
        async with AsyncExitStack() as stack:
            for part in self._parts:
                await self._enter(stack, part)
            self._waits_for = None
            self._settled.set()
            await self._over.wait()

    async def _enter(self, stack: AsyncExitStack, part: Running) -> None:
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_AWAY),
            wait=self._wait,
            before_sleep=self._serve_meanwhile,
        )
        async for attempt in retrying:
            with attempt:
                await stack.enter_async_context(part())

    def _serve_meanwhile(self, state: RetryCallState) -> None:
        self._waits_for = described(error_of(state))
        self._settled.set()
        log.warning("start waits", error=self._waits_for, pause_seconds=state.upcoming_sleep)

    def _end_unless_over(self, parts: asyncio.Task[None]) -> None:
        if not (self._over.is_set() or parts.cancelled()):
            error = described(parts.exception())
            log.critical("a part cannot be started, ending the process", error=error)
            signal.raise_signal(signal.SIGTERM)
