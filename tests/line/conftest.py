"""The whole system as processes on the session's engines."""

from collections.abc import AsyncIterator

import pytest

from devstack.services import Engines as Found
from engines import Engines
from line.running_system import RunningSystem, running_system


@pytest.fixture(scope="session")
async def system(
    engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningSystem]:
    found = Found(engines.mongo_url, engines.kafka_bootstrap, engines.kafka_idempotence)
    async with running_system(found, tmp_path_factory.mktemp("system")) as system:
        yield system
