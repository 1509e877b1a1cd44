"""Records made by Hypothesis from the JSON Schemas: nearly right, or anything at all."""

import json
from typing import Any

from hypothesis import strategies as st

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.catalogue import CATALOGUE
from booking_chat.contracts.envelope import OutgoingRecord, encode
from devstack.contracts.examples import EXAMPLES
from devstack.contracts.schemas import schema_of

RECORDS: dict[str, type[KeyedContract]] = {
    name: contract for contracts in CATALOGUE for name, contract in contracts.records.items()
}
SCHEMAS = {name: schema_of(contract, "serialization") for name, contract in RECORDS.items()}

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.datetimes().map(lambda moment: moment.isoformat() + "+14:00")
    | st.sampled_from([10**30, -1, "x" * 5_000, "\ud800", "0001-01-01T00:00:00+14:00", "😀" * 300]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def by_schema(schema: Any, root: Any) -> st.SearchStrategy[Any]:
    """Mostly what the schema says, sometimes anything at all."""
    return _by_schema(schema, root) | ANYTHING


def _by_schema(  # noqa: PLR0911 - one return for each kind of schema
    schema: Any, root: Any
) -> st.SearchStrategy[Any]:
    match schema:
        case {"$ref": reference}:
            return by_schema(root["$defs"][reference.rsplit("/", 1)[1]], root)
        case {"anyOf": choices}:
            return st.one_of([by_schema(choice, root) for choice in choices])
        case {"enum": values}:
            return st.sampled_from(values)
        case {"type": "object", "properties": properties}:
            fields = {name: by_schema(inner, root) for name, inner in properties.items()}
            return st.fixed_dictionaries({}, optional=fields)
        case {"type": "integer", "minimum": low, "maximum": high}:
            return st.integers(low - 2, high + 2)
        case {"format": "date-time"}:
            return st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())
        case {"type": "string", "maxLength": longest}:
            return st.text(max_size=longest + 5)
    return st.booleans()


@st.composite
def mutated(draw: st.DrawFn, name: str) -> OutgoingRecord:
    """A good record with some fields, headers or its key made anew."""
    good, schema = encode(EXAMPLES[name]), SCHEMAS[name]
    fields = {field: by_schema(inner, schema) for field, inner in schema["properties"].items()}
    changed = draw(st.fixed_dictionaries({}, optional=fields))
    body = json.dumps(json.loads(good.value or b"") | changed).encode()
    anything = st.binary(max_size=300) | st.text(max_size=300).map(
        lambda text: text.encode(errors="replace")
    )
    names = st.sampled_from([header for header, _ in good.headers])
    headers = dict(good.headers) | draw(st.dictionaries(names, anything, max_size=2))
    key = draw(st.just(good.key) | st.none() | st.binary(max_size=200))
    return OutgoingRecord(key, body, list(headers.items()))
