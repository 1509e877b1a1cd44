"""Which location a record is of, seen without parsing it."""

import pytest

from booking_chat.gateway.live.event import LIVE_CONTRACTS, LiveEvent
from operator_gateway.access.live_events import BOOKING_NEWS, channels_of, peek
from support.chat import OPERATOR, a_booking
from support.live_words import (
    as_record,
    booking_record,
    booking_tombstone,
    posted,
    read_by_operator,
    rejected,
    switched,
)

TRICKS = (
    '"locationId":"porto"',
    '\\"locationId\\":\\"porto\\"',
    '{"locationId":"porto"}',
)


@pytest.mark.parametrize(
    "event", [posted(), read_by_operator(), rejected(OPERATOR)], ids=lambda event: event.type
)
def test_the_location_that_is_seen_is_the_one_that_is_read(event: LiveEvent) -> None:
    assert [peek(as_record(event))] == channels_of(event)


@pytest.mark.parametrize("contract", LIVE_CONTRACTS)
def test_no_event_names_a_location_inside_another_field(contract: str) -> None:
    schema = LIVE_CONTRACTS[contract].model_json_schema(by_alias=True)
    inner = [name for name, part in schema.get("$defs", {}).items() if "locationId" in str(part)]

    assert inner == []


@pytest.mark.parametrize("text", TRICKS)
def test_what_people_write_does_not_look_like_a_location(text: str) -> None:
    assert peek(as_record(posted(text=text))) == "lisbon"


def test_a_rejection_without_location_has_to_be_read() -> None:
    assert peek(as_record(rejected(OPERATOR, location_id=None))) is None


def test_switches_are_always_read() -> None:
    record = as_record(switched())

    assert peek(record) is None


def test_bookings_are_read_while_anybody_listens_whatever_their_json_looks_like() -> None:
    records = booking_record(a_booking()), booking_tombstone("booking-1")

    assert [peek(record) for record in records] == [BOOKING_NEWS, BOOKING_NEWS]
