"""Faults of the notifier's sending: killed between an answer and its record."""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from signal import SIGKILL
from time import monotonic

from booking_chat.service.fault_points import no_fault
from devstack.ports import free_port
from devstack.processes import Process
from faults.core_faults import DEATH_SECONDS
from faults.stage import Stage
from faults.table import Row
from faults.verdict import Verdict
from notifier.channels.assembly import make_outbound
from notifier.config import NotifierConfig
from notifier.domain.destinations.changes import Changed
from notifier.domain.planning.plan import plan
from notifier.sending.assembly import make_sending
from notifier.sending.portal_links import PortalLinks
from notifier.sending.sender import ANSWERED
from notifier.storage.collections import Collections
from notifier.storage.destinations import DestinationStore
from notifier.storage.plans import PlanStore
from support.alert_world import a_destination, posted
from support.http_receiver import HttpReceiver
from support.own_alerts import notifier_config

MOST_PASSES = 4
"""A notifier lives through up to so many answers before the one that it does not record."""
PAUSE_SECONDS = 0.05
LEASE = timedelta(minutes=10)
"""Longer than the play, so that what was in hand at a kill is taken up once, at the end."""


@dataclass
class AlertTown:
    """Two webhooks of one location, and all that was planned for them."""

    of: Collections
    config: NotifierConfig
    hooks: HttpReceiver
    planned: set[str] = field(default_factory=set)

    async def open(self) -> None:
        destinations = DestinationStore(self.of)
        for name in ("first", "second"):
            destination = a_destination(name, location="faulty").updated(url=self.hooks.url)
            await destinations.add(Changed(destination), [])

    async def write(self, number: int) -> None:
        """A customer's message, which is due at once at both of them."""
        now = datetime.now(UTC)
        event = posted(1, booking=f"faulty-{number}", location="faulty", sent_at=now)
        plans = PlanStore(self.of)
        made = plan([event], await plans.load([event]), self.config.rules, now)
        await plans.save(made)
        self.planned |= {delivery.id for delivery in made.deliveries}

    async def leases_are_over(self) -> None:
        """What a notifier sends that comes by when all leases have run out."""
        outbound = make_outbound(self.config)
        await outbound.start()
        try:
            sending = make_sending(
                self.config,
                self.of,
                outbound.channels,
                PortalLinks(None, None),
                clock=lambda: datetime.now(UTC) + LEASE,
                fault_hook=no_fault,
            )
            await sending.dispatcher.send_due()
        finally:
            await outbound.stop()


async def killed_between_answer_and_record(stage: Stage, kills: int, workers: int) -> Row:
    """So many notifiers at a time share the work; each kills itself at an answer, and is replaced.

    Each alert has to arrive, always as the same one, and twice at most.
    """
    chance = random.Random(kills)  # noqa: S311 - not a secret
    points = iter([f"{ANSWERED}:{chance.randrange(MOST_PASSES)}" for _ in range(kills)])
    config = notifier_config(stage.config, alert_lease_seconds=LEASE.total_seconds())
    async with HttpReceiver() as hooks:
        town = AlertTown(Collections(stage.client), config, hooks)
        await town.open()
        async with _messages(town):
            await asyncio.gather(*(_die_again_and_again(stage, points) for _ in range(workers)))
        started = monotonic()
        await town.leases_are_over()
        return _row(town, kills, monotonic() - started)


@asynccontextmanager
async def _messages(town: AlertTown) -> AsyncIterator[None]:
    """Customers write, each in a conversation of their own, for as long as the context lasts."""

    enough = asyncio.Event()

    async def write() -> None:
        numbers = count()
        while not enough.is_set():
            await town.write(next(numbers))
            await asyncio.sleep(PAUSE_SECONDS)

    writing = asyncio.create_task(write())
    try:
        yield
    finally:
        enough.set()
        await writing


async def _die_again_and_again(stage: Stage, points: Iterator[str]) -> None:
    for point in points:
        notifier = _notifier(stage, point)
        await notifier.start()
        try:
            async with asyncio.timeout(DEATH_SECONDS):
                code = await notifier.wait()
        finally:
            await notifier.stop(patience=0)
        if code != -SIGKILL:
            raise RuntimeError(f"notifier ended with {code} at {point}:\n{notifier.last_lines()}")


def _notifier(stage: Stage, fault_point: str) -> Process:
    settings = {
        "ENVIRONMENT": "development",
        "HTTP_PORT": str(free_port()),
        "METRICS_PORT": str(free_port()),
        "KAFKA_BOOTSTRAP": stage.config.kafka_bootstrap,
        "MONGO_URL": stage.config.mongo_url,
        "DASHBOARD_URL": "http://127.0.0.1:8081",
        "PORTAL_URL": "http://127.0.0.1:8080",
        "ALERTS_ALLOW_PRIVATE": "true",
        "ALERT_LEASE_SECONDS": str(LEASE.total_seconds()),
        "FAULT_POINT": fault_point,
    }
    return Process(
        "notifier",
        [sys.executable, "-m", "notifier.main"],
        stage.logs / "notifier.log",
        {f"BOOKING_CHAT_{name}": value for name, value in settings.items()},
    )


def _row(town: AlertTown, kills: int, seconds: float) -> Row:
    arrived = Counter(request.headers["webhook-id"] for request in town.hooks.requests)
    bodies = {(request.headers["webhook-id"], request.body) for request in town.hooks.requests}
    repeated = sum(times > 1 for times in arrived.values())
    findings = [f"{stranger} was never planned" for stranger in arrived.keys() - town.planned]
    if repeated < kills:
        findings.append(f"{kills} kills, and only {repeated} alerts came again")
    if len(bodies) != len(arrived):
        findings.append(f"{len(bodies) - len(arrived)} alerts came again with other words")
    return Row(
        fault="notifier killed between an answer and its record",
        times=kills,
        verdict=Verdict(
            accepted=len(town.planned),
            stored=len(arrived),
            lost=len(town.planned - arrived.keys()),
            # One repeat is what is promised.
            doubled=sum(times > 2 for times in arrived.values())
            + len(arrived.keys() - town.planned),
            reordered=0,
        ),
        recovery=seconds,
        findings=findings,
    )
