"""The AsyncAPI 3.0 document of every topic, and of what webhooks get."""

import json
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter

from booking_chat.contracts.alerts import DESTINATION_TEST
from booking_chat.contracts.base import KeyedContract, Timestamp
from booking_chat.contracts.bounds import MAX_ATTRIBUTE_LENGTH
from booking_chat.contracts.catalogue import CATALOGUE, WEBHOOKS, Direction, TopicContracts
from booking_chat.contracts.dead_letters import DeadLetterHeader
from booking_chat.contracts.envelope import encode
from booking_chat.contracts.topics import DEAD_LETTERS, Topic
from devstack.contracts.examples import EXAMPLES
from devstack.contracts.schemas import mode_of, shared_schemas
from devstack.contracts.webhooks import webhook_body, webhook_headers

Json = dict[str, Any]

_SCHEMA = "#/components/schemas/{model}"
_WEBHOOK = "webhooks"
_DEAD_LETTER = "DeadLetter"
_ABOUT = (
    "What booking-chat says and hears on Kafka. Every record is a CloudEvent 1.0 in binary mode: "
    "attributes in headers, plain JSON in the body. Records of one key keep their order. Delivery "
    "is at least once: a copy has the `ce_id` of the first, so drop an id that you have seen. "
    "Readers ignore fields and types that they do not know."
)


def document(version: str) -> Json:
    """The whole document; `version` is the project's."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "booking-chat", "version": version, "description": _ABOUT},
        "defaultContentType": "application/json",
        "servers": {
            "kafka": {
                "host": "kafka:9092",
                "protocol": "kafka",
                "description": "The brokers that BOOKING_CHAT_KAFKA_BOOTSTRAP names.",
            }
        },
        "channels": {
            **{contracts.topic.name: _channel(contracts) for contracts in CATALOGUE},
            DEAD_LETTERS.name: _dead_letter_channel(),
            _WEBHOOK: _webhook_channel(),
        },
        "operations": _operations(),
        "components": {"messages": _messages(), "schemas": _schemas()},
    }


def _channel(contracts: TopicContracts) -> Json:
    return {
        "address": contracts.topic.name,
        "description": contracts.about,
        "messages": {name: _reference("messages", name) for name in contracts.records},
        "servers": [{"$ref": "#/servers/kafka"}],
        "bindings": {"kafka": _topic_binding(contracts.topic)},
    }


def _dead_letter_channel() -> Json:
    return {
        "address": DEAD_LETTERS.name,
        "description": "Records that could not be read, whole, with where they came from and why.",
        "messages": {_DEAD_LETTER: _reference("messages", _DEAD_LETTER)},
        "servers": [{"$ref": "#/servers/kafka"}],
        "bindings": {"kafka": _topic_binding(DEAD_LETTERS)},
    }


def _webhook_channel() -> Json:
    return {
        "address": None,
        "description": (
            "What a location's webhooks get: a POST to the URL of the destination, signed by the "
            "Standard Webhooks specification, with a CloudEvent in structured mode as its body."
        ),
        "messages": {name: _reference("messages", _webhook_name(name)) for name in WEBHOOKS},
        "servers": [],
    }


def _topic_binding(topic: Topic) -> Json:
    kept = -1 if topic.retention is None else topic.retention // timedelta(milliseconds=1)
    return {
        "topic": topic.name,
        "partitions": topic.partitions,
        "topicConfiguration": {
            "cleanup.policy": ["compact" if topic.compacted else "delete"],
            "retention.ms": kept,
        },
        "bindingVersion": "0.5.0",
    }


def _operations() -> Json:
    operations = {}
    for contracts in CATALOGUE:
        verb = "give" if contracts.direction is Direction.GIVEN else "take"
        operations[f"{verb}-{contracts.topic.name}"] = _operation(
            contracts.topic.name, "send" if verb == "give" else "receive", list(contracts.records)
        )
    operations[f"give-{DEAD_LETTERS.name}"] = _operation(DEAD_LETTERS.name, "send", [_DEAD_LETTER])
    operations["call-webhooks"] = {
        **_operation(_WEBHOOK, "send", list(WEBHOOKS)),
        "bindings": {"http": {"method": "POST", "bindingVersion": "0.3.0"}},
    }
    return operations


def _operation(channel: str, action: str, messages: list[str]) -> Json:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages],
    }


def _messages() -> Json:
    on_kafka = {
        name: _message(name, contract, contracts.key)
        for contracts in CATALOGUE
        for name, contract in contracts.records.items()
    }
    by_webhook = {
        _webhook_name(name): _webhook_message(name, contract) for name, contract in WEBHOOKS.items()
    }
    return {**on_kafka, _DEAD_LETTER: _dead_letter_message(), **by_webhook}


def _message(name: str, contract: type[KeyedContract], key: str) -> Json:
    example = encode(EXAMPLES[name])
    return {
        "name": name,
        "title": name,
        "summary": _first_line(contract),
        "contentType": "application/json",
        "headers": _reference("schemas", "CloudEventHeaders"),
        "payload": _reference("schemas", contract.__name__),
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": f"The `{key}` of the body."},
                "bindingVersion": "0.5.0",
            }
        },
        "examples": [
            {
                "headers": {header: value.decode() for header, value in example.headers},
                "payload": json.loads(example.value or b""),
            }
        ],
    }


def _dead_letter_message() -> Json:
    headers = {header: {"type": "string"} for header in DeadLetterHeader}
    return {
        "name": _DEAD_LETTER,
        "title": _DEAD_LETTER,
        "summary": "The original's body, key and headers, with these headers added.",
        "headers": {"type": "object", "properties": headers, "required": list(headers)},
        "payload": {"description": "Any bytes at all."},
    }


def _webhook_message(name: str, contract: type[KeyedContract]) -> Json:
    return {
        "name": name,
        "title": name,
        "summary": _first_line(contract),
        "contentType": "application/cloudevents+json",
        "headers": _reference("schemas", "WebhookHeaders"),
        "payload": webhook_body(
            {"const": name},
            _reference("schemas", contract.__name__),
            sample=name == DESTINATION_TEST,
        ),
    }


def _schemas() -> Json:
    contracts = [
        (contract, mode_of(group.direction))
        for group in CATALOGUE
        for contract in group.records.values()
    ]
    given = [(contract, mode_of(Direction.GIVEN)) for contract in WEBHOOKS.values()]
    return {
        "CloudEventHeaders": cloud_event_headers(),
        "WebhookHeaders": webhook_headers(),
        **shared_schemas([*contracts, *given], _SCHEMA),
    }


def cloud_event_headers() -> Json:
    """The headers of every record: strings of UTF-8 bytes."""
    text = {"type": "string", "minLength": 1, "maxLength": MAX_ATTRIBUTE_LENGTH}
    headers = {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {**text, "description": "The same for every copy of the record."},
        "ce_type": {**text, "description": "The name of the message."},
        "ce_source": {**text, "description": "The service that wrote it."},
        "ce_time": TypeAdapter(Timestamp).json_schema(),
        "content-type": {"const": "application/json"},
    }
    return {"type": "object", "properties": headers, "required": list(headers)}


def _first_line(contract: type[KeyedContract]) -> str:
    return (contract.__doc__ or contract.__name__).strip().splitlines()[0]


def _webhook_name(name: str) -> str:
    return f"{name}_webhook"


def _reference(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}
