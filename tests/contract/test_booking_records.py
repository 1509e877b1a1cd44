"""Bookings and locations as others write them: what we do not know refuses no record."""

from typing import Any

import pytest

from booking_chat.contracts.envelope import Envelope, decode
from booking_chat.contracts.http.views import LocationCard, booking_view
from booking_chat.contracts.records import (
    BOOKING_RECORDS,
    LOCATION_RECORDS,
    BookingChanged,
    LocationSettingsChanged,
)
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


DETAILS = {
    "phone": "+351 912 345 678",
    "partySize": 4,
    "note": "Two children\nNut allergy",
    "bookingUrl": "https://platform.example/bookings/1",
    "activityId": "kayak-7",
    "language": "pt-PT",
}


def test_details_of_a_booking_are_taken_over_and_shown() -> None:
    view = booking_view(booking_with(**DETAILS)).model_dump(by_alias=True, mode="json")

    assert {name: view.get(name) for name in DETAILS} == DETAILS


def test_a_booking_without_details_is_the_same_bytes_as_before_there_were_any() -> None:
    assert booking_with(**dict.fromkeys(DETAILS)).to_json() == wire_of("BookingChanged").value


@pytest.mark.parametrize(
    ("field", "given", "shown"),
    [
        ("phone", "  +351\u00a0912 ", "+351 912"),
        ("phone", "\u200b", None),
        ("phone", "1" * 65, None),
        ("partySize", 0, None),
        ("partySize", -3, None),
        ("partySize", 10**30, None),
        ("note", " \u3164\n", None),
        ("note", "a\r\n\r\n b ", "a\n\nb"),
        ("note", "x" * 2001, "x" * 1999 + "…"),
        ("bookingUrl", "javascript:alert(1)", None),
        ("bookingUrl", " JavaScript:alert(1)", None),
        ("bookingUrl", "data:text/html,x", None),
        ("bookingUrl", "//platform.example/1", None),
        ("bookingUrl", "https://", None),
        ("bookingUrl", "https://who:what@platform.example", None),
        ("bookingUrl", "https://platform.example/a b", None),
        ("bookingUrl", "https://platform.example/" + "x" * 2048, None),
        ("bookingUrl", " http://platform.example/1\n", "http://platform.example/1"),
        ("activityId", " k-7 ", "k-7"),
        ("activityId", "x" * 129, None),
        ("language", "no language", None),
    ],
)
def test_a_detail_that_cannot_be_used_counts_as_missing_and_refuses_no_booking(
    field: str, given: object, shown: object
) -> None:
    view = booking_view(booking_with(**{field: given})).model_dump(by_alias=True, mode="json")

    assert view.get(field) == shown


CARD = {
    "name": "Lisbon River Tours",
    "logoUrl": "https://tours.example/logo.svg",
    "colour": "#0a7d8c",
    "contact": ["+351 210 000 000", "Cais do Sodré"],
}


def location_with(**fields: Any) -> LocationSettingsChanged:
    decoded = decode(with_body(wire_of("LocationSettingsChanged"), **fields), LOCATION_RECORDS)
    assert isinstance(decoded, Envelope), decoded
    return decoded.data


def test_a_location_says_how_customers_are_shown_it() -> None:
    card = LocationCard.model_validate(location_with(**CARD).whole())

    assert card.model_dump(by_alias=True, mode="json") == CARD


def test_a_location_without_a_card_is_the_same_bytes_as_before_there_were_any() -> None:
    record = location_with(**dict.fromkeys(CARD))

    assert record.to_json() == wire_of("LocationSettingsChanged").value


@pytest.mark.parametrize(
    ("field", "given", "shown"),
    [
        ("name", " \u200b", None),
        ("logoUrl", "javascript:alert(1)", None),
        ("colour", "#0A7D8C", "#0a7d8c"),
        ("colour", "teal", None),
        ("colour", "#fff", None),
        ("colour", "#0a7d8c;background:url(x)", None),
        ("contact", [], None),
        ("contact", [" ", "\u3164"], None),
        ("contact", ["1", " 2 ", "", "3", "4"], ["1", "2", "3"]),
        ("contact", ["x" * 121], ["x" * 119 + "…"]),
    ],
)
def test_a_part_of_a_card_that_cannot_be_used_counts_as_missing(
    field: str, given: object, shown: object
) -> None:
    record = location_with(**{field: given}).model_dump(by_alias=True, mode="json")

    assert record.get(field) == shown


def test_what_replaces_a_stored_document_says_that_a_value_is_gone() -> None:
    whole = booking_with().whole()

    assert {name: whole[name] for name in DETAILS} == dict.fromkeys(DETAILS)
