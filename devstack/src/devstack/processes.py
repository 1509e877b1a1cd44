"""Child processes: started in a session of their own, logged to a file, stopped for certain."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from devstack.waiting import comes_true

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class StartError(Exception):
    """Something could not be started; the message says what and why."""


def _end_with_parent() -> None:
    """In the new process: Linux ends it should we be killed without a chance to do so."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Process:
    """A program and where its output goes. It can be started again after it has ended."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._command = command
        self._log = log
        self._env = {**os.environ, **(env or {})}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    @property
    def ended(self) -> int | None:
        """The exit code of a process that has ended, negative for a signal; None while it runs."""
        return None if self._process is None else self._process.returncode

    async def start(self) -> None:
        """Raises StartError when the program cannot be run at all."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=self._env,
                    # Ctrl-C at the terminal is for us alone: we stop our children in order.
                    start_new_session=True,
                    preexec_fn=_end_with_parent,
                )
            except OSError as error:
                raise StartError(f"{self.name} cannot be run: {error}") from error

    async def wait(self) -> int:
        """The exit code of a process that was started, once it has ended."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return await self._process.wait()

    async def stop(self, patience: float) -> None:
        """Asks it to end, and after `patience` seconds ends it with all that it has started."""
        if self._process is None:
            return
        self._signal(self._process.pid, signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.wait()
        self._signal(self._process.pid, signal.SIGKILL)
        await self.wait()

    async def kill(self) -> None:
        """SIGKILL, to it alone: it says goodbye to nobody. Returns when it is gone."""
        self.send(signal.SIGKILL)
        await self.wait()

    def send(self, signal_number: int) -> None:
        """Sends a signal to it alone, unless it has ended."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal_number)

    def _signal(self, pid: int, signal_number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal_number)

    def last_lines(self, count: int = 12) -> str:
        """The end of its log, for a person who wants to know why it ended."""
        with suppress(FileNotFoundError):
            return "\n".join(self._log.read_text(errors="replace").splitlines()[-count:])
        return ""


async def until(
    process: Process, answers: Callable[[], Awaitable[bool]], timeout_seconds: float
) -> None:
    """Waits until a process that was started does its work.

    Raises StartError, with the end of its log, when it ends or takes too long.
    """

    async def is_settled() -> bool:
        return process.ended is not None or await answers()

    settled = await comes_true(is_settled, timeout_seconds)
    if process.ended is not None:
        raise StartError(
            f"{process.name} ended with exit code {process.ended}:\n{process.last_lines()}"
        )
    if not settled:
        raise StartError(
            f"{process.name} does not answer after {timeout_seconds:.0f} seconds:\n"
            f"{process.last_lines()}"
        )


async def listens(port: int) -> bool:
    """Whether somebody accepts connections on a port of 127.0.0.1."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def together(*steps: Coroutine[Any, Any, None]) -> None:
    """Runs all steps at once; the first error ends the others and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
