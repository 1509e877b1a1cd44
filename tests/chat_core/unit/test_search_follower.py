"""Commands go first: the search waits while many of them come, and not for ever."""

from chat_core.consumers.search_follower import (
    BURST_PER_SECOND,
    LONGEST_WAIT_SECONDS,
    CommandBursts,
)
from support.gateway_fakes import seconds_from


def test_many_small_batches_are_a_burst_as_one_large_batch_is() -> None:
    clock, move = seconds_from()
    small, large = CommandBursts(clock), CommandBursts(clock)
    with large.deciding(500):
        pass
    for _ in range(100):
        move(0.01)
        with small.deciding(10):
            pass
        with large.deciding(10):
            pass

    assert (small.is_going_on, large.is_going_on) == (True, True)


def test_what_people_write_is_no_burst() -> None:
    clock, move = seconds_from()
    bursts = CommandBursts(clock)
    for _ in range(100):
        move(1 / 25)
        with bursts.deciding(1):
            assert not bursts.is_going_on

    assert not bursts.is_going_on


def test_a_burst_is_over_soon_after_its_last_batch() -> None:
    clock, move = seconds_from()
    bursts = CommandBursts(clock)
    with bursts.deciding(2_000):
        assert bursts.is_going_on

    move(2.0)

    assert not bursts.is_going_on


async def test_under_a_load_that_never_ends_the_wait_ends_all_the_same() -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += LONGEST_WAIT_SECONDS / 4
        return now

    bursts = CommandBursts(clock)
    with bursts.deciding(int(BURST_PER_SECOND) * 1_000):
        await bursts.wait_for_end()
        assert bursts.is_going_on
