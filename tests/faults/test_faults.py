"""Each fault once or twice: `make faults` does the same many times."""

import pytest

from faults.lanes import Outcomes
from faults.repertoire import BRIEFLY, PROGRAMMES


@pytest.mark.slow
@pytest.mark.parametrize("fault", BRIEFLY)
async def test_nothing_accepted_is_lost_doubled_or_reordered(
    outcomes: Outcomes, fault: str
) -> None:
    row = await outcomes[fault]

    verdict = row.verdict
    assert row.findings == []
    assert (verdict.lost, verdict.doubled, verdict.reordered) == (0, 0, 0)
    assert verdict.accepted > 0


def test_every_play_is_in_a_programme_once() -> None:
    assert sorted(play for plays in PROGRAMMES for play in plays) == sorted(BRIEFLY)
