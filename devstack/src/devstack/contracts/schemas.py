"""JSON Schemas (2020-12) of our contracts, as their readers need them."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from pydantic.alias_generators import to_camel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.catalogue import Direction

Mode = Literal["validation", "serialization"]
Schema = dict[str, Any]

_PYTHON_NAME = re.compile(r"`([a-z]+(?:_[a-z]+)+)`")


class _Generator(GenerateJsonSchema):
    """Without titles that only say the field's name again."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's method
        return False


def mode_of(direction: Direction) -> Mode:
    """What is given is described as it is written, what is taken as it may be written."""
    return "serialization" if direction is Direction.GIVEN else "validation"


def schema_of(contract: type[KeyedContract], mode: Mode) -> Schema:
    """The schema of one contract, whole in itself."""
    schema = contract.model_json_schema(mode=mode, schema_generator=_Generator)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **with_names_of_the_wire(schema),
    }


def shared_schemas(
    contracts: Sequence[tuple[type[KeyedContract], Mode]], reference: str
) -> dict[str, Schema]:
    """The schemas of many contracts and all that they have in common, by name.

    `reference` is how one refers to another, with `{model}` in the place of its name.
    """
    _, document = models_json_schema(contracts, ref_template=reference, schema_generator=_Generator)
    named: dict[str, Schema] = document["$defs"]
    return {name: with_names_of_the_wire(schema) for name, schema in sorted(named.items())}


def with_names_of_the_wire(schema: Any) -> Any:
    """Descriptions name fields as Python does; a reader of JSON knows them by other names."""
    if isinstance(schema, list):
        return [with_names_of_the_wire(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    renamed = {name: with_names_of_the_wire(value) for name, value in schema.items()}
    if isinstance(schema.get("description"), str):
        known = schema.get("properties", {})
        renamed["description"] = _PYTHON_NAME.sub(
            lambda match: f"`{to_camel(match[1])}`" if to_camel(match[1]) in known else match[0],
            schema["description"],
        )
    return renamed
