"""Which live events reach a customer."""

from booking_chat.contracts.values import CUSTOMER
from portal_gateway.access.live_events import (
    booking_channel,
    channels_of,
    closes_portal,
    is_for_customer,
    is_switch,
    location_channel,
)
from support.chat import OPERATOR
from support.live_words import posted, read_by_operator, rejected, switched


def test_what_happens_to_a_booking_goes_to_its_channel_alone() -> None:
    assert [booking_channel("booking-1")] == channels_of(posted("booking-1"))
    assert [booking_channel("booking-1")] == channels_of(read_by_operator("booking-1"))
    assert [booking_channel("booking-1")] == channels_of(rejected(CUSTOMER, location_id=None))


def test_switches_go_to_all_customers_of_the_location() -> None:
    assert [location_channel("lisbon")] == channels_of(switched("lisbon"))


def test_a_booking_and_a_location_of_the_same_id_are_different_channels() -> None:
    assert booking_channel("7") != location_channel("7")


def test_a_customer_is_told_of_own_rejections_only() -> None:
    assert is_for_customer(rejected(CUSTOMER))
    assert not is_for_customer(rejected(OPERATOR))


def test_a_customer_sees_messages_read_marks_and_switches() -> None:
    seen = [event for event in (posted(), read_by_operator(), switched()) if is_for_customer(event)]

    assert [e.type for e in seen] == ["MessagePosted", "ThreadRead", "LocationSettingsChanged"]


def test_who_waits_for_the_portal_hears_of_switches_alone() -> None:
    heard = [event for event in (posted(), read_by_operator(), switched()) if is_switch(event)]

    assert [event.type for event in heard] == ["LocationSettingsChanged"]


def test_only_the_master_switch_closes_the_portal() -> None:
    assert closes_portal(switched(portal=False))
    assert not closes_portal(switched(messaging=False))
    assert not closes_portal(posted())
