"""A circuit breaker: a service that hangs does not make each caller wait. Pure."""

from collections.abc import Callable

TIMEOUTS_TO_OPEN = 3
"""In a row, without an answer in between: one slow question says nothing about the others."""
PAUSE_SECONDS = 2.0


class Breaker:
    """Opens after some timeouts in a row, and closes with the first answer.

    While it is open it permits one request every `PAUSE_SECONDS`, to find out.
    `clock` gives seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._timeouts = 0
        self._next_trial = 0.0

    def permits(self) -> bool:
        """Whether a request may be made now."""
        if self._timeouts < TIMEOUTS_TO_OPEN:
            return True
        if self._clock() < self._next_trial:
            return False
        self._next_trial = self._clock() + PAUSE_SECONDS
        return True

    def timed_out(self) -> None:
        self._timeouts += 1
        if self._timeouts == TIMEOUTS_TO_OPEN:
            self._next_trial = self._clock() + PAUSE_SECONDS

    def answered(self) -> None:
        """A refusal is an answer too: it costs nobody any time."""
        self._timeouts = 0
