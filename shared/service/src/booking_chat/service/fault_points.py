"""Named places where a service can be made to end, for the fault suite.

Code that has such places is given a `FaultHook` and calls it there. It does nothing, unless
BOOKING_CHAT_FAULT_POINT chose a place, which only a development environment may.
"""

import os
import signal
from collections.abc import Callable, Collection

FaultHook = Callable[[str], None]


def no_fault(_: str) -> None:
    """The `FaultHook` of a process that goes on living."""


def fault_point(chosen: str | None, names: Collection[str]) -> FaultHook:
    """The `FaultHook` for what was chosen: `<name>[:<passes>[:<signal>]]`, None for nothing.

    After so many passes through the place (0 if not said) the process sends itself the signal
    (KILL if not said). Raises ValueError for a place that is not among `names`.
    """
    if chosen is None:
        return no_fault
    name, passes, signal_name, *_ = [*chosen.split(":"), "", ""]
    if name not in names:
        raise ValueError(f"there is no fault point {name!r}, only {', '.join(names)}")
    remaining, number = int(passes or 0), signal.Signals[f"SIG{signal_name or 'KILL'}"]

    def fault_hook(reached: str) -> None:
        nonlocal remaining
        if reached == name:
            remaining -= 1
            if remaining == -1:
                os.kill(os.getpid(), number)

    return fault_hook
