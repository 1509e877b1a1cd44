"""A field that a later version adds changes no byte of what an earlier one wrote."""

from dataclasses import replace

import pytest
from pydantic import create_model

from booking_chat.contracts.base import Added, KeyedContract
from booking_chat.contracts.catalogue import CATALOGUE, WEBHOOKS
from booking_chat.contracts.envelope import Envelope, decode, encode
from contract.test_contracts import Wire, golden_of, with_body
from devstack.contracts.examples import EXAMPLES

ALL: dict[str, type[KeyedContract]] = {
    **{name: contract for topic in CATALOGUE for name, contract in topic.records.items()},
    **WEBHOOKS,
}
RECORDS = [name for topic in CATALOGUE for name in topic.records]


class Flavoured(KeyedContract):
    flavour: Added[str] = None


def newer(name: str) -> type[KeyedContract]:
    """The contract as a later version has it: with one more field."""
    return create_model(name, __base__=(ALL[name], Flavoured))


def written_again(wire: Wire, contract: type[KeyedContract], name: str) -> Wire:
    envelope = decode(wire, {name: contract})
    assert isinstance(envelope, Envelope)
    record = encode(envelope)
    return Wire(record.key, record.value, record.headers)


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_of_an_earlier_version_is_written_again_to_the_byte(name: str) -> None:
    assert written_again(golden_of(name), newer(name), name) == golden_of(name)


@pytest.mark.parametrize("name", RECORDS)
def test_a_value_of_an_added_field_is_written_and_read(name: str) -> None:
    flavoured = with_body(golden_of(name), flavour="mint")

    envelope = decode(flavoured, {name: newer(name)})

    assert isinstance(envelope, Envelope)
    assert b'"flavour":"mint"' in (encode(envelope).value or b"")


def test_a_bookings_language_is_written_and_read_as_its_golden_file_says() -> None:
    golden = golden_of("BookingChanged-language")
    example = EXAMPLES["BookingChanged"]
    booking = example.data.model_copy(update={"language": "ar-EG"})

    assert decode(golden, ALL) == replace(example, data=booking)
    assert written_again(golden, ALL["BookingChanged"], "BookingChanged") == golden


def test_a_bookings_details_are_written_and_read_as_their_golden_file_says() -> None:
    golden = golden_of("BookingChanged-details")

    assert written_again(golden, ALL["BookingChanged"], "BookingChanged") == golden


@pytest.mark.parametrize("name", ALL)
def test_the_schema_promises_no_added_field(name: str) -> None:
    schema = newer(name).model_json_schema(mode="serialization")

    assert "flavour" in schema["properties"]
    assert "flavour" not in schema["required"]
