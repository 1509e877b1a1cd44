"""docs/contracts says what the code says, others can rely on it, and others' tools can read it."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.catalogue import CATALOGUE, WEBHOOKS
from booking_chat.contracts.envelope import encode
from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.contracts.topics import ALL_TOPICS, DEAD_LETTERS
from devstack.contracts.asyncapi import document
from devstack.contracts.breaks import OurSchemas, find_breaks
from devstack.contracts.documents import (
    ASYNCAPI,
    CURRENT,
    FOLDER,
    RELEASED,
    WEBHOOK_CALL,
    asyncapi_file,
    read_by_us,
    read_files,
    schema_files,
    written_by_us,
)
from devstack.contracts.examples import EXAMPLES
from notifier.channels.signing import new_secret
from notifier.channels.webhook import WebhookChannel, webhook_body
from notifier.domain.notices import LocationFacts, Notice, Target
from support.http_receiver import HttpReceiver
from support.notices import NOON, customer_wrote
from support.outgoing_door import door

SPECS = Path(__file__).parent / "node_modules" / "@asyncapi" / "specs" / "schemas"
RECORDS: dict[str, type[KeyedContract]] = {
    name: contract for contracts in CATALOGUE for name, contract in contracts.records.items()
}
VERSION = "1.2.3"
STALE = "docs/contracts is not what the code says: run `make contracts` and commit what it writes"


def faults(schema: Any, instance: Any) -> list[str]:
    """Where a document is not what its schema says."""
    validator = validator_for(schema)
    validator.check_schema(schema)
    return [
        f"{error.json_path}: {error.message}" for error in validator(schema).iter_errors(instance)
    ]


def asyncapi_schema() -> Any:
    """The official one; `make setup` installs it."""
    return json.loads((SPECS / "3.0.0.json").read_text())


def test_the_documents_are_what_the_code_says() -> None:
    assert read_files(CURRENT) == schema_files(), STALE
    assert (FOLDER / ASYNCAPI).read_text() == asyncapi_file(), STALE


def test_nothing_breaks_who_was_built_against_the_released_contracts() -> None:
    breaks = find_breaks(
        read_files(RELEASED), schema_files(), OurSchemas(read_by_us(), written_by_us())
    )

    assert [f"docs/contracts/{found}" for found in breaks] == []


def test_the_asyncapi_document_is_one_by_the_official_schema() -> None:
    assert faults(asyncapi_schema(), document(VERSION)) == []


def test_the_official_schema_finds_fault_with_what_is_no_asyncapi_document() -> None:
    broken = document(VERSION)
    broken["operations"]["give-chat.events.v1"]["action"] = "shout"

    assert "$.operations['give-chat.events.v1']" in " ".join(faults(asyncapi_schema(), broken))


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    whole = document(VERSION)

    def references(part: Any) -> list[str]:
        inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
        own = [part["$ref"]] if isinstance(part, dict) and "$ref" in part else []
        return [*own, *(each for value in inside for each in references(value))]

    found = references(whole)
    assert len(found) > len(ALL_TOPICS)
    for reference in found:
        place: Any = whole
        for key in reference.removeprefix("#/").split("/"):
            place = place[key]


def test_every_topic_is_a_channel_of_the_asyncapi_document() -> None:
    channels = {name: channel["address"] for name, channel in document(VERSION)["channels"].items()}

    assert channels == {topic.name: topic.name for topic in ALL_TOPICS} | {"webhooks": None}


def test_every_topic_is_in_the_catalogue_once() -> None:
    listed = [contracts.topic for contracts in CATALOGUE]

    assert sorted(topic.name for topic in [*listed, DEAD_LETTERS]) == sorted(
        topic.name for topic in ALL_TOPICS
    )


@pytest.mark.parametrize("name", [*RECORDS, *WEBHOOKS])
def test_what_we_write_is_valid_by_its_json_schema(name: str) -> None:
    schema = json.loads((CURRENT / f"{name}.json").read_text())
    body = json.loads(encode(EXAMPLES[name]).value or b"")

    assert faults(schema, body) == []
    assert faults(schema, {**body, next(iter(body)): None}) != []


@pytest.mark.parametrize("name", RECORDS)
def test_headers_are_those_that_the_document_promises(name: str) -> None:
    schema = document(VERSION)["components"]["schemas"]["CloudEventHeaders"]
    headers = {header: value.decode() for header, value in encode(EXAMPLES[name]).headers}

    assert faults(schema, headers) == []
    assert set(headers) == set(schema["required"])


@pytest.mark.parametrize("contracts", CATALOGUE, ids=lambda contracts: contracts.topic.name)
def test_a_records_key_is_the_field_that_the_document_names(contracts: Any) -> None:
    for name in contracts.records:
        record = encode(EXAMPLES[name])

        assert record.key == json.loads(record.value or b"")[contracts.key].encode()


@pytest.mark.parametrize("name", WEBHOOKS)
def test_what_a_webhook_gets_is_valid_by_the_document(name: str) -> None:
    whole = document(VERSION)
    payload = whole["components"]["messages"][f"{name}_webhook"]["payload"]
    location = LocationFacts("lisbon", None, "UTC")
    body = json.loads(webhook_body(Notice("id", NoticeKind(name), location, EXAMPLES[name])))
    schema = {**payload, "components": whole["components"]}

    assert faults(schema, body) == []
    assert faults(schema, {**body, "type": "another"}) != []
    assert faults(schema, {**body, "data": {}}) != []


async def test_a_call_that_arrives_is_one_by_its_json_schema() -> None:
    schema = json.loads((CURRENT / f"{WEBHOOK_CALL}.json").read_text())
    async with HttpReceiver() as receiver, door() as outgoing:
        target = Target(DestinationKind.WEBHOOK, receiver.url, secrets=(new_secret(),))
        await WebhookChannel(outgoing).deliver(customer_wrote(), target, NOON)

    (request,) = receiver.requests
    call = {"headers": dict(request.headers), "body": json.loads(request.body)}
    assert faults(schema, call) == []
    for part, field in [("headers", "webhook-signature"), ("body", "id"), ("body", "data")]:
        without = {name: value for name, value in call[part].items() if name != field}
        assert faults(schema, {**call, part: without}) != []
