"""When a failed attempt is repeated. Pure.

Source of the schedule: Standard Webhooks, as Svix keeps it.
"""

from datetime import datetime, timedelta

RETRY_AFTER = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 5 * 60, 30 * 60, *(hours * 3600 for hours in (2, 5, 10, 14, 20)))
)
"""The delay after the first failure, the second, and so on. After the last it is given up."""
MAX_JITTER = 0.1
MAX_RETRY_AFTER = timedelta(days=1)
"""The longest delay that a receiver may ask for."""


def next_attempt(
    failures: int, asked: timedelta | None, jitter: float, now: datetime
) -> datetime | None:
    """When to try again after so many failures in a row, 1 or more; None for never.

    `asked` is the pause that the other side asked for. `jitter` in [0, 1) lengthens the
    schedule's pause by up to a tenth, so that what failed together does not come back together.
    """
    if failures > len(RETRY_AFTER):
        return None
    pause = RETRY_AFTER[failures - 1] * (1 + MAX_JITTER * jitter)
    return now + max(pause, min(asked or timedelta(), MAX_RETRY_AFTER))
