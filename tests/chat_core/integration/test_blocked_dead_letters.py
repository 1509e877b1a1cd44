"""Poison that cannot be set aside: nothing is passed over, and an alarm can go off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import COMMANDS, DEAD_LETTERS
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.progress import GroupProgress
from booking_chat.service.messaging.publisher import Publisher
from chat_core.names import COMMANDS_GROUP
from devstack.waiting import comes_true
from support.core_steps import World
from support.running_app import MONITORING
from support.topic_reader import records_of

PATIENCE_SECONDS = 60.0
BLOCKED = 'booking_chat_consumer_blocked{consumer="chat-core"}'


@asynccontextmanager
async def unwritable_dead_letters(config: ServiceConfig) -> AsyncIterator[None]:
    """The topic takes no record of any size worth mentioning."""
    admin = AIOKafkaAdminClient(bootstrap_servers=config.kafka_bootstrap)
    await admin.start()

    async def take_no_more_than(size: int) -> None:
        settings = replace(DEAD_LETTERS, max_record_bytes=size).config(min_insync_replicas=1)
        topic = ConfigResource(ConfigResourceType.TOPIC, DEAD_LETTERS.name, configs=settings)
        await admin.alter_configs([topic])

    try:
        await take_no_more_than(1)
        yield
    finally:
        await take_no_more_than(DEAD_LETTERS.max_record_bytes)
        await admin.close()


async def gauge(core: httpx.AsyncClient, name: str) -> float:
    """0 while a metric has not been written."""
    lines = (await core.get(f"{MONITORING}/metrics")).text.splitlines()
    return next((float(one.split()[-1]) for one in lines if one.startswith(name)), 0.0)


async def lag_of(config: ServiceConfig) -> int:
    progress = GroupProgress(config, "test")
    await progress.start()
    try:
        return await progress.lag(COMMANDS_GROUP, COMMANDS, await progress.ends(COMMANDS))
    finally:
        await progress.stop()


async def test_without_dead_letters_the_offset_stays_the_alarm_rises_and_nothing_is_lost(
    config: ServiceConfig, world: World, publisher: Publisher, core: httpx.AsyncClient
) -> None:
    if not config.kafka_idempotence:
        pytest.skip("the broker in memory does not change a topic's settings")
    booking = await world.a_booking()
    await world.send(world.post(booking, "before", CUSTOMER))
    await world.messages(booking, at_least=1)
    poison = OutgoingRecord(booking.encode(), b"?", [("odd", str(uuid4()).encode())])

    async def is_blocked() -> bool:
        return await gauge(core, BLOCKED) == 1

    async def is_free() -> bool:
        return await gauge(core, BLOCKED) == 0

    async with unwritable_dead_letters(config):
        await publisher.publish(COMMANDS, poison)
        await world.send(world.post(booking, "after", CUSTOMER))
        rose = await comes_true(is_blocked, PATIENCE_SECONDS)
        lag = await lag_of(config)
        meanwhile = await world.messages(booking, at_least=1)

    assert rose
    assert lag >= 2
    assert [message.text for message in meanwhile] == ["before"]
    messages = await world.messages(booking, at_least=2)
    assert [message.text for message in messages] == ["before", "after"]
    letters = await records_of(config.kafka_bootstrap, DEAD_LETTERS, booking, at_least=1)
    assert {(letter.value, letter.headers[0]) for letter in letters} == {(b"?", poison.headers[0])}
    assert await comes_true(is_free, PATIENCE_SECONDS)
    await world.until_decided()
    assert (await core.get(f"{MONITORING}/conservation")).json()["balanced"] is True
