"""The few that fail are found among many, and everybody else is tried successfully."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking_chat.service.parking.bisection import TooManyFailError, failing_ones


@dataclass
class Attempts:
    """Fails whenever one of the `bad` is among what is tried."""

    bad: set[int]
    made: int = 0
    succeeded: set[int] = field(default_factory=set)

    async def __call__(self, items: Sequence[int]) -> Exception | None:
        self.made += 1
        found = self.bad & set(items)
        if found:
            return ValueError(min(found))
        self.succeeded |= set(items)
        return None


@settings(deadline=None)
@given(st.sets(st.integers(0, 63), min_size=1, max_size=8), st.integers(64, 200))
async def test_exactly_the_bad_are_found_and_all_others_were_tried(
    bad: set[int], count: int
) -> None:
    attempts = Attempts(bad)

    found = await failing_ones(range(count), attempts, at_most=8)

    assert {item: cause.args for item, cause in found.items()} == {item: (item,) for item in bad}
    assert attempts.succeeded == set(range(count)) - bad


@pytest.mark.parametrize("bad", [0, 500, 999])
async def test_one_among_a_thousand_takes_two_attempts_a_halving_at_most(bad: int) -> None:
    attempts = Attempts({bad})

    await failing_ones(range(1000), attempts, at_most=1)

    assert attempts.made <= 2 * ceil(log2(1000)) + 1


async def test_items_that_fail_only_together_are_not_blamed() -> None:
    async def attempt(items: Sequence[int]) -> Exception | None:
        return ValueError("together") if len(items) > 1 else None

    assert await failing_ones([1, 2], attempt, at_most=2) == {}


async def test_the_search_ends_when_more_fail_than_may_be_set_aside() -> None:
    attempts = Attempts(set(range(1000)))

    with pytest.raises(TooManyFailError):
        await failing_ones(range(1000), attempts, at_most=3)

    assert attempts.made < 30
