"""Waiting for engines that may still be starting."""

from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_fixed

_ATTEMPTS = 60


class ProvisionError(Exception):
    """Something could not be made; the message says what and why."""


async def until_it_answers(
    name: str, address: str, attempt: Callable[[], Awaitable[None]], retry_on: type[Exception]
) -> None:
    """Tries once a second for a minute: at a first start the engines may still be starting."""
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(retry_on),
        stop=stop_after_attempt(_ATTEMPTS),
        wait=wait_fixed(1),
        reraise=True,
    )
    try:
        async for once in retrying:
            with once:
                await attempt()
    except retry_on as error:
        raise ProvisionError(f"{name} at {address} does not answer: {error}") from error
