"""Whether a reader takes everything that a writer may write, by their JSON Schemas. Pure.

Knows the part of JSON Schema that pydantic writes for our contracts. A keyword that it does not
know is an error, so that nothing passes unseen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
Pointer = tuple[str, ...]
"""The keys that lead to a place in a document."""

_ANNOTATIONS = {
    *("$schema", "$id", "$defs", "title", "description", "default", "examples", "deprecated"),
}
_KEYWORDS = {
    *("$ref", "anyOf", "type", "enum", "const", "pattern", "format", "minLength", "maxLength"),
    *("minimum", "maximum", "properties", "required", "additionalProperties"),
    *("items", "minItems", "maxItems"),
}
_ANYTHING = ("array", "boolean", "null", "number", "object", "string")
_AT_LEAST = ("minLength", "minimum", "minItems")
_AT_MOST = ("maxLength", "maximum", "maxItems")
_EXACTLY = ("pattern", "format")


class UnknownKeywordError(Exception):
    """A schema says something that would have to be understood first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A schema within a document, and the way to it. A `$ref` has been followed."""

    root: Schema
    pointer: Pointer
    schema: Schema

    def at(self, *keys: str) -> "Place":
        """The schema that is found by these keys of this one."""
        return _place(self.root, (*self.pointer, *keys))


def _place(root: Schema, pointer: Pointer) -> Place:
    """Raises UnknownKeywordError for a schema that is not understood."""
    found: Any = root
    for key in pointer:
        found = found[int(key)] if isinstance(found, list) else found[key]
    if "$ref" in found:
        return _place(root, tuple(found["$ref"].removeprefix("#/").split("/")))
    unknown = found.keys() - _KEYWORDS - _ANNOTATIONS
    if unknown:
        raise UnknownKeywordError(f"{'/'.join(pointer)}: {', '.join(sorted(unknown))}")
    return Place(root, pointer, found)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that a writer may write and a reader does not take.

    `field` is the dotted name of the field; the pointers lead to it in the two documents, to the
    object around it where one of them lacks it.
    """

    field: str
    why: str
    in_writer: Pointer
    in_reader: Pointer


def refusals(
    writer: Schema,
    reader: Schema,
    *,
    ignoring_counts: bool,
    at: tuple[Pointer, Pointer] = ((), ()),
) -> list[Refusal]:
    """Everything that the reader would refuse of the writer.

    `ignoring_counts`: a field that the reader merely passes over is refused as well. `at` leads to
    the two schemas where they are parts of greater documents.
    """
    written, read = _place(writer, at[0]), _place(reader, at[1])
    return list(_Comparison(ignoring_counts).compare((), written, read))


@dataclass(frozen=True, slots=True)
class _Comparison:
    ignoring_counts: bool

    def compare(self, field: Pointer, writer: Place, reader: Place) -> Iterator[Refusal]:
        if len(_choices(writer)) > 1 or len(_choices(reader)) > 1:
            yield from self._compare_choices(field, writer, reader)
            return
        (writer,), (reader,) = _choices(writer), _choices(reader)
        yield from _compare_values(field, writer, reader)
        if _types(writer) == _types(reader) == ["object"]:
            yield from self._compare_objects(field, writer, reader)
        if "items" in writer.schema and "items" in reader.schema:
            inner = (*field[:-1], f"{field[-1]}[]") if field else ("[]",)
            yield from self.compare(inner, writer.at("items"), reader.at("items"))

    def _compare_choices(self, field: Pointer, writer: Place, reader: Place) -> Iterator[Refusal]:
        """Each choice of the writer's has to be taken by one of the reader's."""
        for choice in _choices(writer):
            tried = [list(self.compare(field, choice, taken)) for taken in _choices(reader)]
            if not all(tried):
                continue
            same_type = [
                found
                for found, taken in zip(tried, _choices(reader), strict=True)
                if _types(taken) == _types(choice)
            ]
            if same_type:
                yield from same_type[0]
            else:
                yield _refusal(field, f"may be {_named(choice)}", writer, reader)

    def _compare_objects(self, field: Pointer, writer: Place, reader: Place) -> Iterator[Refusal]:
        written, read = (place.schema.get("properties", {}) for place in (writer, reader))
        for name in written:
            inner = (*field, name)
            if name in read:
                yield from self.compare(
                    inner, writer.at("properties", name), reader.at("properties", name)
                )
            elif reader.schema.get("additionalProperties") is False:
                yield _refusal(inner, "is not known", writer, reader, written=name)
            elif self.ignoring_counts:
                yield _refusal(inner, "is passed over", writer, reader, written=name)
        always = writer.schema.get("required", [])
        for name in reader.schema.get("required", []):
            if name not in always:
                why = "may be missing" if name in written else "is missing"
                yield _refusal((*field, name), why, writer, reader, read=name)
        yield from self._compare_others(field, writer, reader)

    def _compare_others(self, field: Pointer, writer: Place, reader: Place) -> Iterator[Refusal]:
        """Fields beyond the named ones, where an object is a map."""
        written, read = (place.schema.get("additionalProperties") for place in (writer, reader))
        if isinstance(written, Mapping) and isinstance(read, Mapping):
            yield from self.compare(
                (*field, "*"),
                writer.at("additionalProperties"),
                reader.at("additionalProperties"),
            )
        elif isinstance(read, Mapping) or (read is False and written not in (False, None)):
            yield _refusal(field, "may have any other field", writer, reader)


def _compare_values(field: Pointer, writer: Place, reader: Place) -> Iterator[Refusal]:
    taken = {*_types(reader), *(["integer"] if "number" in _types(reader) else [])}
    types = [name for name in _types(writer) if name not in taken]
    if types:
        yield _refusal(field, f"may be {' or '.join(types)}", writer, reader)
        return
    for why in (*_new_values(writer.schema, reader.schema), *_beyond(writer.schema, reader.schema)):
        yield _refusal(field, why, writer, reader)


def _new_values(writer: Schema, reader: Schema) -> Iterator[str]:
    written, taken = _values(writer), _values(reader)
    if taken is not None and written is None:
        yield "may be anything"
    elif taken is not None and written is not None:
        new = [repr(value) for value in written if value not in taken]
        if new:
            yield f"may be {', '.join(new)}"


def _beyond(writer: Schema, reader: Schema) -> Iterator[str]:
    """What the reader sets bounds to and the writer does not."""
    for keyword in _EXACTLY:
        if keyword in reader and writer.get(keyword) != reader[keyword]:
            yield f"need not have the {keyword} {reader[keyword]}"
    for keyword in _AT_LEAST:
        if keyword in reader and writer.get(keyword, float("-inf")) < reader[keyword]:
            yield f"may be below the {keyword} {reader[keyword]}"
    for keyword in _AT_MOST:
        if keyword in reader and writer.get(keyword, float("inf")) > reader[keyword]:
            yield f"may be above the {keyword} {reader[keyword]}"


def _refusal(
    field: Pointer,
    why: str,
    writer: Place,
    reader: Place,
    *,
    written: str | None = None,
    read: str | None = None,
) -> Refusal:
    """`written` and `read` name a field that only the writer or only the reader has."""

    def pointer(place: Place, *names: str | None) -> Pointer:
        for name in names:
            if name in place.schema.get("properties", {}):
                return (*place.pointer, "properties", str(name))
        return place.pointer

    return Refusal(
        ".".join(field) or "(the whole)",
        why,
        pointer(writer, written, read),
        pointer(reader, written, read),
    )


def _choices(place: Place) -> list[Place]:
    alternatives = place.schema.get("anyOf")
    if alternatives is None:
        return [place]
    flat = [place.at("anyOf", str(index)) for index in range(len(alternatives))]
    return [choice for alternative in flat for choice in _choices(alternative)]


def _types(place: Place) -> list[str]:
    given = place.schema.get("type", _ANYTHING)
    return [given] if isinstance(given, str) else list(given)


def _values(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def _named(place: Place) -> str:
    values = _values(place.schema)
    return " or ".join(_types(place)) if values is None else " or ".join(map(repr, values))
