"""A service that hangs makes few callers wait."""

import pytest

from booking_chat.service.http.breaker import PAUSE_SECONDS, TIMEOUTS_TO_OPEN, Breaker
from support.clocks import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


def an_open_breaker(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(TIMEOUTS_TO_OPEN):
        breaker.timed_out()
    return breaker


def test_a_single_slow_question_stops_nobody(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(10):
        breaker.timed_out()
        breaker.answered()

    assert breaker.permits()


def test_after_some_timeouts_in_a_row_nobody_waits(clock: Clock) -> None:
    breaker = an_open_breaker(clock)

    assert [breaker.permits() for _ in range(3)] == [False] * 3


def test_after_a_pause_one_request_tries_and_the_others_do_not_wait(clock: Clock) -> None:
    breaker = an_open_breaker(clock)

    clock.now += PAUSE_SECONDS

    assert [breaker.permits() for _ in range(3)] == [True, False, False]


def test_a_trial_that_hangs_keeps_it_open_until_the_next_one(clock: Clock) -> None:
    breaker = an_open_breaker(clock)
    clock.now += PAUSE_SECONDS
    breaker.permits()
    breaker.timed_out()

    before = breaker.permits()
    clock.now += PAUSE_SECONDS

    assert [before, breaker.permits()] == [False, True]


def test_the_first_answer_closes_it(clock: Clock) -> None:
    breaker = an_open_breaker(clock)
    clock.now += PAUSE_SECONDS
    breaker.permits()
    breaker.answered()

    assert [breaker.permits() for _ in range(3)] == [True] * 3
