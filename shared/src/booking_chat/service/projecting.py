"""Keeping the newest record of each key of a compacted topic in MongoDB.

Each write is an upsert that fails on its key when something newer is there already.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from booking_chat.service.kafka import Record
from booking_chat.service.mongo import BulkWriteError, Collection, UpdateOne

_DUPLICATE_KEY = 11000


def newest_by_offset(log: str, record: Record, fields: Mapping[str, Any]) -> UpdateOne:
    """Sets the fields of the record's key, unless a later record of the same log did.

    `log` is the identity of the log that the record stands in: another log begins anew.
    """
    return UpdateOne(
        {
            "_id": (record.key or b"").decode(),
            "$or": [{"source.log": {"$ne": log}}, {"source.offset": {"$lt": record.offset}}],
        },
        {"$set": {**fields, "source": {"log": log, "offset": record.offset}}},
        upsert=True,
    )


def newest_by_version(key: str, version: int, fields: Mapping[str, Any]) -> UpdateOne:
    """Sets the fields of a key, unless this version or a later one did. `fields` has it too."""
    return UpdateOne({"_id": key, "version": {"$lt": version}}, {"$set": dict(fields)}, upsert=True)


async def write_newer(collection: Collection, writes: Sequence[UpdateOne]) -> None:
    """Runs such writes, of which those that came too late change nothing."""
    if not writes:
        return
    try:
        await collection.bulk_write(list(writes), ordered=False)
    except BulkWriteError as error:
        failures = (error.details or {}).get("writeErrors", [])
        if any(failure["code"] != _DUPLICATE_KEY for failure in failures):
            raise
