"""CloudEvents 1.0 on Kafka, binary mode: bytes to contract and back.

Attributes are headers (`ce_id`, `ce_type`, `ce_source`, `ce_time`, `content-type`), the body
is plain JSON. Reading never raises: what cannot be read comes back as `Undecodable` with a
reason, so that one bad record cannot stop its neighbours.
Source: CloudEvents Kafka protocol binding 1.0.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from booking_chat.contracts.base import KeyedContract, to_milliseconds

Headers = Sequence[tuple[str, bytes | None]]
Data = TypeVar("Data", bound=KeyedContract)
Data_co = TypeVar("Data_co", bound=KeyedContract, covariant=True)

_SPEC_VERSION = b"1.0"
_JSON = b"application/json"


class KafkaRecord(Protocol):
    """What is read of a consumed record."""

    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Headers: ...


@dataclass(frozen=True, slots=True)
class OutgoingRecord:
    """A record ready to be produced.

    What we say always has a key; only a foreign record that is passed on may lack one.
    """

    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Envelope(Generic[Data_co]):
    """A contract with its CloudEvents attributes. Its Kafka key is the contract's own."""

    id: str
    type: str
    source: str
    time: datetime
    data: Data_co


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why a record could not be read: a stable reason, and the detail for a person."""

    reason: str
    detail: str


def encode(envelope: Envelope[KeyedContract]) -> OutgoingRecord:
    """The record of an envelope; the same envelope always gives the same bytes."""
    moment = to_milliseconds(envelope.time).isoformat(timespec="milliseconds")
    return OutgoingRecord(
        key=envelope.data.partition_key.encode(),
        value=envelope.data.to_json(),
        headers=[
            ("ce_specversion", _SPEC_VERSION),
            ("ce_id", envelope.id.encode()),
            ("ce_type", envelope.type.encode()),
            ("ce_source", envelope.source.encode()),
            ("ce_time", moment.replace("+00:00", "Z").encode()),
            ("content-type", _JSON),
        ],
    )


def decode(
    record: KafkaRecord, contracts: Mapping[str, type[Data]]
) -> Envelope[Data] | Undecodable:
    """The envelope of a record whose type is one of `contracts`."""
    attributes = _attributes(record)
    if isinstance(attributes, Undecodable):
        return attributes
    contract = contracts.get(attributes.type)
    if contract is None:
        return Undecodable("unknown-type", f"the type {attributes.type[:80]!r} is not known here")
    try:
        data = contract.model_validate_json(record.value or b"")
    except ValueError as error:
        return Undecodable("bad-body", str(error)[:1000])
    if data.partition_key.encode() != record.key:
        return Undecodable("wrong-key", f"the key is not the body's {data.partition_key!r}")
    return Envelope(attributes.id, attributes.type, attributes.source, attributes.time, data)


class _Attributes(NamedTuple):
    id: str
    type: str
    source: str
    time: datetime


def _attributes(record: KafkaRecord) -> _Attributes | Undecodable:
    headers = dict(record.headers)
    try:
        if headers["ce_specversion"] != _SPEC_VERSION:
            return Undecodable("unknown-version", "ce_specversion is not 1.0")
        event_id, event_type, source, moment = (
            (headers[name] or b"").decode() for name in ("ce_id", "ce_type", "ce_source", "ce_time")
        )
        time = datetime.fromisoformat(moment)
    except KeyError as missing:
        return Undecodable("missing-header", f"the header {missing.args[0]} is missing")
    except UnicodeDecodeError as error:
        return Undecodable("bad-header", f"a header is not UTF-8 text: {error}")
    except ValueError as error:
        return Undecodable("bad-header", f"ce_time is not an RFC 3339 time: {error}")
    if not (event_id and source) or time.tzinfo is None:
        return Undecodable("bad-header", "ce_id and ce_source need a value, ce_time a zone")
    return _Attributes(event_id, event_type, source, to_milliseconds(time))
