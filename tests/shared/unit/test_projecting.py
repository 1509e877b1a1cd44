"""Of a batch of a compacted topic the newest readable record of each key counts."""

from datetime import UTC, datetime

import pytest

from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, encode
from booking_chat.contracts.records import BOOKING_RECORDS, BookingChanged, LocationSettingsChanged
from booking_chat.service.messaging.consumer import Delivery
from booking_chat.service.messaging.projecting import Latest, Sorted, newest_settings, sort_out
from support.chat import a_booking
from support.logged_records import LoggedRecord

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
BOOKING = a_booking()
GOOD = encode(Envelope("id-1", "BookingChanged", "/platform", NOON, BOOKING))
BAD_BODY = OutgoingRecord(GOOD.key, b"{}", GOOD.headers)
BAD_KEY = OutgoingRecord(b"\xff\xfe", None, [])
UNKNOWN = OutgoingRecord(GOOD.key, b"{}", [*GOOD.headers, ("ce_type", b"BookingWeighed")])
WITHDRAWN = OutgoingRecord(GOOD.key, None, [])


def batch(*records: OutgoingRecord) -> list[Record]:
    return [LoggedRecord(n, r.key, r.value, r.headers) for n, r in enumerate(records)]


def summary(found: Sorted[BookingChanged]) -> tuple[list[object], list[tuple[int, str]]]:
    unreadable = [(record.offset, why.reason) for record, why in found.unreadable]
    return list(found.latest.values()), unreadable


@pytest.mark.parametrize(
    ("records", "latest", "unreadable"),
    [
        pytest.param(
            [GOOD, BAD_BODY],
            [Latest("booking-1", 0, BOOKING)],
            [(1, "bad-body")],
            id="a bad latest record hides no good one before it",
        ),
        pytest.param(
            [BAD_BODY, GOOD],
            [Latest("booking-1", 1, BOOKING)],
            [(0, "bad-body")],
            id="a bad one that was replaced is set aside as well",
        ),
        pytest.param(
            [GOOD, WITHDRAWN],
            [Latest("booking-1", 1, None)],
            [],
            id="a withdrawal is the newest state",
        ),
        pytest.param(
            [GOOD, BAD_KEY, OutgoingRecord(b"a b", None, []), OutgoingRecord(None, None, [])],
            [Latest("booking-1", 0, BOOKING)],
            [(1, "wrong-key"), (2, "wrong-key"), (3, "wrong-key")],
            id="a withdrawal under what is no id withdraws nothing",
        ),
        pytest.param(
            [GOOD, UNKNOWN],
            [Latest("booking-1", 0, BOOKING)],
            [],
            id="a type that is not known is passed over",
        ),
    ],
)
def test_the_newest_readable_record_of_a_key_counts(
    records: list[OutgoingRecord],
    latest: list[object],
    unreadable: list[tuple[int, str]],
) -> None:
    found = sort_out(batch(*records), BOOKING_RECORDS)

    assert summary(found) == (latest, unreadable)


def changed(version: int, *, on: bool) -> Delivery[LocationSettingsChanged]:
    change = LocationSettingsChanged(
        location_id="lisbon",
        portal_enabled=on,
        support_messaging=on,
        version=version,
        changed_at=NOON,
    )
    envelope = Envelope(f"id-{version}", "LocationSettingsChanged", "/settings", NOON, change)
    record = encode(envelope)
    return Delivery(LoggedRecord(version, record.key, record.value, record.headers), envelope)


def test_of_a_locations_versions_in_a_batch_the_highest_is_kept_wherever_it_stands() -> None:
    writes = newest_settings([changed(5, on=True), changed(3, on=False)])

    assert writes == newest_settings([changed(5, on=True)])
