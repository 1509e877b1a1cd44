"""Peers at the gateways' doors that send slowly, send nothing, or read nothing."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import httpx

from booking_chat.service.http.limits import DEFAULTS
from devstack.client import IdentityClient, StaffClient
from devstack.demo_people import ANA
from devstack.waiting import comes_true
from faults.stage import Stage
from faults.system_faults import Town, town
from faults.table import Row
from support.besieged import resident_megabytes
from support.hostile_peers import HALF_A_BODY, HALF_A_HEAD, get, heard_until, peers

GATEWAYS = ("portal-gateway", "operator-gateway")
HALF_OPEN = 150
STALLED = 15
SMALL_BUFFER = 4096
WARM_UP_SECONDS = 3.0
MOST_MEGABYTES = 20.0
GONE_SECONDS = DEFAULTS.write_seconds + DEFAULTS.body_seconds + 20.0
"""A stalled reader has the time of one write; the rest is until its buffers are full."""
OTHER_FILES = 20
"""What a gateway may open meanwhile for itself: connections to other services and to Kafka."""


@dataclass
class Siege:
    """One gateway with what it took before, the head that asks for live events, and besiegers."""

    url: str
    pid: int
    events: bytes
    megabytes: float
    files: int
    most_megabytes: float = 0.0
    dripping: list[socket.socket] = field(default_factory=list)

    def begin(self, opened: ExitStack) -> None:
        """Everybody comes, and is there until `opened` is closed."""
        for says in (b"", HALF_A_HEAD, HALF_A_BODY):
            opened.enter_context(peers(self.url, HALF_OPEN, says))
        self.dripping = opened.enter_context(peers(self.url, HALF_OPEN, HALF_A_HEAD))
        for reader in opened.enter_context(peers(self.url, STALLED, self.events, SMALL_BUFFER)):
            heard_until(reader, b": connected")

    def drip(self) -> None:
        for peer in self.dripping:
            with suppress(OSError):
                peer.send(b"a", socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)

    def weigh(self) -> None:
        self.most_megabytes = max(self.most_megabytes, resident_megabytes(self.pid))

    @property
    def grown(self) -> float:
        """By how many megabytes the gateway has grown at most."""
        return self.most_megabytes - self.megabytes

    async def is_over(self) -> bool:
        """Whether the gateway has let go of all of them."""
        return _open_files(self.pid) <= self.files + OTHER_FILES


async def slow_peers(stage: Stage, times: int, seconds: float) -> Row:
    """Both gateways are besieged again and again, for so many seconds, while people write."""
    findings: list[str] = []
    async with town(stage) as place:
        await asyncio.sleep(WARM_UP_SECONDS)
        sieges = await _sieges(place)
        async with _healthy_reader(place) as heard:
            for _ in range(times):
                with ExitStack() as opened:
                    for siege in sieges:
                        siege.begin(opened)
                    await _while_besieged(place, sieges, seconds)
                    findings += await _left_over(sieges)
            before = len(heard)
            place.scene.strike()
            await place.scene.recovered()
            if len(heard) == before:
                findings.append("a reader who reads was cut off")
    row = await stage.row("slow, silent and stalled peers at both gateways", place.scene)
    return replace(row, findings=[*row.findings, *findings])


async def _while_besieged(place: Town, sieges: list[Siege], seconds: float) -> None:
    """People write, and everybody is heard again, second after second."""
    until = monotonic() + seconds
    while monotonic() < until:
        place.scene.strike()
        for siege in sieges:
            siege.drip()
            siege.weigh()
        await place.scene.recovered()
        await asyncio.sleep(1)


async def _left_over(sieges: list[Siege]) -> list[str]:
    """What is wrong with the gateways once the besiegers' time is over."""
    findings = []
    for siege in sieges:
        if siege.grown > MOST_MEGABYTES:
            findings.append(f"{siege.url} has grown by {siege.grown:.0f} MB")
        if not await comes_true(siege.is_over, GONE_SECONDS):
            left = _open_files(siege.pid) - siege.files
            findings.append(f"{siege.url} still has {left} more open files than before")
    return findings


async def _sieges(place: Town) -> list[Siege]:
    """The stalled readers are signed in: as the first booking's customer, and as staff."""
    doors, processes = place.system.doors, place.system.processes
    cookie = await _customers_cookie(place)
    urls = (doors.portal, doors.dashboard)
    events = (
        get("/api/conversation/events", f"Cookie: {cookie}\r\n"),
        get(
            f"/api/locations/{place.crowd.location_id}/events",
            f"Authorization: Bearer {await _staff_token(place)}\r\n",
        ),
    )
    sieges = []
    for name, url, says in zip(GATEWAYS, urls, events, strict=True):
        pid = processes[name].pid
        assert pid is not None
        sieges.append(Siege(url, pid, says, resident_megabytes(pid), _open_files(pid)))
    return sieges


async def _customers_cookie(place: Town) -> str:
    async with (
        IdentityClient(place.system.doors.identity) as identity,
        httpx.AsyncClient(base_url=place.system.doors.portal) as browser,
    ):
        token = urlsplit(await identity.link(place.crowd.bookings[0])).fragment
        answer = await browser.post("/api/session", json={"token": token})
        return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


async def _staff_token(place: Town) -> str:
    async with IdentityClient(place.system.doors.identity) as identity:
        return next(person.token for person in await identity.staff() if person.name == ANA.name)


@asynccontextmanager
async def _healthy_reader(place: Town) -> AsyncIterator[list[str]]:
    """A member of staff who follows the location live; gives the types of what they heard."""
    heard: list[str] = []

    async def listen(staff: StaffClient) -> None:
        async with staff.events(place.crowd.location_id) as events:
            async for event in events:
                heard.append(event.type)  # noqa: PERF401 - others look at it meanwhile

    async with StaffClient(place.system.doors.dashboard, await _staff_token(place)) as staff:
        listening = asyncio.create_task(listen(staff))
        try:
            yield heard
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


def _open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
