"""A damaged document of the notifier keeps its own conversation's alerts waiting, no others."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import partial
from time import monotonic

import pytest
from structlog.testing import capture_logs

from booking_chat.contracts.alerts import CHAT_MESSAGE_CREATED
from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.ids import derived_id, thread_id
from booking_chat.contracts.topics import ALERTS, EVENTS
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client, Collection, Document
from chat_tools.parked.admin import ParkedDesk
from devstack.waiting import comes_true
from notifier.main import create_app
from notifier.storage.collections import Collections
from support.alert_world import posted
from support.own_alerts import notifier_config
from support.running_app import running
from support.topic_reader import records_of

WITHIN_SECONDS = 5.0
PATIENCE_SECONDS = 30.0


@pytest.fixture
async def notifier(config: ServiceConfig) -> AsyncIterator[None]:
    async with running(create_app(notifier_config(config))):
        yield


async def say(publisher: Publisher, *events: MessagePosted) -> None:
    records = [
        encode(
            Envelope(derived_id("said", e.message_id), "MessagePosted", "/chat-core", e.sent_at, e)
        )
        for e in events
    ]
    await publisher.publish_all(EVENTS, [(record, None) for record in records])


async def alerted(config: ServiceConfig, booking: str, at_least: int) -> list[bytes | None]:
    found = await records_of(
        config.kafka_bootstrap, ALERTS, booking, at_least=at_least, of_type=CHAT_MESSAGE_CREATED
    )
    return [record.value for record in found]


@pytest.mark.usefixtures("notifier")
@pytest.mark.parametrize(
    ("consumer", "collection", "damage"),
    [
        pytest.param(
            "notifier", lambda of: of.alerted_threads, {"$unset": {"seq": ""}}, id="alerted mark"
        ),
        pytest.param(
            "notifier-deliveries", lambda of: of.threads, {"$set": {"heard": "all"}}, id="thread"
        ),
    ],
)
async def test_others_are_alerted_at_once_and_the_damaged_one_in_order_when_mended(
    config: ServiceConfig,
    publisher: Publisher,
    mongo: Client,
    new_id: Callable[[str], str],
    consumer: str,
    collection: Callable[[Collections], Collection],
    damage: Document,
) -> None:
    of, now = Collections(mongo), datetime.now(UTC).replace(microsecond=0)
    sick, *well = [new_id("booking") for _ in range(8)]
    documents = collection(of)
    desk = ParkedDesk(mongo, "notifier")

    async def exists() -> bool:
        return await documents.find_one({"_id": thread_id(sick)}) is not None

    async def is_parked() -> bool:
        found = [entry for entry in await desk.entries() if entry.key == sick]
        return [(entry.consumer, entry.records) for entry in found] == [(consumer, 2)]

    async def nothing_is_parked() -> bool:
        return await desk.entries() == []

    async def has_heard(booking: str, seq: int) -> bool:
        found = await of.threads.find_one({"_id": thread_id(booking)})
        return found is not None and found["heard"] == seq

    await say(publisher, posted(1, booking=sick, sent_at=now))
    assert await comes_true(exists, PATIENCE_SECONDS)
    was = await documents.find_one({"_id": thread_id(sick)})
    assert was is not None
    await documents.update_one({"_id": thread_id(sick)}, damage)

    with capture_logs() as lines:
        started = monotonic()
        await say(
            publisher,
            posted(2, booking=sick, sent_at=now),
            *(posted(1, booking=booking, sent_at=now) for booking in well),
            posted(3, booking=sick, sent_at=now),
        )
        for booking in well:
            await alerted(config, booking, at_least=1)
            assert await comes_true(partial(has_heard, booking, 1), PATIENCE_SECONDS)
        took = monotonic() - started
        assert await comes_true(is_parked, PATIENCE_SECONDS)

    assert took < WITHIN_SECONDS
    (line,) = [line for line in lines if line["event"] == "parked"]
    assert (line["consumer"], line["key"], line["topic"]) == (consumer, sick, EVENTS.name)

    await documents.replace_one({"_id": thread_id(sick)}, was)
    await desk.retry(sick, datetime.now(UTC))

    assert await comes_true(nothing_is_parked, PATIENCE_SECONDS)
    assert len(await alerted(config, sick, at_least=3)) == 3
    assert await has_heard(sick, 3)
    mark = await of.alerted_threads.find_one({"_id": thread_id(sick)})
    assert mark is not None
    assert mark["seq"] == 3
