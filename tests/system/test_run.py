"""`make run` as a person has it: it mends itself, stops whole, and finds its data again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from uuid import uuid4

import pytest

from devstack.client import CustomerClient
from devstack.ports import free_port
from devstack.ready import Ready
from devstack.waiting import comes_true

PATIENCE_SECONDS = 120.0
SERVICES = ("settings_service", "chat_core", "notifier", "portal_gateway", "operator_gateway")
NOTHING: dict[str, str] = {}


class Run:
    """One `python -m devstack run`, its screen in a file."""

    def __init__(self, folder: Path) -> None:
        self._ready = folder / "ready.json"
        self._screen = folder / f"screen-{uuid4()}"
        self._command = ("-m", "devstack", "run", "--folder", str(folder))

    async def start(self, environment: Mapping[str, str]) -> None:
        with self._screen.open("wb") as screen:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, *self._command),
                env={**os.environ, **environment},
                stdout=screen,
                stderr=screen,
            )

    @property
    def screen(self) -> str:
        return self._screen.read_text()

    @property
    def is_announced(self) -> bool:
        return self._ready.exists()

    async def until_ready(self) -> Ready:
        async def is_over() -> bool:
            return self.is_announced or self.process.returncode is not None

        assert await comes_true(is_over, PATIENCE_SECONDS), self.screen
        assert self.is_announced, self.screen
        return Ready.model_validate_json(self._ready.read_text())

    def children(self) -> dict[int, str]:
        """Process ids and command lines of everything that it has started."""
        pid = self.process.pid
        ids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {int(child): command_line(int(child)) for child in ids}

    def child(self, program: str) -> int:
        return next(pid for pid, line in self.children().items() if program in line)

    async def stop(self) -> int:
        """As Ctrl-C does."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGINT)
        return await self.process.wait()


StartRun = Callable[[Mapping[str, str]], Awaitable[Run]]


@pytest.fixture
async def start_run(tmp_path: Path) -> AsyncIterator[StartRun]:
    """Starts runs from one folder, with additions to their environment."""
    runs: list[Run] = []

    async def start(environment: Mapping[str, str]) -> Run:
        run = Run(tmp_path)
        await run.start(environment)
        runs.append(run)
        return run

    yield start
    for run in runs:
        await run.stop()


def command_line(pid: int) -> str:
    """Empty for a process that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def still_running(children: Iterable[int]) -> list[str]:
    return [line for line in map(command_line, children) if line]


async def say_something(ready: Ready) -> str:
    """The client's id of what the first customer has said."""
    client_message_id = str(uuid4())
    async with CustomerClient(ready.portal) as customer:
        await customer.open(ready.customer_links[0].url)
        await customer.post(client_message_id, "Will you remember me?")
    return client_message_id


async def what_was_said(ready: Ready) -> list[str]:
    async with CustomerClient(ready.portal) as customer:
        await customer.open(ready.customer_links[0].url)
        return [m.client_message_id for m in (await customer.conversation()).messages]


async def test_a_run_leaves_no_process_behind_and_the_next_one_finds_its_data(
    start_run: StartRun,
) -> None:
    first = await start_run(NOTHING)
    said = await say_something(await first.until_ready())
    children = first.children()

    exit_code = await first.stop()

    assert exit_code == 0
    assert len(children) == len(SERVICES) + len(("MongoDB", "Kafka", "identity", "catcher"))
    assert still_running(children) == []
    assert not first.is_announced

    second = await start_run(NOTHING)

    assert await what_was_said(await second.until_ready()) == [said]


async def test_a_killed_service_is_started_again_and_a_killed_engine_ends_the_run(
    start_run: StartRun,
) -> None:
    run = await start_run(NOTHING)
    await run.until_ready()
    victims = {service: run.child(f"{service}.main") for service in SERVICES}

    for victim in victims.values():
        os.kill(victim, signal.SIGKILL)

    async def are_back() -> bool:
        lines = [line for pid, line in run.children().items() if pid not in victims.values()]
        return all(any(service in line for line in lines) for service in SERVICES)

    assert await comes_true(are_back, PATIENCE_SECONDS), run.screen
    assert "notifier ended with exit code -9, starting it again in 1 s" in run.screen

    children = run.children()
    os.kill(run.child("mongod"), signal.SIGKILL)

    assert await run.process.wait() == 1
    assert "MongoDB ended with exit code -9" in run.screen
    assert still_running(children) == []


async def test_a_start_that_cannot_be_says_why(start_run: StartRun) -> None:
    port = free_port()
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", port)

    async with server:
        run = await start_run({"BOOKING_CHAT_PORTAL_PORT": str(port)})

        assert await run.process.wait() == 1
    assert f"portal-gateway cannot have port {port} (BOOKING_CHAT_PORTAL_PORT)" in run.screen


async def test_only_one_run_at_a_time_uses_a_folder(start_run: StartRun) -> None:
    first = await start_run(NOTHING)
    assert await comes_true(lambda: has_begun(first), PATIENCE_SECONDS)

    second = await start_run(NOTHING)

    assert await second.process.wait() == 1
    assert "it runs already" in second.screen
    assert first.process.returncode is None


async def has_begun(run: Run) -> bool:
    """A run says first which engines it has chosen."""
    return "MongoDB" in run.screen
