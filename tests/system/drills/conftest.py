from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from devstack.engines import apache_kafka
from devstack.paths import RunFolder
from system.drills.site import Site, running_site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """A system for this drill alone."""
    cache = RunFolder().engines
    if not apache_kafka.can_run(cache):
        pytest.skip("a Kafka that can be lost needs Java 17 and Maven")
    async with running_site(cache, tmp_path) as site:
        yield site
