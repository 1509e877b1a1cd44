"""Waiting for engines that may still be starting."""

import asyncio
from collections.abc import Awaitable, Callable

_ATTEMPTS = 60


class ProvisionError(Exception):
    """Something could not be made; the message says what and why."""


async def until_it_answers(
    name: str, address: str, attempt: Callable[[], Awaitable[None]], retry_on: type[Exception]
) -> None:
    """Tries once a second for a minute: at a first start the engines may still be starting."""
    for remaining in reversed(range(_ATTEMPTS)):
        try:
            await attempt()
        except retry_on as error:
            if remaining == 0:
                raise ProvisionError(f"{name} at {address} does not answer: {error}") from error
            await asyncio.sleep(1)
        else:
            return
