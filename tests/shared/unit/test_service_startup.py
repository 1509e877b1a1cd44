"""A service comes up when what it needs is away: it waits for that, and says that it does."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from tenacity import wait_fixed, wait_none

from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.startup import NotStartedError, Running, Startup
from devstack.waiting import comes_true


@dataclass
class Part:
    """Fails with these errors, one at each attempt, before it starts; `log` is everybody's."""

    name: str
    log: list[str]
    errors: list[Exception] = field(default_factory=list)

    @property
    def running(self) -> Running:
        @asynccontextmanager
        async def run() -> AsyncIterator[None]:
            if self.errors:
                raise self.errors.pop(0)
            self.log.append(f"{self.name} started")
            try:
                yield
            finally:
                self.log.append(f"{self.name} stopped")

        return run


NO_PAUSES = wait_none()
LONG_PAUSES = wait_fixed(3600)


async def is_started(startup: Startup) -> bool:
    try:
        await startup.check()
    except NotStartedError:
        return False
    return True


async def test_parts_are_started_in_order_and_stopped_in_reverse() -> None:
    log: list[str] = []
    startup = Startup([Part("one", log).running, Part("two", log).running])

    async with startup.running():
        assert await is_started(startup)
        assert log == ["one started", "two started"]

    assert log[2:] == ["two stopped", "one stopped"]


async def test_a_part_that_waits_is_started_as_soon_as_it_can_be_and_the_next_one_after_it() -> (
    None
):
    log: list[str] = []
    away = [KafkaUnavailableError("no"), ConnectionRefusedError("no")]
    startup = Startup([Part("one", log, away).running, Part("two", log).running], NO_PAUSES)

    async with startup.running():
        assert await comes_true(lambda: is_started(startup), 5)

    assert log == ["one started", "two started", "two stopped", "one stopped"]


async def test_a_service_runs_and_is_not_ready_while_a_part_waits_and_stops_all_the_same() -> None:
    log: list[str] = []
    waiting = Part("two", log, [KafkaUnavailableError("nobody answers")])
    startup = Startup([Part("one", log).running, waiting.running], LONG_PAUSES)

    async with startup.running():
        with pytest.raises(NotStartedError, match="nobody answers"):
            await startup.check()

    assert log == ["one started", "one stopped"]


async def test_an_error_that_will_not_pass_is_raised_and_what_was_started_is_stopped() -> None:
    log: list[str] = []
    broken = Part("two", log, [ValueError("no such thing")])

    with pytest.raises(ValueError, match="no such thing"):
        async with Startup([Part("one", log).running, broken.running]).running():
            log.append("runs")

    assert log == ["one started", "one stopped"]


async def test_an_error_that_will_not_pass_ends_the_process_when_it_comes_late() -> None:
    told_to_end = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, told_to_end.set)
    part = Part("one", [], [KafkaUnavailableError("not yet"), ValueError("no such thing")])
    try:
        async with Startup([part.running], wait_fixed(0.01)).running(), asyncio.timeout(5):
            await told_to_end.wait()
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
    assert told_to_end.is_set()
