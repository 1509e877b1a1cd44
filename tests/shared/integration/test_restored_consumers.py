"""A store that was restored or lost is filled again, whatever Kafka has committed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from booking_chat.contracts.envelope import OutgoingRecord, Record
from booking_chat.contracts.topics import BOOKINGS, Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.consumer_offsets import (
    SAVE_EVERY_SECONDS,
    consume_noting,
    never_empty,
)
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.subscription import make_broker
from booking_chat.service.storage.mongo import Client, Collection, database

PARTITION = 3


@dataclass
class Reader:
    """A consumer on a topic and a database of its own; `values` is all that it ever handled."""

    config: ServiceConfig
    publisher: Publisher
    topic: Topic
    notes: Collection
    group: str = field(default_factory=lambda: f"group-{uuid4()}")
    values: list[str] = field(default_factory=list)

    async def handle(self, records: Sequence[Record]) -> None:
        self.values += [(record.value or b"").decode() for record in records]

    @asynccontextmanager
    async def running(self, store_is_empty: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
        broker = make_broker(self.config, "test")
        consume_noting(
            broker,
            self.topic,
            self.handle,
            group_id=self.group,
            kafka=KafkaConnection(self.config.kafka_bootstrap),
            notes=self.notes,
            store_is_empty=store_is_empty,
        )
        await broker.start()
        try:
            yield
        finally:
            await broker.stop()

    async def publish(self, *values: str, partition: int = PARTITION) -> None:
        records = [(OutgoingRecord(b"key", v.encode(), []), partition) for v in values]
        await self.publisher.publish_all(self.topic, records)

    async def has_handled(self, *values: str) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(20):
                while self.values != list(values):
                    await asyncio.sleep(0.02)
        assert self.values == list(values)

    async def has_handled_all(self, *values: str) -> None:
        """In any order: they are of several partitions."""
        async with asyncio.timeout(20):
            while sorted(self.values) != sorted(values):
                await asyncio.sleep(0.02)

    async def restore(self, offset: int) -> None:
        """What a backup of the database does to the note."""
        await self.notes.update_one({"next": {"$exists": True}}, {"$set": {"next": offset}})


async def always_empty() -> bool:
    return True


@pytest.fixture
async def reader(
    config: ServiceConfig,
    mongo: Client,
    publisher: Publisher,
    own_topic: Callable[[Topic], Awaitable[Topic]],
) -> Reader:
    notes = database(mongo, f"notes_{uuid4().hex}")["consumerOffsets"]
    return Reader(config, publisher, await own_topic(BOOKINGS), notes)


async def test_after_a_restart_a_restored_store_gets_what_it_lacks(reader: Reader) -> None:
    async with reader.running(never_empty):
        await reader.publish("one", "two", "three")
        await reader.has_handled("one", "two", "three")
    await reader.restore(1)

    async with reader.running(never_empty):
        await reader.has_handled("one", "two", "three", "two", "three")


async def test_a_restore_under_a_running_consumer_is_noticed_with_the_next_record(
    reader: Reader,
) -> None:
    async with reader.running(never_empty):
        await reader.publish("one", "two")
        await reader.has_handled("one", "two")
        await asyncio.sleep(SAVE_EVERY_SECONDS + 0.1)
        await reader.restore(0)

        await reader.publish("three")

        await reader.has_handled("one", "two", "three", "one", "two", "three")


@pytest.mark.parametrize(
    ("store_is_empty", "again"),
    [(always_empty, ("one", "two")), (never_empty, ())],
    ids=["a projection", "alerts"],
)
async def test_a_lost_store_is_filled_from_the_start_unless_that_would_alert_again(
    reader: Reader, store_is_empty: Callable[[], Awaitable[bool]], again: tuple[str, ...]
) -> None:
    async with reader.running(never_empty):
        await reader.publish("one", "two")
        await reader.has_handled("one", "two")
    await reader.notes.delete_many({})

    async with reader.running(store_is_empty):
        await reader.has_handled("one", "two", *again)
        await reader.publish("three")
        await reader.has_handled("one", "two", *again, "three")


async def test_each_partition_of_a_lost_store_is_read_although_the_first_one_fills_it(
    reader: Reader,
) -> None:
    first, second, third = "first", "second", "third"
    async with reader.running(never_empty):
        for partition, value in enumerate((first, second, third)):
            await reader.publish(value, partition=partition)
        await reader.has_handled_all(first, second, third)
    await reader.notes.delete_many({})
    reader.values.clear()
    asked = 0

    async def empty_until_asked_again() -> bool:
        nonlocal asked
        asked += 1
        return asked == 1

    async with reader.running(empty_until_asked_again):
        await reader.has_handled_all(first, second, third)
