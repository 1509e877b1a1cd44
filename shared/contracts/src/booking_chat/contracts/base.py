"""The ground rules of every contract: camelCase on the wire, immutable, UTC to the millisecond."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from booking_chat.contracts.bounds import AS_STORED, is_stored

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def to_milliseconds(moment: datetime) -> datetime:
    """The moment in UTC, cut to whole milliseconds: what MongoDB can keep.

    Cutting before anything is stored is what lets an event that is built again from the
    store be the same bytes as its first copy.
    """
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    beyond = moment.microsecond % 1000
    return moment.replace(microsecond=moment.microsecond - beyond) if beyond else moment


def _in_utc(moment: datetime) -> datetime:
    try:
        return to_milliseconds(moment)
    except OverflowError:
        raise ValueError("is not in the years 1 to 9999 of UTC") from None


def _within_bounds(moment: datetime, info: ValidationInfo) -> datetime:
    if is_stored(info) or EARLIEST <= moment <= LATEST:
        return moment
    raise ValueError("must be from 1970-01-01 to 2200-01-01")


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment with a zone, kept as UTC milliseconds, RFC 3339 on the wire. For views, which show
what is stored."""

Timestamp = Annotated[
    Moment,
    AfterValidator(_within_bounds),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            # JSON Schema has no bounds for times: the pattern is that of the year.
            "pattern": "^(19[7-9][0-9]|2[01][0-9]{2})-",
            "description": "From 1970-01-01 to 2200-01-01, UTC.",
        }
    ),
]
"""A moment from 1970-01-01 to 2200-01-01, otherwise as `Moment`."""


Value = TypeVar("Value")


def _is_none(value: object) -> bool:
    return value is None


Added = Annotated[Value | None, Field(exclude_if=_is_none)]
"""A field that came after its contract was first released: `language: Added[Language] = None`.

Without a value it is not written, so that what is built again from a store of the time before is
the same bytes as ever (docs/adr/0025).
"""


class Contract(BaseModel):
    """What crosses a border: a Kafka record's body or an HTTP body."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        frozen=True,
        # An error's text ends in logs, where values do not belong.
        hide_input_in_errors=True,
        # Every field but an `Added` one is written, so schemas of what we write may promise it.
        json_schema_serialization_defaults_required=True,
    )

    @classmethod
    def as_stored(cls, fields: Mapping[str, Any]) -> Self:
        """What our own store holds, as it is: bounds that are younger than it do not apply."""
        return cls.model_validate(fields, context=AS_STORED)

    def whole(self) -> dict[str, Any]:
        """All fields by their names on the wire, `Added` ones without a value too.

        For what replaces a stored document: a value that is gone must not stay there.
        """
        names = (field.alias or name for name, field in type(self).model_fields.items())
        return dict.fromkeys(names) | self.model_dump(by_alias=True)

    def to_json(self) -> bytes:
        """The body as it goes onto the wire: compact, fields in their declared order."""
        return self.__pydantic_serializer__.to_json(self, by_alias=True)


class KeyedContract(Contract):
    """The body of a Kafka record: it names its own key, so a record cannot be mis-keyed."""

    @property
    def partition_key(self) -> str:
        """The record's key: records of one key keep their order."""
        raise NotImplementedError


class StrictContract(Contract):
    """A contract whose writers are told at once about a field that nobody knows."""

    model_config = ConfigDict(extra="forbid")


class TolerantContract(Contract):
    """A contract whose readers ignore fields that were added after they were built."""

    model_config = ConfigDict(extra="ignore")
