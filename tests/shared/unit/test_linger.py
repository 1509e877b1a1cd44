"""A consumer waits for more records under load, and not at all when idle."""

import pytest

from booking_chat.service.messaging.record_consumer import Linger

LINGER = 0.25
FULL = 500


def test_the_first_records_after_a_silence_do_not_wait() -> None:
    linger = Linger(LINGER)

    waits = [linger.seconds_after(1, FULL, now) for now in (10.0, 20.0, 30.0)]

    assert waits == [0.0, 0.0, 0.0]


def test_records_that_come_soon_after_others_wait_for_more() -> None:
    linger = Linger(LINGER)
    linger.seconds_after(1, FULL, now=10.0)

    assert linger.seconds_after(1, FULL, now=10.1) == LINGER


def test_soon_is_counted_from_the_end_of_the_wait() -> None:
    linger = Linger(LINGER)
    linger.seconds_after(1, FULL, now=10.0)
    linger.seconds_after(1, FULL, now=10.1)

    assert linger.seconds_after(1, FULL, now=10.1 + LINGER + 0.1) == LINGER


@pytest.mark.parametrize("count", [FULL, FULL + 1])
def test_a_full_batch_does_not_wait(count: int) -> None:
    linger = Linger(LINGER)
    linger.seconds_after(1, FULL, now=10.0)

    assert linger.seconds_after(count, FULL, now=10.1) == 0.0


def test_without_linger_nothing_waits() -> None:
    linger = Linger(0.0)
    linger.seconds_after(1, FULL, now=10.0)

    assert linger.seconds_after(1, FULL, now=10.0) == 0.0
