"""Somebody who listens to the events all the time, as a workflow system would."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from booking_chat.contracts.topics import EVENTS
from faults.ledger import Ledger

_MESSAGE_POSTED = ("ce_type", b"MessagePosted")


@asynccontextmanager
async def listening(bootstrap: str, ledger: Ledger) -> AsyncIterator[None]:
    """Notes each message's first event for as long as the context lasts."""
    consumer = AIOKafkaConsumer(
        EVENTS.name, bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="latest"
    )
    try:
        await consumer.start()
        for place in consumer.assignment():
            # Only now does a new consumer learn the end of a log; what came before is not for it.
            await consumer.position(place)
        hearing = asyncio.create_task(_hear(consumer, ledger))
        try:
            yield
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
    finally:
        await consumer.stop()


async def _hear(consumer: AIOKafkaConsumer, ledger: Ledger) -> None:
    while True:
        try:
            batches = await consumer.getmany(timeout_ms=100)
        except KafkaError:
            await asyncio.sleep(0.1)
            continue
        for records in batches.values():
            for record in records:
                if _MESSAGE_POSTED in record.headers:
                    ledger.heard(json.loads(record.value)["messageId"])
