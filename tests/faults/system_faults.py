"""Faults seen from outside: people write through the gateways while something is away."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from time import monotonic
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import ALERTS, COMMANDS, DEAD_LETTERS, EVENTS
from booking_chat.service.messaging.liveness import STUCK_SECONDS
from chat_core.names import COMMANDS_GROUP
from devstack.client import IdentityClient
from faults.alerts import messages_without_alert
from faults.stage import Scene, Stage
from faults.table import Row
from faults.traffic import Writer
from notifier.consumers.groups import NAME as NOTIFIER_GROUP
from support.running_system import RunningSystem
from system.people import People, people

CUSTOMERS = 4
EVERYBODY = {COMMANDS_GROUP: COMMANDS, NOTIFIER_GROUP: EVENTS}
VICTIMS = ("notifier", "portal-gateway", "operator-gateway")
LONGEST_LIFE_SECONDS = 3.0
LATEST_STUCK_SECONDS = 15.0
"""What was on its way when MongoDB went away is done first, and each question takes a while."""
ANSWER_SECONDS = 6.0
"""The five seconds that a gateway gives Kafka, and one for everything else."""


@dataclass
class Town:
    """The whole system at work, and people who write through its gateways."""

    system: RunningSystem
    crowd: People
    scene: Scene


@asynccontextmanager
async def town(stage: Stage) -> AsyncIterator[Town]:
    """Each customer and one operator write all the time, for as long as the context lasts."""
    system = await stage.system()
    async with people(system, stage.publisher, CUSTOMERS, staff=1) as crowd:
        for booking in crowd.bookings:
            await crowd.staff[0].open_thread(booking)
        async with stage.scene(writers_of(crowd), EVERYBODY) as scene:
            yield Town(system, crowd, scene)


def writers_of(crowd: People) -> list[Writer]:
    pairs = list(zip(crowd.bookings, crowd.customers, strict=True))
    operator = crowd.staff[0]
    return [
        *(Writer(f"customer of {booking}", booking, c.post) for booking, c in pairs),
        *(
            Writer(f"operator of {booking}", booking, partial(operator.post, thread_id(booking)))
            for booking in crowd.bookings
        ),
    ]


async def services_killed(stage: Stage, times: int) -> Row:
    """Notifier and gateways are killed at random times, each of them so many times."""
    chance = random.Random(times)  # noqa: S311 - not a secret
    async with town(stage) as place, asyncio.TaskGroup() as dying:
        for victim in VICTIMS:
            dying.create_task(_killed_again_and_again(place, victim, times, chance))
    row = await stage.row("notifier and both gateways killed at random times", place.scene)
    return await _with_missing_alerts(stage, place, row)


async def _killed_again_and_again(
    place: Town, victim: str, times: int, chance: random.Random
) -> None:
    for _ in range(times):
        await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
        await place.system.kill(victim)
        moment = place.scene.strike()
        await place.system.start_one(victim)
        await place.scene.recovered(moment)


async def notifier_stopped(stage: Stage, seconds: float) -> Row:
    """The notifier does not read for a while: nobody else waits for it, and it catches up."""
    async with town(stage) as place:
        notifier = place.system.processes["notifier"]
        notifier.send(signal.SIGSTOP)
        try:
            until = monotonic() + seconds
            while monotonic() < until:
                place.scene.strike()
                await place.scene.recovered()
                await asyncio.sleep(1)
        finally:
            notifier.send(signal.SIGCONT)
    row = await stage.row(f"notifier stopped for {seconds:.0f} s", place.scene)
    return await _with_missing_alerts(stage, place, row)


async def _with_missing_alerts(stage: Stage, place: Town, row: Row) -> Row:
    missing = await messages_without_alert(stage.config.kafka_bootstrap, ALERTS, place.scene.ledger)
    return replace(row, findings=[*row.findings, *missing])


async def mongo_away(stage: Stage, seconds: float) -> Row:
    """All MongoDB members are killed at once and come back after so many seconds."""
    async with town(stage) as place:
        letters = await stage.progress.ends(DEAD_LETTERS)
        async with _watched_liveness(place.system) as stuck_after:
            findings = await _during(place, partial(_kill_mongo, stage), seconds)
        findings += _wrong_liveness(stuck_after, seconds)
        health = await place.system.core_monitoring("/health/ready")
        if (health.status_code, health.json()["status"]) != (503, "degraded"):
            findings.append(f"without MongoDB chat-core's readiness says {health.text}")
        await stage.mongo.start_members(stage.mongo.members)
        await stage.mongo.elect(stage.mongo.members[0])
        place.scene.strike()
        await place.scene.recovered()
    if await stage.progress.ends(DEAD_LETTERS) != letters:
        findings.append("valid commands are among the dead letters")
    row = await stage.row(f"MongoDB away for {seconds:.0f} s", place.scene)
    return replace(row, findings=[*row.findings, *findings])


@asynccontextmanager
async def _watched_liveness(system: RunningSystem) -> AsyncIterator[list[float]]:
    """Asks chat-core every second, as an orchestrator would.

    Gives the seconds after which it called itself stuck, for as long as the context lasts.
    """
    stuck_after: list[float] = []
    started = monotonic()

    async def watch() -> None:
        while True:
            if (await system.core("/health/live")).is_server_error:
                stuck_after.append(monotonic() - started)
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    try:
        yield stuck_after
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def _wrong_liveness(stuck_after: list[float], seconds: float) -> list[str]:
    """Whether chat-core called itself stuck after a minute, and not before."""
    wrong = [f"stuck after {s:.0f} s, which is too early" for s in stuck_after if s < STUCK_SECONDS]
    if seconds > STUCK_SECONDS + LATEST_STUCK_SECONDS and not stuck_after:
        wrong.append(f"not stuck after {seconds:.0f} s without progress")
    return wrong


async def _kill_mongo(stage: Stage) -> None:
    await stage.mongo.kill(*stage.mongo.members)


async def _during(
    place: Town, take_away: Callable[[], Awaitable[None]], seconds: float
) -> list[str]:
    """Finds out whether the gateways go on accepting while something is away."""
    await asyncio.sleep(2)
    await take_away()
    # What was on its way may still be accepted; what comes now comes without it.
    await asyncio.sleep(1)
    since = monotonic()
    await asyncio.sleep(seconds)
    accepted = sum((s.accepted_at or 0) > since for s in place.scene.ledger.by_id.values())
    return [] if accepted else ["the gateways accepted nothing while MongoDB was away"]


async def kafka_away(stage: Stage, seconds: float) -> Row:
    """All Kafka nodes are killed at once: gateways say so, and accept again when they are back."""
    async with town(stage) as place, _visitor(place) as visitor:
        await asyncio.sleep(2)
        await stage.kafka.kill(*stage.kafka.nodes)
        findings = []
        until = monotonic() + seconds
        while monotonic() < until:
            findings += await _refusal(visitor)
        await stage.kafka.start_nodes(*stage.kafka.nodes)
        place.scene.strike()
        await place.scene.recovered()
    row = await stage.row(f"Kafka away for {seconds:.0f} s, seen at the gateways", place.scene)
    return replace(row, findings=[*row.findings, *findings])


@asynccontextmanager
async def _visitor(place: Town) -> AsyncIterator[httpx.AsyncClient]:
    """A customer's browser that asks once and takes what it gets."""
    async with (
        IdentityClient(place.system.doors.identity) as identity,
        httpx.AsyncClient(base_url=place.system.doors.portal, timeout=30) as browser,
    ):
        token = urlsplit(await identity.link(place.crowd.bookings[0])).fragment
        (await browser.post("/api/session", json={"token": token})).raise_for_status()
        yield browser


async def _refusal(visitor: httpx.AsyncClient) -> list[str]:
    """What is wrong with the answer to a message while Kafka is away."""
    started = monotonic()
    client_id = str(uuid4())
    message = {"clientMessageId": client_id, "text": f"Is anybody there? {client_id}"}
    answer = await visitor.post("/api/conversation/messages", json=message)
    took = monotonic() - started
    wrong = []
    if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
        wrong.append(f"without Kafka a message is answered {answer.status_code}")
    if "Retry-After" not in answer.headers:
        wrong.append("the answer without Kafka has no Retry-After")
    if took > ANSWER_SECONDS:
        wrong.append(f"the answer without Kafka took {took:.1f} s")
    return wrong
