"""Derived ids: what they must be, whoever derives them."""

from uuid import UUID, uuid5

import pytest

from booking_chat.contracts.ids import derived_id

_NAMESPACE = UUID("6f0d3c54-8f0e-5d0b-9a53-3c1f3a7f9b11")


@pytest.mark.parametrize("number", range(20))
def test_a_derived_id_is_the_standard_name_based_uuid_of_its_kind_and_parts(number: int) -> None:
    parts = (f"booking-{number}", "Zoë 🌅")

    derived = derived_id("thread", *parts)

    assert derived == str(uuid5(_NAMESPACE, "\x1f".join(("thread", *parts))))


def test_parts_that_are_divided_differently_give_another_id() -> None:
    assert derived_id("message", "ab", "c") != derived_id("message", "a", "bc")
