"""Every file in docs/contracts that is made from the code."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.catalogue import CATALOGUE, WEBHOOKS, Direction
from booking_chat.contracts.topics import DEAD_LETTERS, Topic
from devstack.contracts.asyncapi import document
from devstack.contracts.openapi import openapi_documents
from devstack.contracts.release import project_version
from devstack.contracts.schemas import Schema, mode_of, schema_of
from devstack.contracts.webhooks import webhook_call
from devstack.paths import CHECKOUT

FOLDER = CHECKOUT / "docs" / "contracts"
CURRENT = FOLDER / "schemas"
RELEASED = FOLDER / "released"
"""The schemas as others were built against them; `make contracts RELEASE=1` moves it on."""
RELEASED_BY = RELEASED / "VERSION"
"""The version of the project that released them."""
TOPICS = "topics.json"
WEBHOOK_CALL = "webhook_call"
ASYNCAPI = "asyncapi.json"


def schema_files() -> dict[str, str]:
    """The contents of `schemas/` by file name.

    One schema for each record, that of a webhook's call, and the topics.
    """
    files = {
        f"{name}.json": pretty(schema_of(contract, mode_of(direction)))
        for name, contract, direction in _contracts()
    }
    return {**files, f"{WEBHOOK_CALL}.json": pretty(webhook_call()), TOPICS: pretty(topics())}


def read_by_us() -> dict[str, Schema]:
    """The schema of what our own readers take, by record."""
    return {name: schema_of(contract, "validation") for name, contract, _ in _contracts()}


def written_by_us() -> dict[str, Schema]:
    """The schema of what our own writers write, by record."""
    return {name: schema_of(contract, "serialization") for name, contract, _ in _contracts()}


def asyncapi_file() -> str:
    return pretty(document(project_version()))


def topics() -> dict[str, Any]:
    """What readers and writers count on beyond the records' schemas."""
    return {
        **{
            contracts.topic.name: {
                **_settings(contracts.topic),
                "key": contracts.key,
                "direction": contracts.direction.value,
                "records": sorted(contracts.records),
            }
            for contracts in CATALOGUE
        },
        DEAD_LETTERS.name: _settings(DEAD_LETTERS),
        "webhooks": {
            "direction": Direction.GIVEN.value,
            "call": WEBHOOK_CALL,
            "records": sorted(WEBHOOKS),
        },
    }


def _contracts() -> Iterator[tuple[str, type[KeyedContract], Direction]]:
    """Every record; one that is on a topic and in webhooks comes twice, and is the same."""
    for contracts in CATALOGUE:
        for name, contract in contracts.records.items():
            yield name, contract, contracts.direction
    for name, contract in WEBHOOKS.items():
        yield name, contract, Direction.GIVEN


def _settings(topic: Topic) -> dict[str, Any]:
    return {
        "partitions": topic.partitions,
        "retentionDays": topic.retention.days if topic.retention else None,
        "compacted": topic.compacted,
    }


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def openapi_files() -> dict[str, str]:
    """The OpenAPI documents of both gateways by file name."""
    return {name: pretty(document) for name, document in openapi_documents().items()}


def read_files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.glob("*.json"))}


def write(*, release: bool) -> None:
    """Writes what is made from the code; with `release` also what others build against."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    schemas, openapi = schema_files(), openapi_files()
    _write_all(FOLDER, {ASYNCAPI: asyncapi_file(), **openapi})
    _write_all(CURRENT, schemas)
    if release:
        _write_all(RELEASED, {**schemas, **openapi})
        RELEASED_BY.write_text(f"{project_version()}\n")


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Writes these files, and removes every other document of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text)
