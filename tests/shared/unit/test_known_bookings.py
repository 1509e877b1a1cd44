"""Bookings as gateways know them: remembered, and never older than what `bookings.v1` said."""

from collections.abc import Callable
from http import HTTPStatus

import pytest

from booking_chat.contracts.http.views import BookingView, booking_view
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import BookingStatus
from booking_chat.gateway.bookings import (
    HEARD_SECONDS,
    KEPT_SECONDS,
    UNREAD_SECONDS,
    UNSURE_SECONDS,
    KnownBookings,
)
from booking_chat.gateway.live.event import tellings
from booking_chat.service.http.problems import Problem
from support.chat import a_booking
from support.gateway_fakes import FakeCore, seconds_from
from support.live_words import as_record, booking_record, booking_tombstone, posted, told_of

CONFIRMED = a_booking()
CANCELED = a_booking(status=BookingStatus.CANCELED)


@pytest.fixture
def core() -> FakeCore:
    return FakeCore(CONFIRMED)


class TimedBookings:
    """Known bookings with a clock that tests move."""

    def __init__(self, core: FakeCore) -> None:
        clock, move = seconds_from()
        self.move: Callable[[float], None] = move
        self.known = KnownBookings(core, clock)

    def read(self, booking: BookingChanged) -> None:
        """A record that the hub parses, because somebody listens."""
        record = booking_record(booking)
        self.known.passed(record)
        for told in tellings(record):
            self.known.hear(told.event)


@pytest.fixture
def bookings(core: FakeCore) -> TimedBookings:
    return TimedBookings(core)


async def test_a_booking_is_asked_for_once(core: FakeCore, bookings: TimedBookings) -> None:
    for _ in range(3):
        await bookings.known.booking("booking-1")
    bookings.move(KEPT_SECONDS)
    await bookings.known.booking("booking-1")

    assert core.asked == ["booking", "booking"]


async def test_a_draft_is_asked_for_each_time_for_it_may_be_made_any_moment() -> None:
    core = FakeCore(a_booking(status=BookingStatus.DRAFT))
    bookings = TimedBookings(core)
    await bookings.known.booking("booking-1")
    core.bookings_by_id = FakeCore(CONFIRMED).bookings_by_id

    assert booking_view(CONFIRMED) == await bookings.known.booking("booking-1")


async def test_a_change_that_nobody_parses_makes_what_is_remembered_old(
    core: FakeCore, bookings: TimedBookings
) -> None:
    await bookings.known.booking("booking-1")

    bookings.known.passed(booking_record(CANCELED))
    core.bookings_by_id = FakeCore(CANCELED).bookings_by_id

    assert booking_view(CANCELED) == await bookings.known.booking("booking-1")


async def test_an_answer_from_before_a_change_is_remembered_for_a_second(
    core: FakeCore, bookings: TimedBookings
) -> None:
    bookings.known.passed(booking_record(CANCELED))
    before = await bookings.known.booking("booking-1")
    await bookings.known.booking("booking-1")
    assert core.asked == ["booking"]
    core.bookings_by_id = FakeCore(CANCELED).bookings_by_id
    bookings.move(UNSURE_SECONDS)
    after = await bookings.known.booking("booking-1")

    assert [booking_view(CONFIRMED), booking_view(CANCELED)] == [before, after]


async def test_once_the_core_has_had_its_time_answers_are_remembered_again(
    core: FakeCore, bookings: TimedBookings
) -> None:
    bookings.known.passed(booking_record(CANCELED))
    bookings.move(UNREAD_SECONDS)
    for _ in range(3):
        await bookings.known.booking("booking-1")

    assert core.asked == ["booking"]


async def test_a_change_that_was_parsed_comes_before_what_the_core_still_says(
    core: FakeCore, bookings: TimedBookings
) -> None:
    bookings.read(CANCELED)

    known = await bookings.known.booking("booking-1")

    assert (booking_view(CANCELED), []) == (known, core.asked)
    assert booking_view(CANCELED) == bookings.known.latest(booking_view(CONFIRMED))


async def test_the_newest_of_several_changes_counts(bookings: TimedBookings) -> None:
    bookings.read(CANCELED)
    bookings.read(CONFIRMED)

    assert booking_view(CONFIRMED) == await bookings.known.booking("booking-1")


async def test_a_withdrawn_booking_keeps_its_fields_and_says_so(
    core: FakeCore, bookings: TimedBookings
) -> None:
    await bookings.known.booking("booking-1")

    bookings.known.passed(booking_tombstone("booking-1"))

    expected = booking_view(CONFIRMED).model_copy(update={"withdrawn": True})
    assert expected == await bookings.known.booking("booking-1")
    bookings.move(HEARD_SECONDS)
    core.withdraw("booking-1")
    assert expected == await bookings.known.booking("booking-1")


async def test_a_booking_that_comes_again_after_its_withdrawal_is_there(
    bookings: TimedBookings,
) -> None:
    bookings.known.passed(booking_tombstone("booking-1"))
    bookings.read(CANCELED)

    assert booking_view(CANCELED) == await bookings.known.booking("booking-1")


async def test_records_of_other_topics_and_bookings_make_nothing_old(
    core: FakeCore, bookings: TimedBookings
) -> None:
    await bookings.known.booking("booking-1")

    bookings.known.passed(as_record(posted("booking-1")))
    bookings.known.passed(booking_record(a_booking("booking-2")))
    bookings.known.passed(booking_tombstone("\udcff".encode("utf-8", "replace").decode()))
    await bookings.known.booking("booking-1")

    assert core.asked == ["booking"]


def test_the_place_of_a_booking_is_where_it_was_last_seen(bookings: TimedBookings) -> None:
    unseen = bookings.known.place_of("booking-1")
    seen: BookingView = bookings.known.seen(booking_view(CONFIRMED))
    in_lisbon = bookings.known.place_of(seen.booking_id)
    bookings.known.hear(told_of(a_booking(location_id="oslo")))

    assert (unseen, in_lisbon, bookings.known.place_of("booking-1")) == (None, "lisbon", "oslo")


async def test_while_nobody_can_tell_a_booking_is_as_it_was_last_seen(
    core: FakeCore, bookings: TimedBookings
) -> None:
    bookings.known.passed(booking_record(CONFIRMED))
    await bookings.known.booking("booking-1")
    bookings.move(KEPT_SECONDS)
    core.away = True

    assert booking_view(CONFIRMED) == await bookings.known.booking("booking-1")
    bookings.known.passed(booking_tombstone("booking-1"))
    assert (await bookings.known.booking("booking-1")).withdrawn


async def test_while_nobody_can_tell_a_booking_that_was_never_seen_is_not_known(
    core: FakeCore, bookings: TimedBookings
) -> None:
    core.away = True

    with pytest.raises(Problem) as unknown:
        await bookings.known.booking("booking-1")

    assert unknown.value.status == HTTPStatus.SERVICE_UNAVAILABLE
