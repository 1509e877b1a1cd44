"""Keeping the newest record of each key of a compacted topic in MongoDB.

Each write is an upsert that fails on its key when something newer is there already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.envelope import Record, Undecodable, decode, key_of
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.service.messaging.consumer import Delivery
from booking_chat.service.storage.mongo import (
    BulkWriteError,
    Collection,
    UpdateOne,
    only_duplicates,
)

Data = TypeVar("Data", bound=KeyedContract)


@dataclass(frozen=True, slots=True)
class Latest(Generic[Data]):
    """The newest readable record of a key; `data` is None where the key was withdrawn."""

    key: str
    offset: int
    data: Data | None


@dataclass(slots=True)
class Sorted(Generic[Data]):
    """A batch of a compacted topic: `latest` by key, and what has to be set aside."""

    latest: dict[str, Latest[Data]] = field(default_factory=dict)
    unreadable: list[tuple[Record, Undecodable]] = field(default_factory=list)


def sort_out(records: Sequence[Record], contracts: Mapping[str, type[Data]]) -> Sorted[Data]:
    """The newest state of each key in a batch.

    What cannot be read hides nothing: the record before it stays the newest. Types that are not
    in `contracts` are passed over. Pure.
    """
    found: Sorted[Data] = Sorted()
    for record in records:
        read = _read(record, contracts)
        if isinstance(read, Latest):
            found.latest[read.key] = read
        elif read.reason != "unknown-type":
            found.unreadable.append((record, read))
    return found


def _read(record: Record, contracts: Mapping[str, type[Data]]) -> Latest[Data] | Undecodable:
    if record.value is None:
        key = key_of(record)
        return key if isinstance(key, Undecodable) else Latest(key, record.offset, None)
    decoded = decode(record, contracts)
    if isinstance(decoded, Undecodable):
        return decoded
    return Latest(decoded.data.partition_key, record.offset, decoded.data)


def newest_by_offset(log: str, latest: Latest[Any], fields: Mapping[str, Any]) -> UpdateOne:
    """Sets the fields of a key, unless a later record of the same log did.

    `log` is the identity of the log that the record stands in: another log begins anew.
    """
    return UpdateOne(
        {
            "_id": latest.key,
            "$or": [{"source.log": {"$ne": log}}, {"source.offset": {"$lt": latest.offset}}],
        },
        {"$set": {**fields, "source": {"log": log, "offset": latest.offset}}},
        upsert=True,
    )


def newest_settings(deliveries: Sequence[Delivery[LocationSettingsChanged]]) -> list[UpdateOne]:
    """Sets each location's switches and card, unless this version or a later one did."""
    latest: dict[str, LocationSettingsChanged] = {}
    for delivery in deliveries:
        change = delivery.envelope.data
        known = latest.get(change.location_id)
        if known is None or change.version > known.version:
            latest[change.location_id] = change
    return [
        UpdateOne(
            {"_id": change.location_id, "version": {"$lt": change.version}},
            {"$set": change.whole()},
            upsert=True,
        )
        for change in latest.values()
    ]


async def write_newer(collection: Collection, writes: Sequence[UpdateOne]) -> None:
    """Runs such writes, of which those that came too late change nothing."""
    if not writes:
        return
    try:
        await collection.bulk_write(list(writes), ordered=False)
    except BulkWriteError as error:
        if not only_duplicates(error):
            raise
