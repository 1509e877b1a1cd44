"""CloudEvents 1.0 on Kafka, binary mode: bytes to contract and back.

Attributes are headers (`ce_id`, `ce_type`, `ce_source`, `ce_time`, `content-type`), the body
is plain JSON. Reading never raises, whatever the bytes: what cannot be read comes back as
`Undecodable` with a reason, so that one bad record cannot stop its neighbours.

Of a field that occurs twice in an object the last one counts. NaN and Infinity are no value of
any field; in a field that its reader does not know they are passed over with it.
Source: CloudEvents Kafka protocol binding 1.0.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from booking_chat.contracts.base import KeyedContract, Timestamp, to_milliseconds
from booking_chat.contracts.bounds import AS_STORED, MAX_ATTRIBUTE_LENGTH
from booking_chat.contracts.field_errors import fields_and_kinds
from booking_chat.contracts.values import Id

Headers = Sequence[tuple[str, bytes | None]]
Data = TypeVar("Data", bound=KeyedContract)
Data_co = TypeVar("Data_co", bound=KeyedContract, covariant=True)

_SPEC_VERSION = b"1.0"
_JSON = b"application/json"
_MAX_DETAIL_LENGTH = 1000
_TIME: TypeAdapter[datetime] = TypeAdapter(Timestamp)
_KEY: TypeAdapter[str] = TypeAdapter(Id)


class KafkaRecord(Protocol):
    """What is read of a consumed record."""

    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Headers: ...


class Record(KafkaRecord, Protocol):
    """A consumed record with its place in its log."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def timestamp_type(self) -> int: ...


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
    """Why a record could not be read: a stable reason, and the detail for a person.

    The detail names fields and kinds, and never a value: it goes into logs and headers.
    Of `detail` the first 1,000 characters are kept, so that it fits into a dead letter's header.
    """

    reason: str
    detail: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "detail", self.detail[:_MAX_DETAIL_LENGTH])


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
    record: KafkaRecord, contracts: Mapping[str, type[Data]], *, as_stored: bool = False
) -> Envelope[Data] | Undecodable:
    """The envelope of a record whose type is one of `contracts`.

    Texts for people are cut to their bounds, anything else beyond its bounds is undecodable.
    `as_stored` is for what we published ourselves and want to have to the byte: bounds that are
    younger than the record do not apply.
    """
    try:
        return _decode(record, contracts, AS_STORED if as_stored else None)
    except MemoryError:
        # Says nothing about the record: the process may have more another time.
        raise
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not stop a partition
        return Undecodable("unreadable", f"reading it failed: {type(error).__name__}")


def key_of(record: KafkaRecord) -> str | Undecodable:
    """The id that a record is keyed by, for records that are nothing but a key."""
    try:
        return _KEY.validate_python((record.key or b"").decode())
    except UnicodeDecodeError as error:
        return Undecodable("wrong-key", f"the key is not UTF-8 text: {error.reason}")
    except ValidationError:
        return Undecodable("wrong-key", "the key is missing, too long or no id")


def _decode(
    record: KafkaRecord, contracts: Mapping[str, type[Data]], context: object
) -> Envelope[Data] | Undecodable:
    attributes = _attributes(record, context)
    if isinstance(attributes, Undecodable):
        return attributes
    contract = contracts.get(attributes.type)
    if contract is None:
        return Undecodable("unknown-type", "ce_type is not known here")
    try:
        data = contract.model_validate_json(record.value or b"", context=context)
    except ValidationError as error:
        return Undecodable("bad-body", fields_and_kinds(error))
    if data.partition_key.encode() != record.key:
        return Undecodable("wrong-key", "the key is not the one that the body names")
    return Envelope(attributes.id, attributes.type, attributes.source, attributes.time, data)


class _Attributes(NamedTuple):
    id: str
    type: str
    source: str
    time: datetime


def _attributes(record: KafkaRecord, context: object) -> _Attributes | Undecodable:
    headers = dict(record.headers)
    try:
        if headers["ce_specversion"] != _SPEC_VERSION:
            return Undecodable("unknown-version", "ce_specversion is not 1.0")
        attributes = [
            (headers[name] or b"").decode() for name in ("ce_id", "ce_type", "ce_source", "ce_time")
        ]
    except KeyError as missing:
        detail = f"the header {missing.args[0]} is missing"
        return Undecodable("missing-header", detail)
    except UnicodeDecodeError as error:
        detail = f"a header is not UTF-8 text: {error.reason}"
        return Undecodable("bad-header", detail)
    event_id, event_type, source, moment = attributes
    limit = None if context is AS_STORED else MAX_ATTRIBUTE_LENGTH
    if not (event_id and source) or any(value[limit:] for value in attributes if limit):
        detail = f"ce_id and ce_source need a value, no header more than {limit} characters"
        return Undecodable("bad-header", detail)
    try:
        time = _TIME.validate_python(datetime.fromisoformat(moment), context=context)
    except ValueError:
        return Undecodable("bad-header", "ce_time is not an RFC 3339 time from 1970 to 2200")
    return _Attributes(event_id, event_type, source, time)
