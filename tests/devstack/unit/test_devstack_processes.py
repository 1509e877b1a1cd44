import asyncio
import sys
from pathlib import Path

import pytest

from devstack.ports import free_port, is_free
from devstack.processes import Process, StartError, listens, together, until


def python(log: Path, program: str) -> Process:
    return Process("a program", [sys.executable, "-c", program], log)


async def has_said(process: Process, text: str) -> str:
    """What a program has written, once `text` is in it."""
    async with asyncio.timeout(10):
        while text not in (said := process.last_lines()):
            await asyncio.sleep(0.01)
    return said


async def never() -> bool:
    return False


def is_running(pid: int) -> bool:
    """Ended ones that nobody has asked about yet do not run either."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


async def test_a_program_that_ignores_being_asked_is_ended_all_the_same(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    process = python(tmp_path / "log", deaf + "print('deaf', flush=True); time.sleep(60)")
    await process.start()
    await has_said(process, "deaf")

    await process.stop(patience=0.1)

    assert process.ended == -9


async def test_what_a_program_has_started_ends_with_it(tmp_path: Path) -> None:
    sleeper = "[sys.executable, '-c', 'import time; time.sleep(60)']"
    process = python(
        tmp_path / "log",
        f"import subprocess, sys, time; child = subprocess.Popen({sleeper}); "
        "print('child', child.pid, 'started', flush=True); time.sleep(60)",
    )
    await process.start()
    child = int((await has_said(process, "started")).split()[1])

    await process.stop(patience=5)

    async with asyncio.timeout(10):
        while is_running(child):
            await asyncio.sleep(0.01)
    assert not is_running(child)


async def test_a_program_that_ends_instead_of_answering_is_told_of_with_its_last_words(
    tmp_path: Path,
) -> None:
    process = python(tmp_path / "log", "import sys; sys.exit('no licence found')")
    await process.start()

    with pytest.raises(StartError, match="a program ended with exit code 1:\nno licence found"):
        await until(process, never, timeout_seconds=30)


async def test_a_program_that_never_answers_is_told_of(tmp_path: Path) -> None:
    process = python(tmp_path / "log", "import time; time.sleep(60)")
    await process.start()

    with pytest.raises(StartError, match="a program does not answer after 0 seconds"):
        await until(process, never, timeout_seconds=0.1)

    await process.stop(patience=5)


async def test_a_program_that_does_not_exist_is_told_of(tmp_path: Path) -> None:
    process = Process("a program", [str(tmp_path / "missing")], tmp_path / "log")

    with pytest.raises(StartError, match="a program cannot be run"):
        await process.start()


async def test_stopping_what_was_never_started_does_nothing(tmp_path: Path) -> None:
    process = python(tmp_path / "log", "")

    await process.stop(patience=1)

    assert (process.pid, process.ended) == (None, None)


async def test_a_program_can_be_started_again(tmp_path: Path) -> None:
    process = python(tmp_path / "log", "print('hello')")
    await process.start()
    await process.wait()

    await process.start()

    assert await process.wait() == 0
    assert process.last_lines() == "hello\nhello"


async def test_the_first_error_ends_the_other_steps_and_comes_out_as_it_is() -> None:
    cancelled: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append("waits")
            raise

    async def fails() -> None:
        await asyncio.sleep(0)
        raise StartError("no disk")

    with pytest.raises(StartError, match="no disk"):
        await together(waits(), fails())

    assert cancelled == ["waits"]


async def test_a_port_with_a_listener_is_not_free() -> None:
    port = free_port()
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", port)

    async with server:
        assert (is_free(port), await listens(port)) == (False, True)
    assert (is_free(port), await listens(port)) == (True, False)
