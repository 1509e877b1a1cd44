"""Waiting for the projections ends when they have caught up, or are not running any more."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from booking_chat.contracts.topics import Topic
from booking_chat.service.messaging.records import KafkaUnavailableError
from chat_core.consumers.catch_up import catch_up


@dataclass
class Projection:
    running: bool = True
    settled: bool = True


@dataclass
class Behind:
    """So many records behind, one fewer each time it is asked."""

    records: int

    async def ends(self, topic: Topic) -> dict[int, int]:
        return {0: self.records}

    async def lag(self, group_id: str, topic: Topic, ends: Mapping[int, int]) -> int:
        self.records -= 1
        return max(self.records, 0)


async def test_it_returns_once_the_projections_have_caught_up() -> None:
    progress = Behind(records=5)

    await catch_up(progress, [Projection(), Projection()])

    assert progress.records <= 0


@pytest.mark.parametrize(
    ("projection", "records"),
    [
        pytest.param(Projection(running=False, settled=False), 0, id="before it was checked"),
        pytest.param(Projection(running=False), 1_000_000, id="while it lags"),
    ],
)
async def test_a_projection_that_was_stopped_keeps_nobody_waiting(
    projection: Projection, records: int
) -> None:
    with pytest.raises(KafkaUnavailableError):
        await catch_up(Behind(records), [projection, Projection()])
