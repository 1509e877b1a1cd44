"""The ground rules of every contract: camelCase on the wire, immutable, UTC to the millisecond."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


def to_milliseconds(moment: datetime) -> datetime:
    """The moment in UTC, cut to whole milliseconds: what MongoDB can keep.

    Cutting before anything is stored is what lets an event that is built again from the
    store be the same bytes as its first copy.
    """
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    beyond = moment.microsecond % 1000
    return moment.replace(microsecond=moment.microsecond - beyond) if beyond else moment


Timestamp = Annotated[AwareDatetime, AfterValidator(to_milliseconds)]
"""A moment with a zone, kept as UTC milliseconds, RFC 3339 on the wire."""


class Contract(BaseModel):
    """What crosses a border: a Kafka record's body or an HTTP body."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        frozen=True,
        # Every field is written, so schemas of what we write may promise it.
        json_schema_serialization_defaults_required=True,
    )

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
