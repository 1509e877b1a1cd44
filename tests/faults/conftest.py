"""The stage of the short form: one for all tests, because it takes a while to build."""

from collections.abc import AsyncIterator

import pytest

from devstack.engines import apache_kafka
from devstack.paths import RunFolder
from faults.stage import Stage, running_stage


@pytest.fixture(scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    if not apache_kafka.can_run(RunFolder().engines):
        pytest.skip("three Kafka nodes as processes need Java 17 and Maven")
    async with running_stage(tmp_path_factory.mktemp("faults")) as running:
        yield running
