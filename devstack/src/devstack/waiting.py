"""Waiting for something that happens elsewhere."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

_POLL_SECONDS = 0.05


async def comes_true(holds: Callable[[], Awaitable[bool]], within_seconds: float) -> bool:
    """Asks again and again until it holds; False when it has not in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(within_seconds):
            while not await holds():  # noqa: ASYNC110 - it happens elsewhere
                await asyncio.sleep(_POLL_SECONDS)
            return True
    return False
