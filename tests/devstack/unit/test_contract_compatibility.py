"""Whether a reader takes all that a writer may write, by their JSON Schemas."""

from typing import Any

import pytest

from devstack.contracts.compatibility import UnknownKeywordError, refusals

OBJECT = {"type": "object"}


@pytest.mark.parametrize(
    ("writer", "reader", "expected"),
    [
        ({"type": "integer"}, {"type": "number"}, []),
        ({"type": "number"}, {"type": "integer"}, ["(the whole) may be number"]),
        (
            {},
            {"type": "string"},
            ["(the whole) may be array or boolean or null or number or object"],
        ),
        ({"type": "string"}, {"enum": ["a"]}, ["(the whole) may be anything"]),
        ({"const": "b"}, {"enum": ["a", "b"]}, []),
        ({"const": "c"}, {"enum": ["a", "b"]}, ["(the whole) may be 'c'"]),
        (
            {"type": "array", "items": {"type": "string"}, "maxItems": 3},
            {"type": "array", "items": {"type": "integer"}, "maxItems": 2},
            ["(the whole) may be above the maxItems 2", "[] may be string"],
        ),
        (
            {"type": "array", "items": {"type": "string"}},
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
            ["(the whole) may be below the minItems 1"],
        ),
        ({**OBJECT, "additionalProperties": True}, OBJECT, []),
        (
            {**OBJECT, "additionalProperties": True},
            {**OBJECT, "additionalProperties": False},
            ["(the whole) may have any other field"],
        ),
        (
            {**OBJECT, "additionalProperties": {"type": "string"}},
            {**OBJECT, "additionalProperties": {"type": "integer"}},
            ["* may be string"],
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]},
            [],
        ),
        (
            {"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}]},
            {"anyOf": [{"type": "string", "maxLength": 5}, {"type": "null"}]},
            ["(the whole) may be above the maxLength 5"],
        ),
    ],
)
def test_a_reader_refuses_what_goes_beyond_its_schema(
    writer: Any, reader: Any, expected: list[str]
) -> None:
    found = refusals(writer, reader, ignoring_counts=False)

    assert [f"{refusal.field} {refusal.why}" for refusal in found] == expected


def test_a_keyword_that_the_comparison_does_not_know_is_not_passed_over() -> None:
    with pytest.raises(UnknownKeywordError, match="properties/a: multipleOf"):
        refusals(
            {**OBJECT, "properties": {"a": {"type": "integer", "multipleOf": 2}}},
            {**OBJECT, "properties": {"a": {"type": "integer"}}},
            ignoring_counts=False,
        )
