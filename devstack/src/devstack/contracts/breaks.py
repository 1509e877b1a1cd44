"""What the code's contracts break for whoever was built against the released ones. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from booking_chat.contracts.catalogue import Direction
from devstack.contracts.compatibility import Pointer, Schema, refusals
from devstack.contracts.documents import TOPICS, pretty

Files = Mapping[str, str]
"""Contents by file name, as `documents.schema_files` gives them."""


@dataclass(frozen=True, slots=True)
class Break:
    """`line` is where it stands in the `released` or the `current` schema file."""

    folder: str
    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.folder}/{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class OurSchemas:
    """Schemas by record: what our own readers take now, and what our own writers write.

    They differ: a field may be always written and yet not needed. One of the two is published.
    """

    read: Mapping[str, Schema]
    written: Mapping[str, Schema]


def find_breaks(released: Files, current: Files, ours: OurSchemas) -> list[Break]:
    """Every break, in the order of topics and records."""
    return list(_breaks(released, current, ours))


def _breaks(released: Files, current: Files, ours: OurSchemas) -> Iterator[Break]:
    was, now = json.loads(released[TOPICS]), json.loads(current[TOPICS])
    for topic, settings in was.items():
        if topic not in now:
            yield _in_topics(was, (topic,), f"{topic} is gone")
            continue
        yield from _setting_breaks(was, now, topic)
        if "call" in settings:
            yield from _pair(topic, settings["call"], released, current).given()
        for record in settings.get("records", []):
            if record not in now[topic]["records"]:
                pointer = (topic, "records", str(settings["records"].index(record)))
                yield _in_topics(was, pointer, f"{record} is no longer on {topic}")
                continue
            pair = _pair(topic, record, released, current)
            if Direction(settings["direction"]) is Direction.GIVEN:
                yield from pair.given()
                yield from pair.taken(ours.read[record], ignoring_counts=False)
            else:
                yield from pair.taken(ours.read[record], ignoring_counts=True)
            yield from pair.built_again(ours.written[record])


def _pair(topic: str, record: str, released: Files, current: Files) -> "_Pair":
    file = f"{record}.json"
    return _Pair(topic, record, json.loads(released[file]), json.loads(current[file]))


def _setting_breaks(was: Any, now: Any, topic: str) -> Iterator[Break]:
    """Another key or number of partitions, say, loses the order of what is in the topic already."""
    for setting, value in was[topic].items():
        changed = now[topic].get(setting)
        longer = setting == "retentionDays" and (changed is None or (value or changed) < changed)
        if setting != "records" and changed != value and not longer:
            what = f"{topic}: {setting} was {value} and is {changed}"
            yield _in_topics(was, (topic, setting), what)


def _in_topics(was: Any, pointer: Pointer, what: str) -> Break:
    return Break("released", TOPICS, line_of(was, pointer), what)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A record's schema as it was released and as it is."""

    topic: str
    record: str
    was: Schema
    now: Schema

    def given(self) -> Iterator[Break]:
        """What we write now and readers of the released contract do not expect."""
        for refusal in refusals(self.now, self.was, ignoring_counts=False):
            what = f"{refusal.field} {refusal.why} in what we write now; readers count on it"
            yield self._break(what, released=refusal.in_reader, current=refusal.in_writer)

    def taken(self, read_by_us: Schema, *, ignoring_counts: bool) -> Iterator[Break]:
        """What was, or is, written by the released contract and we would not read any more."""
        for refusal in refusals(self.was, read_by_us, ignoring_counts=ignoring_counts):
            what = (
                f"{refusal.field} {refusal.why} in what others write; we have to go on reading it"
            )
            yield self._break(what, released=refusal.in_writer, current=refusal.in_reader)

    def built_again(self, written_by_us: Schema) -> Iterator[Break]:
        """Fields that we always write now, and that what is stored already has not got."""
        for place, name in _new_fields(self.was, written_by_us):
            what = f"{name} is always written, and what was stored before has no {name}: Added[...]"
            yield self._break(what, released=(), current=(*place, "properties", name))

    def _break(self, what: str, *, released: Pointer, current: Pointer) -> Break:
        """At the field in the released schema, or in the current one where only that has it."""
        file, said = f"{self.record}.json", f"{self.record} on {self.topic}: {what}"
        if len(released) >= len(current):
            return Break("released", file, line_of(self.was, released), said)
        return Break("schemas", file, line_of(self.now, current), said)


def _new_fields(was: Schema, written: Schema) -> Iterator[tuple[Pointer, str]]:
    """Fields that are always written and were not known, with the object that they are in."""
    places: list[Pointer] = [(), *(("$defs", name) for name in written.get("$defs", {}))]
    for place in places:
        before, after = _at(was, place), _at(written, place)
        if before is not None and after is not None:
            for name in after.get("required", []):
                if name not in before.get("properties", {}):
                    yield place, name


def _at(schema: Schema, place: Pointer) -> Schema | None:
    found: Schema | None = schema
    for key in place:
        found = found.get(key) if found is not None else None
    return found


def line_of(document: Any, pointer: Pointer) -> int:
    """The line, from 1 on, at which a place of a document starts in its pretty form.

    As deep as the pointer leads in this document.
    """
    line = 1
    for key in pointer:
        if isinstance(document, list):
            before, document = document[: int(key)], document[int(key)]
        elif key in document:
            names = list(document)
            before = [document[name] for name in names[: names.index(key)]]
            document = document[key]
        else:
            break
        line += 1 + sum(pretty(value).count("\n") for value in before)
    return line
