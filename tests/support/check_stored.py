"""`verify` and `replay` of one core, in a process whose contracts may be newer than the tests'.

python -m support.check_stored '{"kafka_bootstrap": ..., "mongo_url": ..., "database": ..., ...}'
"""

import asyncio
import json
import sys
from dataclasses import replace

from pydantic import BaseModel

from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.topics import COMMANDS, DEAD_LETTERS, EVENTS
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.storage.mongo import connect, disconnect
from chat_tools.audit.events import Logs
from chat_tools.audit.verify import verify
from chat_tools.progress import Silence
from chat_tools.replay.command_log import replay


class Place(BaseModel):
    """Where a core's data are. `commands` and `events` are topics' names."""

    kafka_bootstrap: str
    mongo_url: str
    database: str
    commands: str
    events: str
    group: str


class Checked(BaseModel):
    """What `verify` found, by kind, and what `replay` said; `fields` are MessagePosted's."""

    messages: int
    found: dict[str, int]
    replayed: int
    verdict: str
    fields: list[str]


async def check(place: Place) -> Checked:
    client = connect(place.mongo_url)
    logs = Logs(
        replace(COMMANDS, name=place.commands),
        replace(EVENTS, name=place.events),
        DEAD_LETTERS,
        group=place.group,
    )
    audit = await verify(
        client,
        KafkaConnection(place.kafka_bootstrap),
        progress=Silence(),
        logs=logs,
        database=place.database,
    )
    again = await replay(
        client,
        KafkaConnection(place.kafka_bootstrap),
        progress=Silence(),
        commands=logs.commands,
        database=place.database,
    )
    await disconnect(client)
    return Checked(
        messages=audit.messages,
        found={str(kind): number for kind, number in audit.counts.items()},
        replayed=again.records,
        verdict=again.verdict,
        fields=list(MessagePosted.model_fields),
    )


if __name__ == "__main__":
    checked = asyncio.run(check(Place.model_validate(json.loads(sys.argv[1]))))
    sys.stdout.write(checked.model_dump_json())
