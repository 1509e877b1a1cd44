"""Background tasks of a process."""

import asyncio
from typing import Any

_CANCEL_AGAIN_SECONDS = 0.5


async def end(task: asyncio.Task[Any] | None) -> None:
    """Cancels a task, again and again until it has ended; its error is passed over.

    One cancellation is not enough: aiokafka swallows those that come while it stops a client.
    """
    if task is None:
        return
    while not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=_CANCEL_AGAIN_SECONDS)
    if not task.cancelled():
        task.exception()
