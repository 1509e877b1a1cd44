"""The notifier with a database and a clock of its own, and channels that answer as told."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import DeliveryState
from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.service.config import ServiceConfig
from booking_chat.service.fault_points import no_fault
from booking_chat.service.storage.mongo import Client, aggregate
from notifier.config import NotifierConfig
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.changes import Changed
from notifier.domain.destinations.destination import Destination
from notifier.domain.notices import Answer, Channels, Delivered, Notice, Outcome, Target
from notifier.domain.planning.plan import PlanningEvent, plan
from notifier.sending.assembly import Sending, make_sending
from notifier.sending.portal_links import NoLinkError, PortalLinks
from notifier.storage.collections import Collections, provision
from notifier.storage.delivery_log import DeliveryLog
from notifier.storage.destinations import DestinationStore
from notifier.storage.plans import PlanStore
from notifier.storage.policies import StoredPolicy
from support.alert_world import NOON

OK = Delivered(Answer(200, "ok"))


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **timespan: float) -> None:
        self.now += timedelta(**timespan)


@dataclass(frozen=True)
class Brought:
    """A notice that a channel was given."""

    at: datetime
    notice: Notice
    target: Target


@dataclass
class ToldChannels:
    """All three channels: they answer what `answers` says for the name in a URL or address."""

    brought: list[Brought] = field(default_factory=list)
    answers: dict[str, Callable[[], Outcome]] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    """Who has one hangs until it is opened."""
    busy: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    busiest: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    async def deliver(self, notice: Notice, target: Target, now: datetime) -> Outcome:
        name = name_of(target)
        self.busy[name] += 1
        self.busiest[name] = max(self.busiest[name], self.busy[name])
        try:
            if name in self.gates:
                await self.gates[name].wait()
            await asyncio.sleep(0)
            self.brought.append(Brought(now, notice, target))
            return self.answers.get(name, lambda: OK)()
        finally:
            self.busy[name] -= 1

    @property
    def by_kind(self) -> Channels:
        return dict.fromkeys(DestinationKind, self)

    def to(self, name: str) -> list[Notice]:
        return [brought.notice for brought in self.brought if name_of(brought.target) == name]


def name_of(target: Target) -> str:
    if "@" in target.where:
        return target.where.split("@")[0]
    return target.where.rsplit("/", 1)[-1]


class ToldLinks(PortalLinks):
    """Whoever signs links for customers, and may be away."""

    def __init__(self) -> None:
        super().__init__(None, None)
        self.is_away = False

    async def link(self, booking_id: str) -> str:
        if self.is_away:
            raise NoLinkError("who signs customers' links does not answer")
        return f"https://portal.example.com/c#token-of-{booking_id}"


@dataclass
class OwnAlerts:
    config: NotifierConfig
    of: Collections
    clock: Clock = field(default_factory=Clock)
    channels: ToldChannels = field(default_factory=ToldChannels)
    links: ToldLinks = field(default_factory=ToldLinks)
    real_channels: Channels | None = None
    """In place of those that answer as told."""
    location: str = "lisbon"

    def sending(self) -> Sending:
        """What a process has: any number of them may share the work."""
        channels = self.real_channels or self.channels.by_kind
        return make_sending(
            self.config, self.of, channels, self.links, clock=self.clock, fault_hook=no_fault
        )

    async def have(self, *destinations: Destination) -> None:
        for destination in destinations:
            await DestinationStore(self.of).add(Changed(destination), [])

    async def have_policy(self, policy: AlertPolicy) -> None:
        stored = StoredPolicy(id=self.location, policy=policy, version=1)
        await self.of.policies.replace_one({"_id": self.location}, stored.document(), upsert=True)

    async def hear(self, *events: PlanningEvent) -> None:
        plans = PlanStore(self.of)
        known = await plans.load(events)
        await plans.save(plan(events, known, self.config.rules, self.clock()))

    async def send_due(self) -> None:
        """Sends all that is due by the clock."""
        await self.sending().dispatcher.send_due()

    async def all(self) -> list[Delivery]:
        """Every delivery, in the order in which they were planned."""
        found = self.of.deliveries.find().sort([("createdAt", 1), ("messages.seq", 1)])
        return [Delivery.model_validate(document) async for document in found]

    async def only(self) -> Delivery:
        (delivery,) = await self.all()
        return delivery

    async def states(self) -> dict[DeliveryState, int]:
        groups = await aggregate(
            self.of.deliveries, [{"$group": {"_id": "$state", "n": {"$sum": 1}}}]
        )
        return {DeliveryState(group["_id"]): group["n"] async for group in groups}

    async def destination(self, destination_id: str) -> Destination:
        found = await DestinationStore(self.of).by_id(destination_id)
        assert found is not None
        return found

    @property
    def fates(self) -> DeliveryLog:
        return DeliveryLog(self.of)

    async def backlog(self, deliveries: Sequence[Delivery]) -> None:
        await self.of.deliveries.insert_many([delivery.document() for delivery in deliveries])


def notifier_config(config: ServiceConfig, **settings: Any) -> NotifierConfig:
    """The notifier's settings for a system under test."""
    own = {
        "alerts_allow_private": True,
        "dashboard_url": "http://127.0.0.1:8081",
        "portal_url": "http://127.0.0.1:8080",
    }
    return NotifierConfig.model_validate(config.model_dump() | own | settings)


@asynccontextmanager
async def own_alerts(config: ServiceConfig, mongo: Client) -> AsyncIterator[OwnAlerts]:
    name = f"alerts_{uuid4().hex}"
    await provision(mongo, name)
    yield OwnAlerts(notifier_config(config), Collections(mongo, name))
    await mongo.drop_database(name)
