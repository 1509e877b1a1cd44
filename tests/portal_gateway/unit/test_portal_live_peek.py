"""Which booking a record is of, seen without parsing it."""

from dataclasses import replace

import pytest

from booking_chat.gateway.live.event import LiveEvent
from portal_gateway.access.live_events import channels_of, peek
from support.chat import OPERATOR, a_booking
from support.live_words import (
    as_record,
    booking_record,
    booking_tombstone,
    posted,
    read_by_operator,
    rejected,
    switched,
    told_of,
)


@pytest.mark.parametrize(
    "event",
    [posted("b"), read_by_operator("b"), rejected(OPERATOR, "b", location_id=None)],
    ids=lambda event: event.type,
)
def test_the_booking_that_is_seen_is_the_one_that_is_read(event: LiveEvent) -> None:
    assert [peek(as_record(event))] == channels_of(event)


def test_switches_and_records_without_key_are_always_read() -> None:
    switches = as_record(switched())
    keyless = replace(as_record(posted()), key=None)

    assert [peek(switches), peek(keyless)] == [None, None]


def test_a_key_that_is_no_text_is_of_nobody() -> None:
    channel = peek(replace(as_record(posted()), key=b"\xff"))

    assert channel == "booking \N{REPLACEMENT CHARACTER}"


def test_the_booking_of_a_change_or_a_withdrawal_is_its_key() -> None:
    records = booking_record(a_booking("b")), booking_tombstone("b")

    assert [channels_of(told_of(a_booking("b")))] * 2 == [[peek(record)] for record in records]
