"""What a process uses, as Linux counts it."""

import os
import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid: int) -> float:
    """Time on a processor since the process began, in user and kernel mode."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, kernel = after_name[11:13]
    return (int(user) + int(kernel)) / _TICKS_PER_SECOND


def resident_megabytes(pid: int) -> float:
    """Memory that is really in use (RSS), shared libraries included."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * _PAGE_BYTES / 1e6


@contextmanager
def paused(pids: Collection[int]) -> Iterator[None]:
    """Holds processes still, so that what is measured has the machine for itself."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
