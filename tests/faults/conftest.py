"""The short form: all plays that are asked for, side by side from the first one on."""

from collections.abc import AsyncIterator

import pytest

from devstack.engines import apache_kafka
from devstack.paths import RunFolder
from faults.lanes import Outcomes, playing
from faults.repertoire import BRIEFLY, PROGRAMMES


@pytest.fixture(scope="session")
async def outcomes(request: pytest.FixtureRequest) -> AsyncIterator[Outcomes]:
    if not apache_kafka.can_run(RunFolder().engines):
        pytest.skip("three Kafka nodes as processes need Java 17 and Maven")
    asked = {
        item.callspec.params.get("fault")
        for item in request.session.items
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
    }
    programmes = [[play for play in plays if play in asked] for plays in PROGRAMMES]
    async with playing(BRIEFLY, list(filter(None, programmes)), lanes=2) as outcomes:
        yield outcomes
