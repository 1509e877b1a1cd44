"""What ours is measured against: the same work with nothing of ours in it.

`bare.py pipeline <kafka> <mongo> <commands topic> <events topic>` stores what it consumes and
says so; it checks nothing, numbers nothing and may store twice.
`bare.py http <port>` answers 202 to a POST and does nothing.
"""

import asyncio
import json
import sys
from typing import Any

import uvicorn
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from fastapi import FastAPI, Response
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import UpdateOne

GROUP = "bare"
DATABASE = "bare"
BATCH_RECORDS = 2000


async def pipeline(kafka: str, mongo: str, commands: str, events: str) -> None:
    """Consume, parse, store, publish, commit, for ever."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo, w="majority")
    database = client.get_database(DATABASE)
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka, acks="all", enable_idempotence=True, max_batch_size=256 * 1024
    )
    consumer = AIOKafkaConsumer(
        commands,
        bootstrap_servers=kafka,
        group_id=GROUP,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=5,
    )
    await producer.start()
    await consumer.start()
    while True:
        fetched = await consumer.getmany(timeout_ms=100, max_records=BATCH_RECORDS)
        records = [record for of_partition in fetched.values() for record in of_partition]
        if not records:
            continue
        bodies = [json.loads(record.value) for record in records]
        await database.messages.insert_many(
            [{"_id": body["clientMessageId"], **body} for body in bodies], ordered=False
        )
        newest = {body["bookingId"]: body for body in bodies}
        await database.threads.bulk_write(
            [
                UpdateOne({"_id": booking}, {"$set": {"last": body["text"][:80]}}, upsert=True)
                for booking, body in newest.items()
            ],
            ordered=False,
        )
        pending = [
            await producer.send(events, key=record.key, value=json.dumps(body).encode())
            for record, body in zip(records, bodies, strict=True)
        ]
        await asyncio.gather(*pending)
        await consumer.commit()


def http(port: int) -> None:
    app = FastAPI()

    @app.post("/")
    async def post() -> Response:
        return Response(status_code=202)

    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    if sys.argv[1] == "pipeline":
        uvloop.run(pipeline(*sys.argv[2:]))
    else:
        http(int(sys.argv[2]))
