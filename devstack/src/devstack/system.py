"""The whole system on one machine: engines, identity provider and services."""

import asyncio
import os
import secrets
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import httpx

from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.provision import Difference, endangers, provision_mongo, provision_topics
from booking_chat.service.retries import growing_pauses
from devstack.client import UnexpectedAnswerError
from devstack.doors import Doors
from devstack.engines.downloads import Say
from devstack.engines.local import LocalEngines
from devstack.engines.mongod import REPLICA_SET
from devstack.paths import RunFolder
from devstack.ports import free_port, is_free
from devstack.processes import Process, StartError, together, until
from devstack.ready import Ready
from devstack.seed import SeedError, seed
from devstack.services import (
    CATCHER,
    IDENTITY,
    SERVICES,
    Engines,
    Secrets,
    choose_ports,
    development_processes,
    service_processes,
)

_READY_SECONDS = 60.0
_SERVICE_STOP_SECONDS = 2.5
_ENGINE_STOP_SECONDS = 1.5
"""Both together stay under the five seconds in which Ctrl-C stops everything."""
_STEADY_SECONDS = 60.0
"""A service that ran this long before it ended is started again after the shortest pause."""


class System:
    def __init__(self, folder: RunFolder, say: Say) -> None:
        self._folder = folder
        self._say = say
        self._engines = LocalEngines(folder.engines, folder.data, folder.logs)
        self._addresses = choose_ports(os.environ, free_port, is_free)
        self._services: list[Process] = []

    @property
    def engines(self) -> str:
        return self._engines.titles

    async def start(self) -> Ready:
        """Returns when everything is up and the demo data are there. Raises StartError."""
        self._say(self.engines)
        around = development_processes(self._addresses, self._folder.identity, self._folder.logs)
        self._services += around
        await together(
            self._start_mongo(),
            self._start_kafka(),
            *(self._start_service(process) for process in around),
        )
        found = Engines(
            self._engines.mongo_url,
            self._engines.kafka_bootstrap,
            self._engines.kafka.idempotence,
        )
        self._say("engines are up, starting the services")
        root = self._folder.root
        kept = Secrets(_kept_secret(root / "session-secret"), _kept_secret(root / "service-secret"))
        services = service_processes(self._addresses, found, kept, self._folder.logs)
        self._services += services
        await together(*(self._start_service(service) for service in services))
        self._say("services are up, looking after the demo data")
        return await self._seed(found)

    async def watch(self) -> None:
        """Starts services again that end. Raises StartError when an engine ends."""
        await together(
            *(self._engine_ended(process) for process in self._engines.processes),
            *(self._keep_running(service) for service in self._services),
        )

    async def stop(self) -> None:
        await asyncio.gather(*(service.stop(_SERVICE_STOP_SECONDS) for service in self._services))
        await self._engines.stop(_ENGINE_STOP_SECONDS)

    async def _start_mongo(self) -> None:
        mongo = self._engines.mongo
        await mongo.start(self._say)
        await _prepared(
            "MongoDB",
            provision_mongo(mongo.url, members=[], replica_set=REPLICA_SET, report=_quietly),
        )

    async def _start_kafka(self) -> None:
        kafka = self._engines.kafka
        await kafka.start(self._say)
        await _prepared(
            "Kafka",
            provision_topics(
                KafkaConnection(kafka.bootstrap),
                replication=1,
                min_insync=1,
                report=_quietly,
                fix=True,
            ),
        )

    async def _start_service(self, service: Process) -> None:
        await service.start()
        url = f"{self._addresses.url(service.name)}/health/ready"
        async with httpx.AsyncClient(timeout=5.0) as client:
            await until(service, lambda: _answers_ok(client, url), _READY_SECONDS)

    async def _seed(self, found: Engines) -> Ready:
        doors = Doors(
            portal=self._addresses.url("portal-gateway"),
            dashboard=self._addresses.url("operator-gateway"),
            identity=self._addresses.url(IDENTITY),
            kafka=found.kafka_bootstrap,
            catcher=self._addresses.url(CATCHER),
        )
        try:
            seeded = await seed(doors, datetime.now(UTC).date())
        except (SeedError, UnexpectedAnswerError, httpx.TransportError) as error:
            raise StartError(f"the demo data could not be sent: {error!r}") from error
        return Ready(
            portal=doors.portal,
            dashboard=doors.dashboard,
            settings=self._addresses.url("settings"),
            identity=doors.identity,
            catcher=doors.catcher,
            metrics={name: self._addresses.metrics_url(name) for name in SERVICES},
            mongo=found.mongo_url,
            kafka=found.kafka_bootstrap,
            customer_links=seeded.links,
            staff=seeded.staff,
        )

    async def _engine_ended(self, process: Process) -> None:
        code = await process.wait()
        raise StartError(f"{process.name} ended with exit code {code}:\n{process.last_lines()}")

    async def _keep_running(self, service: Process) -> None:
        pauses = growing_pauses()
        while True:
            started = monotonic()
            code = await service.wait()
            if monotonic() - started > _STEADY_SECONDS:
                pauses = growing_pauses()
            pause = next(pauses)
            self._say(
                f"{service.name} ended with exit code {code}, starting it again in {pause:.0f} s"
            )
            await asyncio.sleep(pause)
            await service.start()


async def _prepared(engine: str, preparing: Awaitable[list[Difference]]) -> None:
    try:
        differences = await preparing
    except Exception as error:
        raise StartError(f"{engine} could not be prepared: {error!r}") from error
    if unfit := endangers(differences, production=False):
        raise StartError(f"{engine} cannot be used: {'; '.join(map(str, unfit))}")


async def _answers_ok(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).is_success
    except httpx.TransportError:
        return False


def _kept_secret(path: Path) -> str:
    """A random secret, the same at every start so that customers stay logged in."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _quietly(_: str) -> None:
    """Says nothing of each topic and index."""
