"""Provisioning what exists already: differences are said, and put right where that is safe."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from booking_chat.contracts.topics import COMMANDS, DEAD_LETTERS, Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import find_logs
from booking_chat.service.provision import Severity, provision_topics
from booking_chat.service.provision.stores import provision_indexes
from booking_chat.service.storage.indexes import StoreIndexes, existing_indexes
from booking_chat.service.storage.mongo import ASCENDING, Client, Database, IndexModel, database
from chat_core.storage.collections import INDEXES as CORE
from devstack.waiting import comes_true
from notifier.storage.collections import INDEXES as NOTIFIER
from settings_service.store import INDEXES as SETTINGS
from support.engines import REPLICA_SET


@pytest.fixture
async def admin(config: ServiceConfig) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=config.kafka_bootstrap)
    await admin.start()
    yield admin
    await admin.close()


async def configure(admin: AIOKafkaAdminClient, topic: Topic, settings: dict[str, str]) -> None:
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name, settings)])


async def settings_of(admin: AIOKafkaAdminClient, topic: Topic) -> dict[str, str]:
    asked = [ConfigResource(ConfigResourceType.TOPIC, topic.name)]
    ((resource, *_),) = [answer.resources for answer in await admin.describe_configs(asked)]
    return {entry[0]: entry[1] for entry in resource[4]}


async def has_settings(admin: AIOKafkaAdminClient, topic: Topic, some: dict[str, str]) -> bool:
    return some.items() <= (await settings_of(admin, topic)).items()


async def has_partitions(config: ServiceConfig, topic: Topic, count: int) -> bool:
    found = await find_logs(KafkaConnection(config.kafka_bootstrap), [topic])
    return topic.name in found and found[topic.name].partitions == count


async def provisioned(config: ServiceConfig, topic: Topic, *, fix: bool = False) -> list[str]:
    """What differs afterwards."""
    differences = await provision_topics(
        KafkaConnection(config.kafka_bootstrap),
        replication=1,
        min_insync=1,
        report=print,
        topics=[topic],
        fix=fix,
    )
    return [f"{d.severity.value}: {d.what.replace(topic.name, 'TOPIC')}" for d in differences]


async def test_a_topic_that_was_just_made_has_no_differences(config: ServiceConfig) -> None:
    topic = replace(COMMANDS, name=f"provisioned.{uuid4()}")

    assert await provisioned(config, topic) == []

    assert await comes_true(lambda: has_partitions(config, topic, topic.partitions), 10)
    assert await provisioned(config, topic) == []


async def test_settings_are_put_right_and_others_that_somebody_set_are_kept(
    config: ServiceConfig,
    admin: AIOKafkaAdminClient,
    own_topic: Callable[[Topic], Awaitable[Topic]],
) -> None:
    topic = await own_topic(DEAD_LETTERS)
    theirs = {"max.message.bytes": "1048576", "retention.ms": "1000", "segment.ms": "7200000"}
    await configure(admin, topic, theirs)
    assert await comes_true(lambda: has_settings(admin, topic, theirs), 10)

    said = await provisioned(config, topic)
    left = await provisioned(config, topic, fix=True)

    assert said == [
        "danger: TOPIC has retention.ms=1000 where 2592000000 is wanted",
        "harmless: TOPIC has max.message.bytes=1048576 where 1114112 is wanted",
    ]
    assert left == []
    settings = await settings_of(admin, topic)
    assert settings["segment.ms"] == "7200000"
    assert DEAD_LETTERS.config(1).items() <= settings.items()


async def test_added_partitions_and_missing_copies_are_said_and_left(
    config: ServiceConfig,
    admin: AIOKafkaAdminClient,
    own_topic: Callable[[Topic], Awaitable[Topic]],
) -> None:
    topic = await own_topic(COMMANDS)
    await admin.create_partitions({topic.name: NewPartitions(13)})
    assert await comes_true(lambda: has_partitions(config, topic, 13), 10)

    differences = await provision_topics(
        KafkaConnection(config.kafka_bootstrap),
        replication=3,
        min_insync=2,
        report=print,
        topics=[topic],
        fix=True,
    )

    assert [(d.severity, d.what.removeprefix(topic.name)) for d in differences] == [
        (Severity.BREAKS, " has 13 partitions where 12 are wanted"),
        (Severity.DANGER, " has 1 copy where 3 are wanted"),
        (Severity.DANGER, " has min.insync.replicas=1 where 2 is wanted"),
    ]


@pytest.fixture
async def own_database(mongo: Client) -> AsyncIterator[Database]:
    name = f"provisioned_{uuid4().hex}"
    yield database(mongo, name)
    await mongo.drop_database(name)


@pytest.mark.parametrize("store", [CORE, NOTIFIER, SETTINGS], ids=lambda store: store.database)
async def test_the_indexes_that_we_make_are_those_that_we_want(
    mongo: Client, own_database: Database, store: StoreIndexes
) -> None:
    own = StoreIndexes(own_database.name, store.collections)

    first, second = await provision_indexes(mongo, own), await provision_indexes(mongo, own)

    assert (first, second) == ([], [])
    for collection, models in store.collections.items():
        there = await existing_indexes(mongo, own_database.name, collection)
        assert len(there) == len(models) + 1


async def test_an_index_with_other_options_is_said_and_the_others_are_made(
    mongo: Client, own_database: Database
) -> None:
    await own_database["history"].create_index([("seq", ASCENDING)], name="seq")
    wanted = [
        IndexModel([("seq", ASCENDING)], name="seq", unique=True),
        IndexModel([("at", ASCENDING)], name="at"),
    ]

    (difference,) = await provision_indexes(
        mongo, StoreIndexes(own_database.name, {"history": wanted})
    )

    assert difference.severity is Severity.DANGER
    assert "index seq with unique False where True is wanted" in difference.what
    names = {i["name"] for i in await existing_indexes(mongo, own_database.name, "history")}
    assert names == {"_id_", "seq", "at"}


async def run(config: ServiceConfig, *options: str, environment: str) -> tuple[int, str]:
    """The command as an operator runs it: its exit status, and all that it says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from booking_chat.service.cli import main; main()",
        "provision",
        *options,
        env={
            **os.environ,
            "BOOKING_CHAT_ENVIRONMENT": environment,
            "BOOKING_CHAT_KAFKA_BOOTSTRAP": config.kafka_bootstrap,
            "BOOKING_CHAT_MONGO_URL": config.mongo_url,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_production_wants_copies_unless_it_is_told_otherwise(config: ServiceConfig) -> None:
    alone = await run(config, environment="production")
    told = await run(config, "--allow-single-copy", environment="production")
    development = await run(config, environment="development")

    assert alone[0] == 1
    assert "provision failed: --replication 1 --min-insync 1 accepts messages on one" in alone[1]
    assert (told[0], development[0]) == (0, 0), (told, development)


async def test_copies_that_are_missing_fail_in_production_and_are_said_in_development(
    config: ServiceConfig,
) -> None:
    options = ("--replication", "3", "--min-insync", "2", "--allow-single-copy")

    production = await run(config, *options, environment="production")
    development = await run(config, *options, environment="development")

    assert (production[0], development[0]) == (1, 0)
    for _, said in (production, development):
        assert "danger: chat.commands.v1 has 1 copy where 3 are wanted" in said


@pytest.mark.parametrize("environment", ["production", "development"])
async def test_a_replica_set_that_lacks_members_fails_with_what_to_do(
    config: ServiceConfig, environment: str
) -> None:
    first = config.mongo_url.removeprefix("mongodb://").partition("/")[0]
    members = (first, "mongodb-2:27017", "mongodb-3:27017")
    options = [each for member in members for each in ("--replica-set-member", member)]

    status, said = await run(
        config,
        *options,
        "--replica-set",
        REPLICA_SET,
        "--allow-single-copy",
        environment=environment,
    )

    assert status == 1
    assert "breaks: the replica set has 1 member" in said
    assert 'rs.add("mongodb-2:27017")' in said
    assert "Traceback" not in said
