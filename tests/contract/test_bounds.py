"""Every field has a bound, so that the largest record can be computed, and fits."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

import operator_gateway.routes.views
import portal_gateway.routes.session
import settings_service.views
from booking_chat.contracts.base import Contract, KeyedContract, StrictContract
from booking_chat.contracts.bounds import MAX_ATTRIBUTE_LENGTH, MAX_SHOWN_LENGTH, cut
from booking_chat.contracts.catalogue import CATALOGUE, WEBHOOKS
from booking_chat.contracts.envelope import OutgoingRecord, Undecodable, encode
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.http import (
    acting,
    alert_links,
    alert_policy,
    deliveries,
    destinations,
    requests,
)
from booking_chat.contracts.topics import DEAD_LETTERS, LETTER_BYTES, MAX_RECORD_BYTES, Topic
from booking_chat.service.messaging.consumer import DeadLetterQueue
from booking_chat.service.messaging.publisher import Publisher
from devstack.contracts.examples import EXAMPLES
from devstack.contracts.schemas import schema_of
from support.logged_records import LoggedRecord

WORST_ESCAPE_BYTES = len(r"\u0001")
"""JSON writes a control character so; any other character takes less, an emoji 4 bytes."""
LARGEST_RECORD_BYTES = 64 * 1024
FRAME_BYTES = 128
"""What Kafka's format adds to key, headers and value, at most."""

RECORDS: dict[str, type[KeyedContract]] = {
    **{name: contract for topic in CATALOGUE for name, contract in topic.records.items()},
    **WEBHOOKS,
}
MODULES = (
    *(acting, alert_links, alert_policy, deliveries, destinations, requests),
    *(operator_gateway.routes.views, portal_gateway.routes.session, settings_service.views),
)


class NoBoundError(Exception):
    """A field may be as long as anybody likes."""


def bodies(contract: type[Contract] = StrictContract) -> Iterator[type[Contract]]:
    """What gateways and services take as HTTP bodies: the strict contracts of those modules."""
    for body in contract.__subclasses__():
        of_modules = body.__module__ in {module.__name__ for module in MODULES}
        is_view = body.model_config["extra"] == "ignore"
        is_open = bool(body.__pydantic_generic_metadata__["parameters"])
        if of_modules and not is_view and not is_open:
            yield body
        yield from bodies(body)


def most_bytes(  # noqa: PLR0911 - one return for each kind of schema
    schema: Any, root: Any, place: str = ""
) -> int:
    """The length of the longest JSON that is valid by a schema."""
    match schema:
        case {"$ref": reference}:
            return most_bytes(root["$defs"][reference.rsplit("/", 1)[1]], root, place)
        case {"anyOf": choices}:
            return max(most_bytes(choice, root, place) for choice in choices)
        case {"enum": values} | {"const": _, "enum": values}:
            return max(len(json.dumps(value)) for value in values)
        case {"type": "null" | "boolean"}:
            return len("false")
        case {"type": "integer", "minimum": low, "maximum": high}:
            return max(len(str(low)), len(str(high)))
        case {"type": "string", "format": "date-time", "pattern": _}:
            return len('"2199-12-31T23:59:59.999000Z"')
        case {"type": "string", "maxLength": longest}:
            return int(longest) * WORST_ESCAPE_BYTES + len('""')
        case {"type": "array", "items": item, "maxItems": most}:
            return int(most) * (most_bytes(item, root, f"{place}[]") + len(",")) + len("[]")
        case {"type": "object", "properties": properties}:
            return len("{}") + sum(
                len(f'"{name}":,') + most_bytes(inner, root, f"{place}.{name}")
                for name, inner in properties.items()
            )
    raise NoBoundError(f"{place}: {schema}")


def most_bytes_of(contract: type[KeyedContract]) -> int:
    """The longest body as we write it."""
    schema = schema_of(contract, "serialization")
    return most_bytes(schema, schema, contract.__name__)


@pytest.mark.parametrize("name", RECORDS)
def test_the_largest_record_of_each_contract_fits_many_times(name: str) -> None:
    headers = encode(EXAMPLES[name]).headers
    longest_headers = sum(len(header) + 4 * MAX_ATTRIBUTE_LENGTH for header, _ in headers)
    key = 128

    size = most_bytes_of(RECORDS[name]) + longest_headers + key + FRAME_BYTES

    assert size < LARGEST_RECORD_BYTES < MAX_RECORD_BYTES


def test_the_computed_size_is_reached_and_not_passed_by_the_heaviest_message() -> None:
    fields = EXAMPLES["MessagePosted"].data.model_dump(by_alias=False)
    heavy = MessagePosted(
        **fields
        | dict.fromkeys(("sender_name", "customer_name", "confirmation_code"), "\x01" * 10_000)
        | dict.fromkeys(("booking_id", "thread_id", "location_id", "message_id"), '"' * 128)
        | {"text": "\x01" * 4_000, "seq": 2**31 - 1}
    )

    size, computed = len(heavy.to_json()), most_bytes_of(MessagePosted)

    assert 0.9 * computed < size <= computed


@pytest.mark.parametrize("body", list(bodies()), ids=lambda body: body.__name__)
def test_every_field_of_a_request_has_a_bound(body: type[Contract]) -> None:
    schema = body.model_json_schema()

    assert most_bytes(schema, schema, body.__name__) < LARGEST_RECORD_BYTES


def test_a_field_without_a_bound_is_found() -> None:
    class Boundless(StrictContract):
        name: str

    schema = Boundless.model_json_schema()
    with pytest.raises(NoBoundError, match=r"Boundless\.name"):
        most_bytes(schema, schema, "Boundless")


@dataclass
class Kept(Publisher):
    """Keeps what it is given."""

    records: list[OutgoingRecord] = field(default_factory=list)

    async def publish(
        self, topic: Topic, record: OutgoingRecord, partition: int | None = None
    ) -> None:
        del topic, partition
        self.records.append(record)


@pytest.mark.parametrize("key", [b"booking-1", None])
async def test_a_letter_of_the_largest_record_fits_its_topic(key: bytes | None) -> None:
    publisher = Kept()
    value = b"x" * (MAX_RECORD_BYTES - 1_000)
    poison = replace(
        LoggedRecord(2**63 - 1, key, value, [("ce_id", b"x")]), topic="t" * 249, partition=2**31 - 1
    )

    why = Undecodable("r" * 100, "😀" * 1_000_000)
    await DeadLetterQueue(publisher, "c" * 249).send(poison, why)

    (letter,) = publisher.records
    grown = _size(letter) - _size(OutgoingRecord(key, value, [("ce_id", b"x")]))
    assert grown + FRAME_BYTES < LETTER_BYTES
    assert DEAD_LETTERS.max_record_bytes == MAX_RECORD_BYTES + LETTER_BYTES


def _size(record: OutgoingRecord) -> int:
    headers = sum(len(name.encode()) + len(value) for name, value in record.headers)
    return len(record.key or b"") + len(record.value or b"") + headers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x" * 200, "x" * 200, id="within the bound it is left alone"),
        pytest.param("x" * 201, "x" * 199 + "…", id="one more"),
        pytest.param("x" * 198 + "e\u0301" * 9, "x" * 198 + "…", id="an accent"),
        pytest.param("x" * 197 + "👩\u200d👩\u200d👧" * 9, "x" * 197 + "…", id="a family"),
        pytest.param("x" * 198 + "👍🏽" * 9, "x" * 198 + "…", id="a skin tone"),
        pytest.param("x" * 198 + "🇵🇹" * 9, "x" * 198 + "…", id="a flag"),
        pytest.param("x" * 198 + "❤\ufe0f" * 9, "x" * 198 + "…", id="a coloured heart"),
        pytest.param("\u0301" * 600_000, "\u0301" * 199 + "…", id="nothing but accents"),
    ],
)
def test_a_text_for_people_is_cut_between_letters(text: str, expected: str) -> None:
    assert cut(text) == expected
    assert len(cut(text)) <= MAX_SHOWN_LENGTH
