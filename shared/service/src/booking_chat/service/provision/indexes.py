"""Indexes that are there beside those that should be there. Pure.

Both are documents as MongoDB describes an index: `name`, `key` and the options.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from booking_chat.service.provision.comparison import Difference, Severity

Index = Mapping[str, Any]

_DEFAULTS: dict[str, Any] = {
    "unique": False,
    "sparse": False,
    "hidden": False,
    "partialFilterExpression": None,
    "expireAfterSeconds": None,
    "default_language": "english",
    "weights": None,
    "collation": None,
}
_TELLING = ("unique", "expireAfterSeconds")
"""These do more than make questions fast: they refuse what is written, or delete it."""


def missing_indexes(wanted: Sequence[Index], found: Sequence[Index]) -> list[Index]:
    """Those that can be made: nothing has their name or their keys yet."""
    names, shapes = {index["name"] for index in found}, [_shape(index) for index in found]
    return [index for index in wanted if index["name"] not in names and _shape(index) not in shapes]


def index_differences(
    database: str, collection: str, wanted: Sequence[Index], found: Sequence[Index]
) -> list[Difference]:
    """Indexes with other keys or options, and those that nobody asked for."""
    differences, known = [], {"_id_"}
    for index in wanted:
        twin = _twin(index, found)
        if twin is None:
            continue
        known.add(twin["name"])
        unlike = _unlike(index, twin)
        if unlike:
            what = f"{database}.{collection} has the index {twin['name']} with {', '.join(unlike)}"
            severity = _severity(index, twin)
            differences.append(Difference(severity, what, _remedy(database, collection, twin)))
    others = (index for index in found if index["name"] not in known)
    return differences + [_of_nobody(database, collection, index) for index in others]


def _twin(wanted: Index, found: Sequence[Index]) -> Index | None:
    """The index of that name, or else that of the same keys under another one."""
    named = (index for index in found if index["name"] == wanted["name"])
    alike = (index for index in found if _shape(index) == _shape(wanted))
    return next(named, None) or next(alike, None)


def _unlike(wanted: Index, found: Index) -> list[str]:
    pairs = [("name", wanted["name"], found["name"]), ("keys", _keys(wanted), _keys(found))]
    pairs += [(name, _option(wanted, name), _option(found, name)) for name in _DEFAULTS]
    return [
        f"{name} {there!r} where {here!r} is wanted" for name, here, there in pairs if here != there
    ]


def _shape(index: Index) -> Any:
    """What MongoDB tells indexes apart by, beside their names."""
    return (_keys(index), _option(index, "partialFilterExpression"), _option(index, "collation"))


def _keys(index: Index) -> list[tuple[str, Any]]:
    """MongoDB makes one key of all text fields; their names become weights."""
    keys: list[tuple[str, Any]] = []
    for name, direction in dict(index["key"]).items():
        key = ("_fts", "text") if direction == "text" else (name, direction)
        if name != "_ftsx" and key not in keys:
            keys.append(key)
    return keys


def _option(index: Index, name: str) -> Any:
    is_text = "text" in dict(index["key"]).values()
    if name == "weights" and is_text and "weights" not in index:
        return {field: 1 for field, kind in dict(index["key"]).items() if kind == "text"}
    value = index.get(name, _DEFAULTS[name])
    return dict(value) if isinstance(value, Mapping) else value


def _severity(wanted: Index, found: Index) -> Severity:
    does_the_same = all(_option(wanted, name) == _option(found, name) for name in _TELLING)
    return Severity.HARMLESS if does_the_same else Severity.DANGER


def _of_nobody(database: str, collection: str, index: Index) -> Difference:
    does_more = [name for name in _TELLING if _option(index, name) != _DEFAULTS[name]]
    what = f"{database}.{collection} has the index {index['name']}, which nobody asked for"
    if not does_more:
        return Difference(Severity.HARMLESS, what, "It is left as it is")
    what += f" and which is more than an index ({', '.join(does_more)})"
    remedy = _remedy(database, collection, index)
    return Difference(Severity.DANGER, what, remedy)


def _remedy(database: str, collection: str, index: Index) -> str:
    drop = f'db.getSiblingDB("{database}").{collection}.dropIndex("{index["name"]}")'
    return f"Drop it in mongosh ({drop}) and provision again"
