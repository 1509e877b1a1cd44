"""The background part that fills the search index once, beside everything else."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from booking_chat.service.errors import described
from booking_chat.service.retries import GROWING_PAUSES, error_of
from booking_chat.service.tasks import end

log = structlog.get_logger(__name__)


class SearchFilling:
    """Runs `fill` until it succeeds. Several processes may do so at once."""

    def __init__(self, fill: Callable[[], Awaitable[None]]) -> None:
        self._fill = fill
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._until_filled())

    async def stop(self) -> None:
        await end(self._task)

    async def _until_filled(self) -> None:
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(Exception), wait=GROWING_PAUSES, before_sleep=_say
        )
        await retrying(self._fill)


def _say(state: RetryCallState) -> None:
    log.warning("the search index is not filled yet", error=described(error_of(state)))
