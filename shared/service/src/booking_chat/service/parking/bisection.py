"""Finding the few that fail among many, with about log2(many) attempts for each."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")

Attempt = Callable[[Sequence[Item]], Awaitable[Exception | None]]
"""Tries some items together. Returns why they fail, None when they do not."""


class TooManyFailError(Exception):
    """More items fail than may be set aside."""


async def failing_ones(
    items: Sequence[Item], attempt: Attempt[Item], *, at_most: int
) -> dict[Item, Exception]:
    """The items that fail on their own, with why; `items` as a whole are known to fail.

    Each item was part of a successful attempt, or is among those returned; unless items fail only
    together: then none of them is returned. Raises TooManyFailError when more than `at_most` fail.
    """
    search = _Search(attempt, at_most)
    await search.split(items)
    return search.found


class _Search(Generic[Item]):
    def __init__(self, attempt: Attempt[Item], at_most: int) -> None:
        self._attempt = attempt
        self._at_most = at_most
        self.found: dict[Item, Exception] = {}

    async def split(self, items: Sequence[Item]) -> None:
        """Looks into `items`, which fail as a whole."""
        if len(items) <= 1:
            await self._note(items)
            return
        middle = len(items) // 2
        first, second = items[:middle], items[middle:]
        if await self._attempt(first) is None:
            await self.split(second)
            return
        await self.split(first)
        if await self._attempt(second) is not None:
            await self.split(second)

    async def _note(self, items: Sequence[Item]) -> None:
        cause = await self._attempt(items)
        if cause is None:
            return
        if len(self.found) >= self._at_most:
            raise TooManyFailError(f"more than {self._at_most} fail")
        self.found[items[0]] = cause
