"""What a version of chat-core wrote, as a data file: its database and its logs.

A file is recorded once, by the version that it is named after, and never changed:

    PYTHONPATH=tests python -m support.stored_version tests/chat_core/integration/stored/0.1.0.json
"""

import asyncio
import json
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bson import json_util
from pydantic import BaseModel, Field

from booking_chat.contracts.envelope import OutgoingRecord, Record
from booking_chat.contracts.topics import Topic
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import LogIdentity
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.provision import provision_topics
from booking_chat.service.storage.mongo import Client, Document, connect, disconnect
from support.chat import OPERATOR, at, mark_read, mark_unread, open_thread, post
from support.engines import choose_engines
from support.own_core import OwnCore, an_own_core, everything_in

_COLLECTIONS = ("bookings", "locations", "messages", "positions", "rejections", "threads")


class StoredRecord(BaseModel):
    """A record of a log. Key, value and header values are Base64."""

    partition: int
    key: str | None
    value: str | None
    headers: list[tuple[str, str]]


class StoredVersion(BaseModel):
    """Documents are MongoDB's canonical extended JSON. `committed` are offsets by partition."""

    database: dict[str, list[Any]]
    commands: list[StoredRecord]
    events: list[StoredRecord]
    committed: dict[int, int] = Field(default_factory=dict)


async def load(
    stored: StoredVersion, config: ServiceConfig, client: Client, publisher: Publisher
) -> OwnCore:
    """A core with this store and these logs: every record has the offset that it had."""
    core = await an_own_core(config, client, publisher)
    for topic, records in (
        (core.logs.commands, stored.commands),
        (core.logs.events, stored.events),
    ):
        await publisher.publish_all(topic, [(_outgoing(one), one.partition) for one in records])
    log = await LogIdentity(KafkaConnection(config.kafka_bootstrap), core.logs.commands).now()
    for name, documents in stored.database.items():
        found = [_document(one) for one in documents]
        if name == "positions":
            # A position belongs to one log, and this one has just been made.
            found = [one | {"_id": f"{log}/{one['partition']}", "log": log} for one in found]
        await getattr(core.of, name).insert_many(found)
    await core.commit(stored.committed)
    return core


async def record(core: OwnCore) -> StoredVersion:
    """What a core has written; it has handled all of its commands."""
    ends = {
        partition: found[-1].offset + 1
        for partition, found in (await everything_in(core.config, core.logs.commands)).items()
        if found
    }
    return StoredVersion(
        database={
            name: [_extended(one) for one in await getattr(core.of, name).find({}).to_list(None)]
            for name in _COLLECTIONS
        },
        commands=await _records(core, core.logs.commands),
        events=await _records(core, core.logs.events),
        committed=ends,
    )


async def talk(core: OwnCore) -> None:
    """Everything that a version can write: each command, each event, each rejection's shape."""
    await core.know("booking-talk", "booking-quiet", "booking-opened")
    ids = [f"1b4e28ba-2fa1-41d2-883f-0000000000{n:02}" for n in range(10)]

    def said(number: int, text: str, **more: Any) -> Any:
        return post(
            text,
            booking_id="booking-talk",
            client_message_id=ids[number],
            time=at(number * 10),
            **more,
        )

    first = said(0, "Is there parking? 🚗 \u0645\u0631\u062d\u0628\u0627")
    await core.take(
        first,
        said(1, "Yes, behind the house.\nIt is free.", by=OPERATOR),
        said(2, "Great", by=CUSTOMER),
        mark_read(3, booking_id="booking-talk", time=at(35)),
        mark_unread(booking_id="booking-talk", time=at(36)),
        mark_read(2, by=CUSTOMER, booking_id="booking-talk", time=at(37)),
        open_thread("booking-opened", time=at(40)),
        said(4, "Hello?", location_id="porto", by=OPERATOR),
    )
    # A repetition, another text under an id that is taken, an unknown booking.
    await core.take(
        first,
        said(0, "Something else"),
        post("Anybody there?", booking_id="booking-nobody", client_message_id=ids[5], time=at(50)),
    )
    # After a loss of all commits every event is published again, to the byte.
    await core.again()


async def recorded(folder: Path) -> StoredVersion:
    """What this version writes, on engines of its own."""
    engines = choose_engines(folder)
    await engines.start()
    await provision_topics(
        KafkaConnection(engines.kafka_bootstrap), replication=1, min_insync=1, report=print
    )
    config = ServiceConfig(
        environment=Environment.DEVELOPMENT,
        kafka_bootstrap=engines.kafka_bootstrap,
        kafka_idempotence=engines.kafka_idempotence,
        mongo_url=engines.mongo_url,
    )
    client, publisher = (
        connect(config.mongo_url, config.mongo_driver),
        Publisher(config, "recorder"),
    )
    try:
        await publisher.start()
        core = await an_own_core(config, client, publisher)
        await talk(core)
        return await record(core)
    finally:
        await publisher.stop()
        await disconnect(client)
        await engines.stop()


async def _records(core: OwnCore, topic: Topic) -> list[StoredRecord]:
    found = await everything_in(core.config, topic)
    return [_stored(record) for records in found.values() for record in records]


def _stored(record: Record) -> StoredRecord:
    return StoredRecord(
        partition=record.partition,
        key=_base64(record.key),
        value=_base64(record.value),
        headers=[(name, b64encode(value or b"").decode()) for name, value in record.headers],
    )


def _outgoing(record: StoredRecord) -> OutgoingRecord:
    return OutgoingRecord(
        key=_bytes(record.key),
        value=_bytes(record.value),
        headers=[(name, b64decode(value)) for name, value in record.headers],
    )


def _base64(value: bytes | None) -> str | None:
    return None if value is None else b64encode(value).decode()


def _bytes(value: str | None) -> bytes | None:
    return None if value is None else b64decode(value)


def _extended(document: Document) -> Any:
    return json.loads(json_util.dumps(document, json_options=json_util.CANONICAL_JSON_OPTIONS))


def _document(extended: Any) -> Document:
    found: Document = json_util.loads(json.dumps(extended))
    return found


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        version = asyncio.run(recorded(Path(folder)))
    Path(sys.argv[1]).write_text(version.model_dump_json(indent=1) + "\n")
