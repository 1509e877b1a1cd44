"""Records that a foreign or broken writer could send: each field beyond its bounds."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, encode

MEBIBYTE_OF_EMOJI = "😀" * 230_000
"""As much as a record holds beside its other fields."""
_DEEP = "[" * 10_000 + "]" * 10_000
_TOO_MUCH = "1" + "0" * 30
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T")
_HOLE = "the-hole"

OF_ANY_FIELD: dict[str, bytes] = {
    "too long": json.dumps("x" * 5_000).encode(),
    "1 MiB of emoji": json.dumps(MEBIBYTE_OF_EMOJI, ensure_ascii=False).encode(),
    "10^30": _TOO_MUCH.encode(),
    "a number of 5,000 digits": b"9" * 5_000,
    "negative": b"-1",
    "NaN": b"NaN",
    "Infinity": b"-Infinity",
    "deep nesting": _DEEP.encode(),
    "a lone surrogate": rb'"\ud800"',
    "not UTF-8": b'"\xff\xfe"',
}
OF_A_TIME: dict[str, bytes] = {
    "year 1, east of UTC": b'"0001-01-01T00:00:00+14:00"',
    "year 1": b'"0001-01-01T00:00:00Z"',
    "just too early": b'"1969-12-31T23:59:59.999Z"',
    "just too late": b'"2200-01-01T00:00:00.001Z"',
    "year 9999": b'"9999-12-31T23:59:59Z"',
    "year 9999, west of UTC": b'"9999-12-31T23:59:59-14:00"',
}
_KEYS = {"not UTF-8": b"\xff\xfe", "10,000 characters": b"k" * 10_000, "empty": b"", "null": None}
SHOWN = {"name", "activityName", "senderName", "customerName", "confirmationCode", "email"}
"""Fields of records that are no commands whose long texts are cut, or left out."""

OF_BOOKINGS = {("confirmationCode",): False, ("status",): True, ("timeZone",): True}
"""A code that was cut would be another one; a long status is cut, a zone like that is UTC."""


@dataclass(frozen=True)
class Extreme:
    """`reason` is the dead letter's; None for what is read all the same, cut to its bounds."""

    what: str
    record: OutgoingRecord
    reason: str | None


def extremes_of(example: Envelope[Any], contract: type[KeyedContract]) -> Iterator[Extreme]:
    """Every field, header and key of a good record, one after the other, beyond its bounds."""
    good = encode(example)
    body = json.loads(good.value or b"")
    for path in _paths(body):
        field, value = ".".join(path), _at(body, path)
        is_time = isinstance(value, str) and _DATE.match(value)
        for what, raw in {**OF_ANY_FIELD, **(OF_A_TIME if is_time else {})}.items():
            is_cut = contract.model_config["extra"] == "ignore" and _is_cut(example.type, path)
            reason = None if is_cut and what in {"too long", "1 MiB of emoji"} else "bad-body"
            record = replace(good, value=_with(body, path, raw))
            yield Extreme(f"{example.type}.{field}: {what}", record, reason)
        twice = json.dumps(value).encode() + f', "{path[-1]}": {_TOO_MUCH}'.encode()
        record = replace(good, value=_with(body, path, twice))
        yield Extreme(f"{example.type}.{field}: twice, the last one bad", record, "bad-body")
    yield from _other_bodies(example.type, good, body)
    yield from _headers(example.type, good)


def extreme_keys(good: OutgoingRecord) -> Iterator[Extreme]:
    """The same record under keys that are no id."""
    for what, key in _KEYS.items():
        yield Extreme(f"key: {what}", replace(good, key=key), "wrong-key")


def extreme_tombstones() -> Iterator[Extreme]:
    """Withdrawals of what is no id; a compacted topic takes none without a key."""
    for what, key in _KEYS.items():
        if key is not None:
            yield Extreme(f"tombstone's key: {what}", OutgoingRecord(key, None, []), "wrong-key")


def _is_cut(record: str, path: tuple[str, ...]) -> bool:
    if record == "BookingChanged" and path in OF_BOOKINGS:
        return OF_BOOKINGS[path]
    return path[-1] in SHOWN


def _other_bodies(name: str, good: OutgoingRecord, body: Any) -> Iterator[Extreme]:
    bodies = {
        "deep nesting around it": b"[" * 100_000,
        "an unknown field, deeply nested": json.dumps(body).encode()[:-1]
        + f', "z": {_DEEP}}}'.encode(),
        "a byte order mark": b"\xef\xbb\xbf" + json.dumps(body).encode(),
        "UTF-16": json.dumps(body).encode("utf-16"),
        "empty": b"",
        "null bytes": b"\x00" * 1_000,
        "cut off": json.dumps(body).encode()[:-20],
    }
    for what, value in bodies.items():
        yield Extreme(f"{name}: {what}", replace(good, value=value), "bad-body")


def _headers(name: str, good: OutgoingRecord) -> Iterator[Extreme]:
    too_long = b"x" * 257
    values: dict[str, list[bytes]] = {
        "ce_id": [b"", too_long, b"\xff", MEBIBYTE_OF_EMOJI.encode()[:400_000]],
        "ce_type": [too_long, b"\xff"],
        "ce_source": [b"", too_long, b"\xff"],
        "ce_time": [
            *(json.loads(raw).encode() for raw in OF_A_TIME.values()),
            *(b"", b"\xff", b"x" * 400_000, _TOO_MUCH.encode(), b"NaN", b"2026-03-15T09:30:00"),
        ],
    }
    for header, extremes in values.items():
        for value in extremes:
            headers = [(h, value if h == header else kept) for h, kept in good.headers]
            what = f"{name}, {header}: {value[:30]!r}"
            yield Extreme(what, replace(good, headers=headers), "bad-header")


def _paths(value: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, inner in value.items():
        yield (*before, name)
        if isinstance(inner, dict):
            yield from _paths(inner, (*before, name))


def _at(body: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        body = body[name]
    return body


def _with(body: Any, path: tuple[str, ...], raw: bytes) -> bytes:
    """The body with these bytes in the place of a field's value."""
    changed = json.loads(json.dumps(body))
    _at(changed, path[:-1])[path[-1]] = _HOLE
    return json.dumps(changed).encode().replace(f'"{_HOLE}"'.encode(), raw)
