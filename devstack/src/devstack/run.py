"""`make run`: starts the system, says how to use it, and stops all of it when told to."""

import asyncio
import fcntl
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.markup import escape

from devstack.paths import RunFolder
from devstack.processes import StartError
from devstack.ready import show
from devstack.system import System


async def run(folder: RunFolder, console: Console) -> int:
    """Returns the exit code: 0 when told to stop, 1 when something broke."""
    started = monotonic()

    def say(text: str) -> None:
        console.print(f"[dim]{monotonic() - started:6.1f} s[/]  {escape(text)}", soft_wrap=True)

    try:
        with _alone(folder):
            return await _run(folder, console, System(folder, say), started)
    except StartError as error:
        console.print(
            f"\n[bold red]booking-chat does not run:[/] {escape(str(error))}", soft_wrap=True
        )
        return 1


async def _run(folder: RunFolder, console: Console, system: System, started: float) -> int:
    async def start_and_watch() -> None:
        ready = await system.start()
        ready.write(folder.ready)
        show(ready, system.engines, monotonic() - started, folder.ready, console)
        await system.watch()

    told_to_stop = asyncio.create_task(_told_to_stop())
    running = asyncio.create_task(start_and_watch())
    try:
        await asyncio.wait({told_to_stop, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        return 0
    finally:
        folder.ready.unlink(missing_ok=True)
        console.print("stopping ...")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await system.stop()


async def _told_to_stop() -> None:
    told = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, told.set)
    await told.wait()


@contextmanager
def _alone(folder: RunFolder) -> Iterator[None]:
    """Only one run at a time uses a folder. Raises StartError for the second one."""
    folder.root.mkdir(exist_ok=True)
    with (folder.root / "running").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError(f"it runs already, from {folder.root}") from None
        folder.ready.unlink(missing_ok=True)
        shutil.rmtree(folder.logs, ignore_errors=True)
        yield
