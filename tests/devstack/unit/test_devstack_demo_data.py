from collections import Counter
from datetime import UTC, date, datetime

from booking_chat.contracts.values import BookingStatus
from devstack.demo_data import CONVERSATIONS, DEMO_BOOKING, demo_bookings
from devstack.demo_people import LOCATIONS, STAFF

TODAY = date(2027, 6, 14)
NOON = datetime(2027, 6, 14, 12, 0, tzinfo=UTC)
BY_ID = {booking.booking_id: booking for booking in demo_bookings(TODAY)}


def test_there_are_fifty_bookings_in_every_status_at_three_locations() -> None:
    assert len(BY_ID) == 50
    assert {booking.status for booking in BY_ID.values()} == set(BookingStatus)
    assert Counter(booking.location_id for booking in BY_ID.values()) == {
        "lisbon-river": 17,
        "kyoto-gardens": 17,
        "denver-peaks": 16,
    }


def test_locations_lie_in_different_time_zones_and_one_of_them_takes_no_messages() -> None:
    assert len({location.time_zone for location in LOCATIONS}) == 3
    assert [location.switches.can_message for location in LOCATIONS] == [True, True, False]
    assert all(location.switches.portal_enabled for location in LOCATIONS)


def test_the_same_day_gives_the_same_bookings() -> None:
    assert demo_bookings(TODAY) == demo_bookings(TODAY)


def test_complete_bookings_are_over_and_the_others_are_still_to_come() -> None:
    starts = [(b.status, b.start_time) for b in BY_ID.values() if b.start_time is not None]

    assert all((status is BookingStatus.COMPLETE) == (start < NOON) for status, start in starts)


def test_a_draft_has_no_times_yet() -> None:
    drafts = [booking for booking in BY_ID.values() if booking.status is BookingStatus.DRAFT]

    assert [(draft.start_time, draft.end_time) for draft in drafts] == [(None, None)] * 5


def test_one_customer_left_no_email_address() -> None:
    assert {b.customer.name for b in BY_ID.values() if b.customer.email is None} == {
        "Anna Kowalska"
    }


def test_bookings_are_found_by_the_code_of_their_location() -> None:
    codes = {location.id: location.code for location in LOCATIONS}

    assert all(b.confirmation_code.startswith(codes[b.location_id]) for b in BY_ID.values())


def test_conversations_are_about_bookings_that_can_have_one() -> None:
    bookings = [BY_ID[conversation.booking_id] for conversation in CONVERSATIONS]

    assert BookingStatus.DRAFT not in {booking.status for booking in bookings}
    assert [b.location_id for b in bookings] == [c.location.id for c in CONVERSATIONS]
    assert all(conversation.location.switches.can_message for conversation in CONVERSATIONS)


def test_staff_write_at_their_own_locations_only() -> None:
    writers = [
        (line.by, conversation.location)
        for conversation in CONVERSATIONS
        for line in conversation.lines
        if line.by is not None
    ]

    assert all(location in person.locations for person, location in writers)


def test_each_line_has_an_id_of_its_own_that_never_changes() -> None:
    ids = [c.client_message_id(n) for c in CONVERSATIONS for n in range(len(c.lines))]

    assert len(set(ids)) == len(ids)
    assert CONVERSATIONS[0].client_message_id(0) == "5e769363-60c1-573a-a66d-02da574e7bc6"


def test_the_demos_own_booking_is_confirmed_and_has_no_conversation_yet() -> None:
    assert BY_ID[DEMO_BOOKING].status is BookingStatus.CONFIRMED
    assert DEMO_BOOKING not in {conversation.booking_id for conversation in CONVERSATIONS}


def test_an_account_without_a_name_is_shown_as_support() -> None:
    assert [person.name for person in STAFF] == [
        "Ana Ferreira",
        "Marta Costa",
        "Kenji Mori",
        "Support",
    ]
