"""A task that swallows a cancellation ends all the same."""

import asyncio
from contextlib import suppress

from booking_chat.service.tasks import end


async def test_a_task_that_swallows_its_first_cancellation_is_cancelled_again() -> None:
    async def swallowing() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        await asyncio.sleep(60)

    task = asyncio.create_task(swallowing())
    await asyncio.sleep(0)

    await end(task)

    assert task.cancelled()


async def test_the_error_of_a_task_that_has_failed_stops_nobody_who_ends_it() -> None:
    async def failing() -> None:
        raise ValueError("too late to matter")

    task = asyncio.create_task(failing())
    await asyncio.sleep(0)

    await end(task)

    assert task.done()
