"""A service that starts while Kafka is away waits for it, not ready, and then does its work."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import pytest

from booking_chat.contracts.topics import COMMANDS
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from chat_core.main import create_app
from devstack.ports import free_port
from devstack.waiting import comes_true
from faults.wire import Wire
from support.core_steps import World
from support.portal_steps import MESSAGES, a_portal
from support.running_app import MONITORING, running
from support.topic_reader import records_of

PATIENCE_SECONDS = 30.0


@dataclass
class AwayKafka:
    """An address where nobody listens, until Kafka is plugged in."""

    real: str
    port: int = field(default_factory=free_port)

    @asynccontextmanager
    async def plugged_in(self) -> AsyncIterator[None]:
        wire = Wire(int(self.real.rpartition(":")[2]))
        async with await asyncio.start_server(wire.carry, "127.0.0.1", self.port):
            yield


@pytest.fixture
def away(config: ServiceConfig) -> AwayKafka:
    return AwayKafka(config.kafka_bootstrap)


@pytest.fixture
def without_kafka(config: ServiceConfig, away: AwayKafka) -> ServiceConfig:
    return config.model_copy(update={"kafka_bootstrap": f"127.0.0.1:{away.port}"})


async def becomes_ready(service: httpx.AsyncClient) -> bool:
    async def is_ready() -> bool:
        return (await service.get("/health/ready")).is_success

    return await comes_true(is_ready, PATIENCE_SECONDS)


async def test_a_gateway_refuses_until_kafka_is_there_and_then_accepts(
    config: ServiceConfig,
    without_kafka: ServiceConfig,
    away: AwayKafka,
    new_id: Callable[[str], str],
) -> None:
    portal = a_portal(new_id, kafka=without_kafka)
    message = {"clientMessageId": str(uuid4()), "text": "Is anybody there?"}

    async with portal.visited() as gateway:
        ready = await gateway.get(f"{MONITORING}/health/ready")
        live = await gateway.get("/health/live")
        refused = await gateway.post(MESSAGES, json=message)
        async with away.plugged_in():
            assert await becomes_ready(gateway)
            accepted = await gateway.post(MESSAGES, json=message)

    assert (ready.status_code, live.status_code) == (503, 200)
    assert ready.json()["checks"]["started"].startswith("failed: NotStartedError")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    assert accepted.status_code == 202
    assert await records_of(config.kafka_bootstrap, COMMANDS, portal.booking_id, at_least=1)


async def test_chat_core_answers_from_the_store_and_works_off_the_log_once_kafka_is_there(
    without_kafka: ServiceConfig, away: AwayKafka, publisher: Publisher
) -> None:
    async with running(create_app(without_kafka)) as core:
        world = World(publisher, core)
        await world.switch(on=True)
        booking = await world.a_booking()
        await world.send(world.post(booking, "Written before", by=CUSTOMER))
        ready, live = await core.get("/health/ready"), await core.get("/health/live")
        unread = await core.get(f"/locations/{world.location_id}/unread")
        async with away.plugged_in():
            assert await becomes_ready(core)
            messages = await world.messages(booking, at_least=1)

    assert (ready.status_code, live.status_code, unread.status_code) == (503, 200, 200)
    assert [message.text for message in messages] == ["Written before"]
