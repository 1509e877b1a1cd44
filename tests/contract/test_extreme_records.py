"""Whatever the bytes: reading a record never raises, and what is read is within its bounds."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.validators import Draft202012Validator

from booking_chat.contracts.bounds import MAX_SHOWN_LENGTH
from booking_chat.contracts.envelope import (
    Envelope,
    OutgoingRecord,
    Record,
    Undecodable,
    decode,
    encode,
    key_of,
)
from booking_chat.contracts.events import EVENTS
from booking_chat.contracts.records import BOOKING_RECORDS, LOCATION_RECORDS, BookingChanged
from booking_chat.contracts.values import BookingKeyed
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.live.hub import LiveHub
from devstack.contracts.examples import EXAMPLES
from support.examples import examples
from support.extremes import Extreme, extreme_keys, extreme_tombstones, extremes_of
from support.logged_records import LoggedRecord
from support.mutations import RECORDS, SCHEMAS, mutated

VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}
REASONS = {
    "bad-body",
    "bad-header",
    "missing-header",
    "unknown-type",
    "unknown-version",
    "wrong-key",
}
"""All but `unreadable`, which would be a mistake of ours."""


def outcome(record: OutgoingRecord) -> str | None:
    """The reason why it cannot be read, None if it can; then it is valid by its JSON Schema."""
    decoded = decode(record, RECORDS)
    if isinstance(decoded, Undecodable):
        assert len(decoded.detail) <= 1_000
        return decoded.reason
    again = encode(decoded)
    assert [
        e.message for e in VALIDATORS[decoded.type].iter_errors(json.loads(again.value or b""))
    ] == []
    return None


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_beyond_its_bounds_is_refused_or_cut(name: str) -> None:
    extremes = list(extremes_of(EXAMPLES[name], RECORDS[name]))

    found = {extreme.what: outcome(extreme.record) for extreme in extremes}

    assert found == {extreme.what: extreme.reason for extreme in extremes}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_under_a_key_that_is_no_id_is_refused(name: str) -> None:
    for extreme in extreme_keys(encode(EXAMPLES[name])):
        assert outcome(extreme.record) == extreme.reason


def test_the_key_of_a_tombstone_that_is_no_id_is_refused() -> None:
    for extreme in extreme_tombstones():
        key = key_of(extreme.record)
        assert isinstance(key, Undecodable)
        assert key.reason == extreme.reason


def test_of_a_field_that_occurs_twice_the_last_one_counts() -> None:
    good = encode(EXAMPLES["MarkRead"])
    body = (good.value or b"").replace(b'"seq":3', b'"seq":1e30,"seq":3')

    decoded = decode(OutgoingRecord(good.key, body, good.headers), RECORDS)

    assert decoded == EXAMPLES["MarkRead"]


def test_nan_in_a_field_that_nobody_knows_is_passed_over_with_it() -> None:
    good = encode(EXAMPLES["BookingChanged"])
    body = (good.value or b"")[:-1] + b',"rating":NaN}'

    decoded = decode(OutgoingRecord(good.key, body, good.headers), RECORDS)

    assert decoded == EXAMPLES["BookingChanged"]


class _Faulty(BookingKeyed):
    @property
    def partition_key(self) -> str:
        raise ZeroDivisionError


def test_a_mistake_of_ours_in_reading_makes_a_record_unreadable_and_does_not_raise() -> None:
    good = encode(EXAMPLES["MarkRead"])

    decoded = decode(good, {"MarkRead": _Faulty})

    assert decoded == Undecodable("unreadable", "reading it failed: ZeroDivisionError")


def test_a_booking_with_a_very_long_name_keeps_all_but_the_rest_of_the_name() -> None:
    good = encode(EXAMPLES["BookingChanged"])
    long = "Zoë" * 200_000
    body = (good.value or b"").replace("Zoë Lindqvist".encode(), long.encode())

    decoded = decode(OutgoingRecord(good.key, body, good.headers), BOOKING_RECORDS)

    expected = EXAMPLES["BookingChanged"].data
    assert isinstance(decoded, Envelope)
    assert isinstance(expected, BookingChanged)
    cut = long[: MAX_SHOWN_LENGTH - 1] + "…"
    customer = expected.customer.model_copy(update={"name": cut})
    assert decoded.data == expected.model_copy(update={"customer": customer})


@pytest.mark.parametrize("email", ["z" * 300 + "@example.com", "zoe@example.com\r\nBcc: all"])
def test_an_email_address_that_cannot_be_used_counts_as_missing(email: str) -> None:
    good = encode(EXAMPLES["BookingChanged"])
    body = (good.value or b"").replace(b'"zoe@example.com"', json.dumps(email).encode())

    decoded = decode(OutgoingRecord(good.key, body, good.headers), BOOKING_RECORDS)

    assert isinstance(decoded, Envelope)
    assert decoded.data.customer.email is None


async def test_live_readers_get_what_stands_around_extreme_records() -> None:
    seen: list[LiveEvent] = []
    hub = LiveHub(lambda _: (), seen.append)
    good = encode(EXAMPLES["MessagePosted"])
    extremes: list[Extreme] = [
        extreme
        for name in {**EVENTS, **LOCATION_RECORDS, **BOOKING_RECORDS}
        for extreme in extremes_of(EXAMPLES[name], RECORDS[name])
    ]
    sent = [
        good,
        *(extreme.record for extreme in extremes),
        *map(_record, extreme_keys(good)),
        good,
    ]
    records: list[Record] = [
        LoggedRecord(offset, record.key, record.value, record.headers)
        for offset, record in enumerate(sent)
    ]

    await hub.handle(records)

    readable = sum(extreme.reason is None for extreme in extremes)
    assert [seen[0], seen[-1], len(seen)] == [
        EXAMPLES["MessagePosted"],
        EXAMPLES["MessagePosted"],
        readable + 2,
    ]


def _record(extreme: Extreme) -> OutgoingRecord:
    return extreme.record


@pytest.mark.parametrize("name", RECORDS)
@settings(max_examples=examples(80), deadline=None)
@given(data=st.data())
def test_records_made_from_the_json_schemas_are_read_or_refused(name: str, data: Any) -> None:
    record = data.draw(mutated(name))

    found = outcome(record)

    assert found is None or found in REASONS


@settings(max_examples=examples(150), deadline=None)
@given(
    body=st.none() | st.binary(), headers=st.lists(st.tuples(st.text(), st.none() | st.binary()))
)
def test_any_bytes_at_all_are_refused(body: bytes | None, headers: list[Any]) -> None:
    good = encode(EXAMPLES["PostMessage"])

    found = outcome(OutgoingRecord(good.key, body, [*good.headers, *headers]))

    assert found in REASONS
