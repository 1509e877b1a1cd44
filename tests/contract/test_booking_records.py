"""Bookings as their platforms write them: what we do not know refuses no record."""

from typing import Any

import pytest

from booking_chat.contracts.envelope import Envelope, decode
from booking_chat.contracts.http.views import booking_view
from booking_chat.contracts.records import BOOKING_RECORDS, BookingChanged
from booking_chat.contracts.values import RejectionReason, Switches
from contract.test_contracts import wire_of, with_body

ALL_ON = Switches(portal_enabled=True, support_messaging=True)


def booking_with(**fields: Any) -> BookingChanged:
    decoded = decode(with_body(wire_of("BookingChanged"), **fields), BOOKING_RECORDS)
    assert isinstance(decoded, Envelope), decoded
    return decoded.data


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("no_show", "no_show"),
        ("Checked in", "Checked in"),
        ("  paid\u00a0", "paid"),
        ("DRAFT", "DRAFT"),
        ("確定", "確定"),
        ("x" * 500, "x" * 31 + "…"),
        (" canceled", "canceled"),
        ("draft", "draft"),
    ],
)
def test_a_status_is_kept_and_shown_as_it_is(given: str, shown: str) -> None:
    booking = booking_with(status=given)

    assert (shown, shown) == (booking.status, booking_view(booking).status)


@pytest.mark.parametrize("status", ["no_show", "DRAFT", "drafted", "x" * 500])
def test_a_status_that_is_not_known_counts_as_confirmed(status: str) -> None:
    assert booking_view(booking_with(status=status)).writing_objection(ALL_ON) is None


def test_a_draft_by_any_spacing_is_a_draft() -> None:
    view = booking_view(booking_with(status=" draft "))

    assert view.writing_objection(ALL_ON) == RejectionReason.DRAFT_BOOKING


@pytest.mark.parametrize("status", ["", "  ", "\u200b", 7, None, ["confirmed"]])
def test_a_record_without_a_status_is_not_a_booking(status: object) -> None:
    broken = with_body(wire_of("BookingChanged"), status=status)

    assert not isinstance(decode(broken, BOOKING_RECORDS), Envelope)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Lisbon", "GMT+1:30", "", "x" * 300])
def test_a_zone_that_is_not_known_counts_as_utc_and_keeps_the_booking(zone: str) -> None:
    assert booking_with(timeZone=zone).time_zone == "UTC"


def test_texts_are_taken_in_without_what_nobody_sees() -> None:
    booking = booking_with(
        confirmationCode=" \u00a0",
        activityName="\u3164",
        timeZone=" Europe/Lisbon ",
        customer={"customerId": "c", "name": " Zoe\u0308\u200b ", "email": " zoe@example.com "},
    )

    assert (
        booking.confirmation_code,
        booking.activity_name,
        booking.time_zone,
        booking.customer.name,
        booking.customer.email,
    ) == ("", None, "Europe/Lisbon", "Zoë", "zoe@example.com")
    assert (booking_view(booking).confirmation_code, booking.activity_name) == ("", None)


def test_what_is_stored_is_read_as_it_is() -> None:
    stored = booking_with().model_dump(by_alias=True) | {
        "confirmationCode": " ",
        "activityName": "\u200b",
        "status": " odd ",
        "timeZone": "UTC",
    }

    booking = BookingChanged.as_stored(stored)

    assert (
        booking.confirmation_code,
        booking.activity_name,
        booking.status,
    ) == (" ", "\u200b", " odd ")
