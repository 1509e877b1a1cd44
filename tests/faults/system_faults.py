"""Faults seen from outside: people write through the gateways while something is away."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from itertools import cycle, islice
from time import monotonic
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from booking_chat.ids import thread_id
from booking_chat.topics import ALERTS, COMMANDS, DEAD_LETTERS, EVENTS
from chat_core.main import COMMANDS_GROUP
from devstack.client import IdentityClient
from devstack.ports import free_port, is_free
from devstack.services import Engines, choose_ports, identity_process, service_processes
from faults.alerts import messages_without_alert
from faults.stage import Scene, Stage
from faults.table import Row
from faults.traffic import Writer
from line.people import People, people
from line.running_system import RunningSystem
from notifier.consumer import NAME as NOTIFIER_GROUP

CUSTOMERS = 4
EVERYBODY = {COMMANDS_GROUP: COMMANDS, NOTIFIER_GROUP: EVENTS}
VICTIMS = ("notifier", "portal-gateway", "operator-gateway")
LONGEST_LIFE_SECONDS = 3.0
ANSWER_SECONDS = 6.0
"""The five seconds that a gateway gives Kafka, and one for everything else."""


@dataclass
class Town:
    """The whole system at work, and people who write through its gateways."""

    system: RunningSystem
    crowd: People
    scene: Scene


@asynccontextmanager
async def running_system(stage: Stage) -> AsyncIterator[RunningSystem]:
    """All services on the engines of a stage, ready, for as long as the context lasts."""
    addresses = choose_ports({}, free_port, is_free)
    engines = Engines(stage.config.mongo_url, stage.config.kafka_bootstrap, kafka_idempotence=True)
    processes = [
        identity_process(addresses, stage.logs / "identity", stage.logs),
        *service_processes(addresses, engines, secrets.token_urlsafe(48), stage.logs),
    ]
    system = RunningSystem(addresses, engines, {process.name: process for process in processes})
    try:
        await system.start()
        yield system
    finally:
        await system.stop()


@asynccontextmanager
async def town(stage: Stage, system: RunningSystem) -> AsyncIterator[Town]:
    """Each customer and one operator write all the time, for as long as the context lasts."""
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


async def services_killed(stage: Stage, system: RunningSystem, times: int) -> Row:
    """Notifier and gateways are killed at random times, in turn, and started again."""
    chance = random.Random(times)  # noqa: S311 - not a secret
    async with town(stage, system) as place:
        for victim in islice(cycle(VICTIMS), times):
            await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
            await place.system.kill(victim)
            place.scene.strike()
            await place.system.start_one(victim)
            await place.scene.recovered()
    row = await stage.row("notifier and gateways killed", place.scene)
    missing = await messages_without_alert(stage.config.kafka_bootstrap, ALERTS, place.scene.ledger)
    return replace(row, findings=[*row.findings, *missing])


async def mongo_away(stage: Stage, system: RunningSystem, seconds: float) -> Row:
    """All MongoDB members are killed at once and come back after so many seconds."""
    async with town(stage, system) as place:
        letters = await stage.progress.ends(DEAD_LETTERS)
        findings = await _during(place, partial(_kill_mongo, stage), seconds)
        health = await place.system.core("/health/ready")
        if (health.status_code, health.json()["status"]) != (503, "degraded"):
            findings.append(f"without MongoDB chat-core's readiness says {health.text}")
        await stage.mongo.start_members(stage.mongo.members)
        await stage.mongo.until_primary()
        place.scene.strike()
        await place.scene.recovered()
    if await stage.progress.ends(DEAD_LETTERS) != letters:
        findings.append("valid commands are among the dead letters")
    row = await stage.row(f"MongoDB away for {seconds:.0f} s", place.scene)
    return replace(row, findings=[*row.findings, *findings])


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


async def kafka_away(stage: Stage, system: RunningSystem, seconds: float) -> Row:
    """All Kafka nodes are killed at once: gateways say so, and accept again when they are back."""
    async with town(stage, system) as place, _visitor(place) as visitor:
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
