"""What ours is measured against: the same work with nothing of ours in it.

`bare.py pipeline <kafka> <mongo> <commands topic> <events topic>` stores what it consumes and
says so; it checks nothing, numbers nothing and may store twice.
`bare.py http <port>` reads and validates the body of a POST, answers 202 and does nothing.
`bare.py gateway <port> <kafka> <commands topic> <events topic>` answers 202 when Kafka has the
body of a POST, and tells every reader of `/events` every event.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any
from uuid import UUID

import uvicorn
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from fastapi import FastAPI, Header, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from pymongo import AsyncMongoClient, UpdateOne, WriteConcern

GROUP = "bare"
DATABASE = "bare"
BATCH_RECORDS = 2000


class Message(BaseModel):
    clientMessageId: UUID  # noqa: N815 - as it is on the wire
    text: Annotated[str, Field(min_length=1, max_length=4000)]


async def pipeline(kafka: str, mongo: str, commands: str, events: str) -> None:
    """Consume, parse, store with the journal, publish whole batches, commit, for ever."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongo)
    journaled = WriteConcern("majority", j=True)
    database = client.get_database(DATABASE, write_concern=journaled)
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


def http() -> FastAPI:
    app = FastAPI()

    @app.post("/")
    async def post(message: Message) -> Response:
        del message
        return Response(status_code=202)

    return app


def gateway(kafka: str, commands: str, events: str) -> FastAPI:
    readers: set[asyncio.Queue[bytes]] = set()
    producers: list[AIOKafkaProducer] = []

    async def follow(consumer: AIOKafkaConsumer) -> None:
        async for record in consumer:
            frame = b"event: MessagePosted\ndata: %b\n\n" % record.value
            for reader in readers:
                reader.put_nowait(frame)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all", enable_idempotence=True)
        consumer = AIOKafkaConsumer(
            events, bootstrap_servers=kafka, auto_offset_reset="latest", fetch_max_wait_ms=5
        )
        await producer.start()
        await consumer.start()
        producers.append(producer)
        following = asyncio.create_task(follow(consumer))
        yield
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await consumer.stop()
        await producer.stop()

    async def frames(reader: asyncio.Queue[bytes]) -> AsyncIterator[bytes]:
        readers.add(reader)
        try:
            yield b": connected\n\n"
            while True:
                yield await reader.get()
        finally:
            readers.discard(reader)

    app = FastAPI(lifespan=running)

    @app.post("/")
    async def post(message: Message, cookie: Annotated[str, Header()]) -> Response:
        body = {"bookingId": cookie, **message.model_dump(mode="json")}
        await producers[0].send_and_wait(
            commands, key=cookie.encode(), value=json.dumps(body).encode()
        )
        return Response(status_code=202)

    @app.get("/events")
    async def live() -> StreamingResponse:
        return StreamingResponse(frames(asyncio.Queue()), media_type="text/event-stream")

    return app


def serve(app: FastAPI, port: str) -> None:
    uvicorn.run(
        app, host="127.0.0.1", port=int(port), log_config=None, access_log=False,
        timeout_graceful_shutdown=1,
    )  # fmt: skip


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pipeline", *arguments]:
            uvloop.run(pipeline(*arguments))
        case ["http", port]:
            serve(http(), port)
        case ["gateway", port, *arguments]:
            serve(gateway(*arguments), port)
        case _:
            sys.exit(__doc__)
