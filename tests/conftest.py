"""What tests share: engines, started once in each worker, and names that no other test uses."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from booking_chat.contracts.topics import Topic
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import log_identity
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.provision import provision_mongo, provision_topics
from booking_chat.service.storage.mongo import Client, connect, disconnect
from devstack.services import Engines as Found
from support.engines import Engines, choose_engines
from support.running_system import RunningSystem, running_system

TESTS = Path(__file__).parent

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")

pytest_plugins = ["support.fixtures"]
_ORDER = ("unit", "contract", "integration", "faults", "drills", "system", "browser")
_ORDER_FOR_WORKERS = ("faults", "unit", "contract", "drills", "integration", "system", "browser")
"""Whoever takes the longest single file starts with it, so that all end at about the same time."""


def _place(item: pytest.Item, order: Sequence[str]) -> int:
    """Of the folders that a test is in, the innermost one with a place counts."""
    folders = item.path.relative_to(TESTS).parent.parts
    return next(order.index(folder) for folder in reversed(folders) if folder in order)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of single services run before the whole system does.

    On shared engines the system's services would take part in them: what a test gives its own
    notifier to read, the system's notifier reads too. Each worker has engines of its own.
    """
    order = _ORDER_FOR_WORKERS if hasattr(config, "workerinput") else _ORDER
    items.sort(key=lambda item: _place(item, order))


@pytest.fixture(scope="session")
async def engines(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Engines]:
    """Real engines with all topics and indexes. Tests share them and delete nothing."""
    chosen = choose_engines(tmp_path_factory.mktemp("engines"))
    try:
        await chosen.start()
        await provision_topics(
            KafkaConnection(chosen.kafka_bootstrap), replication=1, min_insync=1, report=print
        )
        await provision_mongo(chosen.mongo_url, members=[], replica_set="rs0", report=print)
        yield chosen
    finally:
        await chosen.stop()


@pytest.fixture(scope="session")
def config(engines: Engines) -> ServiceConfig:
    """A service's settings on these engines; `model_copy(update=...)` changes one."""
    return ServiceConfig(
        environment=Environment.DEVELOPMENT,
        kafka_bootstrap=engines.kafka_bootstrap,
        kafka_idempotence=engines.kafka_idempotence,
        mongo_url=engines.mongo_url,
    )


@pytest.fixture(scope="session")
async def system(
    engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningSystem]:
    """Services and identity provider as processes. Tests share them as they share engines."""
    found = Found(engines.mongo_url, engines.kafka_bootstrap, engines.kafka_idempotence)
    async with running_system(found, tmp_path_factory.mktemp("system")) as system:
        yield system


@pytest.fixture
async def mongo(config: ServiceConfig) -> AsyncIterator[Client]:
    client = connect(config.mongo_url, config.mongo_driver)
    yield client
    await disconnect(client)


@pytest.fixture
async def publisher(config: ServiceConfig) -> AsyncIterator[Publisher]:
    publisher = Publisher(config, "test")
    await publisher.start()
    yield publisher
    await publisher.stop()


@pytest.fixture
def new_id() -> Callable[[str], str]:
    """`new_id("booking")`: an id that no other test has seen, so that tests share engines."""
    return lambda kind: f"{kind}-{uuid4()}"


async def _until_known(bootstrap: str, topic: Topic) -> None:
    """A topic that was made is known to the broker a moment later."""
    async with asyncio.timeout(10):
        while True:
            with suppress(LookupError):
                await log_identity(KafkaConnection(bootstrap), topic)
                return
            await asyncio.sleep(0.02)


@pytest.fixture
def own_topic(engines: Engines) -> Callable[[Topic], Awaitable[Topic]]:
    """Makes an empty topic with the settings of a known one, for this test alone."""

    async def make(like: Topic) -> Topic:
        topic = replace(like, name=f"{like.name}.{uuid4()}")
        admin = AIOKafkaAdminClient(bootstrap_servers=engines.kafka_bootstrap)
        await admin.start()
        try:
            settings = topic.config(min_insync_replicas=1)
            await admin.create_topics(
                [NewTopic(topic.name, topic.partitions, 1, topic_configs=settings)]
            )
        finally:
            await admin.close()
        await _until_known(engines.kafka_bootstrap, topic)
        return topic

    return make
