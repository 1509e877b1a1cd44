"""Changes of released contracts, and what is found to break when they are made."""

import json
from collections.abc import Callable
from typing import Any

from booking_chat.contracts.events import EVENTS
from devstack.contracts.breaks import OurSchemas, find_breaks
from devstack.contracts.documents import (
    RELEASED,
    TOPICS,
    pretty,
    read_by_us,
    read_files,
    written_by_us,
)

Change = Callable[[Any], object]
FILES = read_files(RELEASED)


def breaks_after(record: str, change: Change, *, needed: Change = lambda _: None) -> list[str]:
    """What is found when a record's schema is changed, or the topics are.

    `needed` changes the schema of our own readers on top, where it differs.
    """
    file = TOPICS if record == "topics" else f"{record}.json"
    changed = json.loads(FILES[file])
    change(changed)
    ours = {
        name: json.loads(FILES[f"{name}.json"]) for name in read_by_us() if f"{name}.json" in FILES
    }
    written = written_by_us()
    if record != "topics":
        ours[record] = json.loads(pretty(changed))
        needed(ours[record])
        if record in EVENTS:
            written[record] = json.loads(pretty(changed))
    schemas = OurSchemas(read=ours, written=written)
    found = find_breaks(FILES, {**FILES, file: pretty(changed)}, schemas)
    return [str(broken) for broken in found]


def line(record: str, text: str, change: Change = lambda _: None) -> int:
    """The first line that holds a text: of a released file, or as it is after a change."""
    schema = json.loads(FILES[f"{record}.json"])
    change(schema)
    lines = pretty(schema).splitlines()
    return next(number for number, found in enumerate(lines, start=1) if text in found)


def without(name: str) -> Change:
    """A field less."""

    def change(schema: Any) -> None:
        del schema["properties"][name]
        schema["required"] = [other for other in schema["required"] if other != name]

    return change


def within(name: str, change: Change) -> Change:
    """A change of what is inside a field."""

    def inside(schema: Any) -> None:
        change(schema["properties"][name])

    return inside


def with_field(name: str, field: Any, *, required: bool) -> Change:
    def change(schema: Any) -> None:
        schema["properties"][name] = field
        if required:
            schema["required"].append(name)

    return change


def field(name: str, **keywords: Any) -> Change:
    """Sets keywords of a field; None takes one away."""

    def change(schema: Any) -> None:
        for keyword, value in keywords.items():
            schema["properties"][name][keyword] = value
            if value is None:
                del schema["properties"][name][keyword]

    return change


def renamed(old: str, new: str) -> Change:
    def change(schema: Any) -> None:
        moved = schema["properties"].pop(old)
        schema["properties"][new] = moved
        schema["required"] = [new if name == old else name for name in schema["required"]]

    return change


def optional(name: str) -> Change:
    def change(schema: Any) -> None:
        schema["required"].remove(name)

    return change


def required(name: str) -> Change:
    def change(schema: Any) -> None:
        schema["required"].append(name)

    return change


def with_values(edit: Callable[[list[Any]], object], of: str) -> Change:
    """Edits the values of an enum."""

    def change(schema: Any) -> None:
        edit(schema["$defs"][of]["enum"])

    return change
