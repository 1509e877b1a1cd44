"""What is on the wire stays as it is: golden bytes, and what readers and writers make of more
or less than they know."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.catalogue import CATALOGUE, WEBHOOKS
from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.envelope import Envelope, Headers, Undecodable, decode, encode
from booking_chat.contracts.records import BOOKING_RECORDS
from booking_chat.contracts.values import BookingStatus, Customer
from devstack.contracts.examples import EXAMPLES

GOLDEN = Path(__file__).parent / "golden"
ALL: dict[str, type[KeyedContract]] = {
    name: contract for contracts in CATALOGUE for name, contract in contracts.records.items()
}


@dataclass(frozen=True)
class Wire:
    """A record as Kafka hands it over."""

    key: bytes | None
    value: bytes | None
    headers: Headers


def wire_of(name: str) -> Wire:
    """The record of an example."""
    record = encode(EXAMPLES[name])
    return Wire(record.key, record.value, record.headers)


def golden_of(name: str) -> Wire:
    """The record that the golden file holds: key and headers, an empty line, the body."""
    head, body = (GOLDEN / f"{name}.txt").read_text().split("\n\n", 1)
    key, *headers = head.splitlines()
    pairs = [line.split(": ", 1) for line in headers]
    return Wire(
        key.removeprefix("key: ").encode(),
        body.removesuffix("\n").encode(),
        [(header, value.encode()) for header, value in pairs],
    )


def with_body(wire: Wire, **changes: object) -> Wire:
    """The record with fields of its body changed, or left out where the change is None."""
    body = json.loads(wire.value or b"")
    left_out = {name for name, value in changes.items() if value is None}
    kept = {name: value for name, value in (body | changes).items() if name not in left_out}
    return Wire(wire.key, json.dumps(kept).encode(), wire.headers)


def test_every_contract_has_an_example() -> None:
    assert set(EXAMPLES) == {*ALL, *WEBHOOKS}


@pytest.mark.parametrize("name", ALL)
def test_a_contract_is_written_as_its_golden_file_says(name: str) -> None:
    assert wire_of(name) == golden_of(name)


@pytest.mark.parametrize("name", ALL)
def test_a_golden_record_is_read_as_it_was_meant(name: str) -> None:
    assert decode(golden_of(name), ALL) == EXAMPLES[name]


@pytest.mark.parametrize("name", ALL)
def test_a_public_cloudevents_library_reads_our_records(name: str) -> None:
    wire = golden_of(name)

    event = from_binary(
        KafkaMessage({h: v or b"" for h, v in wire.headers}, wire.key, wire.value or b""),
        JSONFormat(),
    )

    assert (event.get_type(), event.get_specversion()) == (name, "1.0")
    assert event.get_data() == json.loads(wire.value or b"")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_with_an_unknown_field_is_refused(name: str) -> None:
    decoded = decode(with_body(wire_of(name), colour="blue"), COMMANDS)

    assert isinstance(decoded, Undecodable)
    assert (decoded.reason, "colour" in decoded.detail) == ("bad-body", True)


@pytest.mark.parametrize("name", sorted(set(ALL) - set(COMMANDS)))
def test_readers_ignore_fields_that_they_do_not_know(name: str) -> None:
    assert decode(with_body(wire_of(name), colour="blue"), ALL) == EXAMPLES[name]


def test_a_booking_record_may_lack_its_optional_parts() -> None:
    full = wire_of("BookingChanged")
    without = with_body(
        full,
        activityName=None,
        startTime=None,
        endTime=None,
        timeZone=None,
        customer={"customerId": "customer-1", "name": "Zoë Lindqvist"},
    )

    decoded = decode(without, BOOKING_RECORDS)

    assert isinstance(decoded, Envelope)
    booking = decoded.data
    assert (booking.activity_name, booking.start_time, booking.end_time) == (None, None, None)
    assert (booking.time_zone, booking.status) == ("UTC", BookingStatus.CONFIRMED)
    assert booking.customer == Customer(customer_id="customer-1", name="Zoë Lindqvist", email=None)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (Wire(b"booking-1", None, wire_of("MarkRead").headers), "bad-body"),
        (Wire(b"booking-1", b"\xff\xfe", wire_of("MarkRead").headers), "bad-body"),
        (Wire(b"booking-1", b"[1, 2]", wire_of("MarkRead").headers), "bad-body"),
        (Wire(b"booking-2", wire_of("MarkRead").value, wire_of("MarkRead").headers), "wrong-key"),
        (Wire(None, wire_of("MarkRead").value, wire_of("MarkRead").headers), "wrong-key"),
        (Wire(b"booking-1", wire_of("MarkRead").value, []), "missing-header"),
        (Wire(b"booking-1", b"{}", [("ce_specversion", b"0.3")]), "unknown-version"),
        (with_body(wire_of("MarkRead"), seq=0), "bad-body"),
        (with_body(wire_of("PostMessage"), text="   "), "bad-body"),
        (with_body(wire_of("PostMessage"), text="a\x00b"), "bad-body"),
        (with_body(wire_of("PostMessage"), text="x" * 4001), "bad-body"),
        (with_body(wire_of("PostMessage"), clientMessageId="7"), "bad-body"),
    ],
)
def test_what_cannot_be_read_comes_back_with_its_reason(broken: Wire, reason: str) -> None:
    decoded = decode(broken, ALL)

    assert isinstance(decoded, Undecodable)
    assert decoded.reason == reason


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("ce_type", b"PaintThread", "unknown-type"),
        ("ce_type", b"\xff", "bad-header"),
        ("ce_source", None, "bad-header"),
        ("ce_id", b"", "bad-header"),
        ("ce_time", b"yesterday", "bad-header"),
        ("ce_time", b"2026-03-15T09:30:00", "bad-header"),
    ],
)
def test_a_bad_header_comes_back_with_its_reason(
    header: str, value: bytes | None, reason: str
) -> None:
    good = wire_of("MarkRead")
    headers = [(name, value if name == header else kept) for name, kept in good.headers]

    decoded = decode(Wire(good.key, good.value, headers), ALL)

    assert isinstance(decoded, Undecodable)
    assert decoded.reason == reason
