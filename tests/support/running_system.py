"""The five services and the identity provider as processes that a test may kill."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

import httpx

from booking_chat.contracts.services import ServiceName
from booking_chat.service.http.service_tokens import ServiceSecrets
from devstack.doors import Doors
from devstack.ports import free_port, is_free
from devstack.processes import Process, together, until
from devstack.services import (
    CATCHER,
    DEVELOPMENT,
    IDENTITY,
    Addresses,
    Engines,
    Secrets,
    choose_ports,
    development_processes,
    service_processes,
)
from devstack.tokens import SigningKeys, load_or_make_keys
from support.service_calls import Signed

READY_SECONDS = 180.0
STOP_SECONDS = 5.0
SERVICES = ("portal-gateway", "operator-gateway", "chat-core", "notifier", "settings")


@dataclass
class RunningSystem:
    """`keys` and `secrets` are what its tokens, links and sessions are made with."""

    addresses: Addresses
    engines: Engines
    processes: Mapping[str, Process]
    keys: SigningKeys
    secrets: Secrets

    @property
    def doors(self) -> Doors:
        return Doors(
            portal=self.addresses.url("portal-gateway"),
            dashboard=self.addresses.url("operator-gateway"),
            identity=self.addresses.url(IDENTITY),
            kafka=self.engines.kafka_bootstrap,
            catcher=self.addresses.url(CATCHER),
        )

    @property
    def is_complete(self) -> bool:
        return all(process.ended is None for process in self.processes.values())

    async def start(self) -> None:
        await together(*(self.start_one(name) for name in DEVELOPMENT))
        await together(*(self.start_one(name) for name in SERVICES))

    async def start_one(self, name: str) -> None:
        """Starts a process and returns when it is ready."""
        process = self.processes[name]
        await process.start()
        async with httpx.AsyncClient(base_url=self.addresses.url(name), timeout=5) as client:

            async def is_ready() -> bool:
                try:
                    return (await client.get("/health/ready")).is_success
                except httpx.TransportError:
                    return False

            await until(process, is_ready, READY_SECONDS)

    async def kill(self, name: str) -> None:
        """SIGKILL: no chance to say goodbye to anybody."""
        process = self.processes[name]
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()

    async def stop(self) -> None:
        await asyncio.gather(*(process.stop(STOP_SECONDS) for process in self.processes.values()))

    async def core(self, path: str) -> httpx.Response:
        """An answer of chat-core to the operator gateway."""
        signed = Signed(ServiceName.CHAT_CORE, ServiceSecrets(self.secrets.service))
        url = self.addresses.url("chat-core")
        async with httpx.AsyncClient(base_url=url, auth=signed) as client:
            return await client.get(path)

    async def core_monitoring(self, path: str) -> httpx.Response:
        """Health with its details, and how many messages are where."""
        async with httpx.AsyncClient(base_url=self.addresses.metrics_url("chat-core")) as client:
            return await client.get(path)

    async def until_decided(self) -> dict[str, int]:
        """The balance of the command log once nothing is in flight any more."""
        async with asyncio.timeout(READY_SECONDS):
            while True:
                balance: dict[str, int] = (await self.core_monitoring("/conservation")).json()
                if balance["inFlight"] == 0:
                    return balance
                await asyncio.sleep(0.1)


@asynccontextmanager
async def running_system(engines: Engines, folder: Path) -> AsyncIterator[RunningSystem]:
    """All services on these engines, ready, for as long as the context lasts."""
    addresses = choose_ports({}, free_port, is_free)
    keys_folder, secrets = folder / "identity", Secrets(token_urlsafe(48), token_urlsafe(48))
    processes = [
        *development_processes(addresses, keys_folder, folder),
        *service_processes(addresses, engines, secrets, folder),
    ]
    system = RunningSystem(
        addresses,
        engines,
        {process.name: process for process in processes},
        load_or_make_keys(keys_folder),
        secrets,
    )
    try:
        await system.start()
        yield system
    finally:
        await system.stop()
