"""Clocks that tests move."""

from dataclasses import dataclass


@dataclass
class Clock:
    """Seconds that only grow, as `time.monotonic` gives them."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now
