"""What retry loops share; tenacity does the rest (docs/adr/0030)."""

from collections.abc import Iterator

from tenacity import RetryCallState, wait_exponential

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0

GROWING_PAUSES = wait_exponential(multiplier=FIRST_PAUSE_SECONDS, max=LONGEST_PAUSE_SECONDS)
"""1, 2, 4 … 30 seconds, then 30 for ever: for an engine that is away."""


def growing_pauses() -> Iterator[float]:
    """The same seconds, for a loop that somebody else runs, such as a consumer's rewind."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def error_of(state: RetryCallState) -> BaseException | None:
    """What the last attempt failed with."""
    return None if state.outcome is None else state.outcome.exception()
