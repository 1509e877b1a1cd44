"""Partitions that somebody adds to the command log: nothing is lost or reordered, and it is said.

On engines of its own: a topic never has fewer partitions again.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions
from structlog.testing import capture_logs

from booking_chat.contracts.envelope import encode
from booking_chat.contracts.topics import COMMANDS, Topic
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import find_log
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.messaging.topic_check import TopicCheck, WrongPartitionsError
from booking_chat.service.provision import provision_mongo, provision_topics
from chat_core.main import create_app
from devstack.waiting import comes_true
from support.core_steps import World
from support.engines import choose_engines
from support.running_app import MONITORING, running

PATIENCE_SECONDS = 60.0
TWICE = 2 * COMMANDS.partitions
SAID = f"chat.commands.v1 has {TWICE} partitions where {COMMANDS.partitions} are wanted"


@pytest.fixture(scope="module")
async def own(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServiceConfig]:
    """Settings of engines that no other test uses."""
    chosen = choose_engines(tmp_path_factory.mktemp("own-engines"))
    try:
        await chosen.start()
        await provision_topics(
            KafkaConnection(chosen.kafka_bootstrap), replication=1, min_insync=1, report=print
        )
        await provision_mongo(chosen.mongo_url, members=[], replica_set="rs0", report=print)
        yield ServiceConfig(
            environment=Environment.DEVELOPMENT,
            kafka_bootstrap=chosen.kafka_bootstrap,
            kafka_idempotence=chosen.kafka_idempotence,
            mongo_url=chosen.mongo_url,
        )
    finally:
        await chosen.stop()


async def partitions_of(config: ServiceConfig, topic: Topic) -> int:
    return (await find_log(KafkaConnection(config.kafka_bootstrap), topic)).partitions


async def add_partitions(config: ServiceConfig) -> None:
    """Doubles those of the command log, unless that was done before."""
    admin = AIOKafkaAdminClient(bootstrap_servers=config.kafka_bootstrap)
    await admin.start()
    try:
        if await partitions_of(config, COMMANDS) != TWICE:
            await admin.create_partitions({COMMANDS.name: NewPartitions(TWICE)})
    finally:
        await admin.close()

    async def are_known() -> bool:
        return await partitions_of(config, COMMANDS) == TWICE

    assert await comes_true(are_known, PATIENCE_SECONDS)


async def checks_of(core: httpx.AsyncClient) -> dict[str, str]:
    checks: dict[str, str] = (await core.get(f"{MONITORING}/health/ready")).json()["checks"]
    return checks


async def misses_the_topics(core: httpx.AsyncClient) -> dict[str, str]:
    """The checks once that of the topics fails: others may fail in passing, as groups rebalance."""

    async def is_said() -> bool:
        return (await checks_of(core))["topics"] != "ok"

    assert await comes_true(is_said, PATIENCE_SECONDS)
    return await checks_of(core)


async def becomes_ready(core: httpx.AsyncClient) -> bool:
    async def is_ready() -> bool:
        return (await core.get("/health/ready")).status_code == 200

    return await comes_true(is_ready, PATIENCE_SECONDS)


async def write(config: ServiceConfig, world: World, bookings: list[str], text: str) -> None:
    """As a gateway does that has just connected, and so knows of all partitions."""
    publisher = Publisher(config, f"gateway-{uuid4()}")
    await publisher.start()
    try:
        commands = [world.post(booking, text, by=CUSTOMER) for booking in bookings]
        await publisher.publish_all(COMMANDS, [(encode(command), None) for command in commands])
    finally:
        await publisher.stop()


async def texts(world: World, booking: str, at_least: int) -> list[str]:
    return [message.text for message in await world.messages(booking, at_least)]


async def test_with_partitions_added_messages_keep_their_order_and_the_core_says_so(
    own: ServiceConfig,
) -> None:
    publisher = Publisher(own, "test")
    await publisher.start()
    with capture_logs() as lines:
        async with running(create_app(own)) as core:
            world = World(publisher, core)
            await world.switch(on=True)
            bookings = [await world.a_booking() for _ in range(30)]
            await write(own, world, bookings, "before")
            before = (await core.get(f"{MONITORING}/conservation")).json()

            await add_partitions(own)
            await write(own, world, bookings, "after")
            checks = await misses_the_topics(core)
            await write(own, world, bookings, "last")
            stored = [await texts(world, booking, at_least=3) for booking in bookings]
            after = (await core.get(f"{MONITORING}/conservation")).json()
            live = await core.get("/health/live")
    await publisher.stop()

    assert stored == [["before", "after", "last"]] * 30
    assert (before["balanced"], before["partitions"]) == (True, 12)
    assert (after["balanced"], after["partitions"], after["inFlight"]) == (False, 24, 0)
    assert checks["topics"].startswith("failed: WrongPartitionsError")
    assert live.status_code == 200
    errors = [line for line in lines if line["event"] == "topics have wrong partitions"]
    assert [(line["log_level"], line["topics"]) for line in errors] == [("error", [SAID])]


@pytest.mark.parametrize("service", ["chat_core", "portal_gateway", "operator_gateway"])
async def test_a_service_refuses_to_start_on_added_partitions_and_says_why(
    own: ServiceConfig, service: str
) -> None:
    await add_partitions(own)

    status, said = await end_of(own, service)

    assert status not in {0, None}
    assert SAID in said
    assert "docs/operations.md" in said


async def test_what_was_accepted_before_is_stored_once_the_added_partitions_are_allowed(
    own: ServiceConfig,
) -> None:
    await add_partitions(own)
    publisher = Publisher(own, "test")
    await publisher.start()
    async with running(create_app(own.model_copy(update={"allow_extra_partitions": True}))) as core:
        world = World(publisher, core)
        await world.switch(on=True)
        booking = await world.a_booking()
        await write(own, world, [booking], "waits")
        await write(own, world, [booking], "waits too")

        assert await texts(world, booking, at_least=2) == ["waits", "waits too"]
        assert await becomes_ready(core)
        assert not (await core.get(f"{MONITORING}/conservation")).json()["balanced"]
    await publisher.stop()


async def test_a_record_in_an_added_partition_stops_the_consumer_and_is_never_passed_over(
    own: ServiceConfig,
) -> None:
    await add_partitions(own)
    publisher = Publisher(own, "test")
    await publisher.start()
    with capture_logs() as lines:
        allowed = own.model_copy(update={"allow_extra_partitions": True})
        async with running(create_app(allowed)) as core:
            world = World(publisher, core)
            await world.switch(on=True)
            booking = await world.a_booking()
            await write_by_another_count(own, world, booking)

            async def is_said() -> bool:
                return any("that its topic should not have" in line["event"] for line in lines)

            assert await comes_true(is_said, PATIENCE_SECONDS)
    await publisher.stop()

    (place,) = {line["place"] for line in lines if "place" in line}
    assert place == f"chat.commands.v1/{TWICE - 1}/0"
    assert await committed(own, TWICE - 1) in {None, 0}


@pytest.mark.parametrize("wanted", [6, 24])
async def test_a_check_does_not_start_on_other_partitions(
    config: ServiceConfig, own_topic: Callable[[Topic], Awaitable[Topic]], wanted: int
) -> None:
    topic = await own_topic(COMMANDS)
    other = Topic(topic.name, partitions=wanted, retention=None)

    with pytest.raises(WrongPartitionsError, match=f"has 12 partitions where {wanted} are"):
        await TopicCheck(KafkaConnection(config.kafka_bootstrap), [other]).start()


async def test_a_check_waits_for_a_topic_that_is_still_to_be_made(config: ServiceConfig) -> None:
    missing = Topic(f"missing.{uuid4()}", partitions=12, retention=None)

    with pytest.raises(KafkaUnavailableError, match="booking-chat provision"):
        await TopicCheck(KafkaConnection(config.kafka_bootstrap), [missing]).start()


async def end_of(config: ServiceConfig, service: str) -> tuple[int | None, str]:
    """How a service ends that is started as a process, and what it says."""
    url, secret = "http://127.0.0.1:1", "a secret of this test, 32 characters and more"
    names = ("CORE", "SETTINGS", "NOTIFIER", "PORTAL_LINK_JWKS", "OIDC_JWKS", "OIDC_TOKEN")
    settings = {
        "ENVIRONMENT": "development",
        "KAFKA_BOOTSTRAP": config.kafka_bootstrap,
        "MONGO_URL": config.mongo_url,
        "HTTP_PORT": "0",
        "METRICS_PORT": "0",
        "SESSION_SECRET": secret,
        **{f"{name}_URL": url for name in (*names, "OIDC_AUTHORIZATION", "DASHBOARD")},
        **{f"OIDC_{name}": url for name in ("ISSUER", "AUDIENCE", "CLIENT_ID")},
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"{service}.main",
        env={**os.environ, **{f"BOOKING_CHAT_{name}": value for name, value in settings.items()}},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            said, _ = await process.communicate()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    return process.returncode, said.decode()


async def write_by_another_count(config: ServiceConfig, world: World, booking: str) -> None:
    """As somebody writes who computes partitions from what Kafka says."""
    record = encode(world.post(booking, "elsewhere", by=CUSTOMER, time=datetime.now(UTC)))
    producer = AIOKafkaProducer(bootstrap_servers=config.kafka_bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(
            COMMANDS.name,
            key=record.key,
            value=record.value,
            headers=record.headers,
            partition=TWICE - 1,
        )
    finally:
        await producer.stop()


async def committed(config: ServiceConfig, partition: int) -> int | None:
    admin = AIOKafkaAdminClient(bootstrap_servers=config.kafka_bootstrap)
    await admin.start()
    try:
        offsets = await admin.list_consumer_group_offsets("chat-core")
    finally:
        await admin.close()
    return next(
        (
            position.offset
            for place, position in offsets.items()
            if (place.topic, place.partition) == (COMMANDS.name, partition)
        ),
        None,
    )
