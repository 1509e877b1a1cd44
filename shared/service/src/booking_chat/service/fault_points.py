"""Named places where a service can be made to end, for the fault suite.

Code that has such places is given a `Reach` and calls it there. It does nothing, unless
BOOKING_CHAT_FAULT_POINT chose a place, which only a development environment may.
"""

import os
import signal
from collections.abc import Callable, Collection

Reach = Callable[[str], None]


def nowhere(_: str) -> None:
    """The `Reach` of a process that goes on living."""


def fault_point(chosen: str | None, names: Collection[str]) -> Reach:
    """The `Reach` for what was chosen: `<name>[:<passes>[:<signal>]]`, None for nothing.

    After so many passes through the place (0 if not said) the process sends itself the signal
    (KILL if not said). Raises ValueError for a place that is not among `names`.
    """
    if chosen is None:
        return nowhere
    name, passes, signal_name, *_ = [*chosen.split(":"), "", ""]
    if name not in names:
        raise ValueError(f"there is no fault point {name!r}, only {', '.join(names)}")
    remaining, number = int(passes or 0), signal.Signals[f"SIG{signal_name or 'KILL'}"]

    def reach(reached: str) -> None:
        nonlocal remaining
        if reached == name:
            remaining -= 1
            if remaining == -1:
                os.kill(os.getpid(), number)

    return reach
