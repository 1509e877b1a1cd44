"""Each fault once or twice: `make faults` does the same many times."""

from collections.abc import AsyncIterator

import pytest

from faults.repertoire import BRIEFLY, BRIEFLY_ON_ONE_SYSTEM
from faults.stage import Stage
from faults.system_faults import running_system
from faults.table import Row
from line.running_system import RunningSystem


@pytest.fixture(scope="module")
async def system(stage: Stage) -> AsyncIterator[RunningSystem]:
    """Has a chat-core of its own, so it comes after those that are alone with theirs."""
    async with running_system(stage) as running:
        yield running


def check(row: Row) -> None:
    verdict = row.verdict
    assert row.findings == []
    assert (verdict.lost, verdict.doubled, verdict.reordered) == (0, 0, 0)
    assert verdict.accepted > 0


@pytest.mark.parametrize("fault", BRIEFLY)
async def test_nothing_accepted_is_lost_doubled_or_reordered(stage: Stage, fault: str) -> None:
    row = await BRIEFLY[fault](stage)

    check(row)


@pytest.mark.parametrize("fault", BRIEFLY_ON_ONE_SYSTEM)
async def test_nothing_accepted_at_the_gateways_is_lost_doubled_or_reordered(
    stage: Stage, system: RunningSystem, fault: str
) -> None:
    row = await BRIEFLY_ON_ONE_SYSTEM[fault](stage, system)

    check(row)
