"""The whole system as processes on the session's engines."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from devstack.ports import free_port, is_free
from devstack.services import Engines as Found
from devstack.services import choose_ports, identity_process, service_processes
from engines import Engines
from line.running_system import RunningSystem


@pytest.fixture(scope="session")
async def system(
    engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningSystem]:
    folder: Path = tmp_path_factory.mktemp("system")
    addresses = choose_ports({}, free_port, is_free)
    found = Found(engines.mongo_url, engines.kafka_bootstrap, engines.kafka_idempotence)
    processes = [
        identity_process(addresses, folder / "identity", folder),
        *service_processes(addresses, found, secrets.token_urlsafe(48), folder),
    ]
    system = RunningSystem(addresses, found, {process.name: process for process in processes})
    try:
        await system.start()
        yield system
    finally:
        await system.stop()
