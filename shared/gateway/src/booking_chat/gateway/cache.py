"""Remembering answers for a while, in bounded memory."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class TimedCache(Generic[Key, Value]):
    """Keeps each value for the seconds it was given; past `capacity` the oldest goes first.

    `clock` gives seconds that never run backwards.
    """

    def __init__(self, capacity: int, clock: Callable[[], float] = monotonic) -> None:
        self._capacity = capacity
        self._clock = clock
        self._kept: dict[Key, tuple[float, Value]] = {}

    def get(self, key: Key) -> Value | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        until, value = kept
        if self._clock() >= until:
            del self._kept[key]
            return None
        return value

    def forget(self, key: Key) -> None:
        self._kept.pop(key, None)

    def put(self, key: Key, value: Value, seconds: float) -> None:
        self._kept.pop(key, None)
        if len(self._kept) >= self._capacity:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (self._clock() + seconds, value)
