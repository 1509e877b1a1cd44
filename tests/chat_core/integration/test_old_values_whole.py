"""A store from before there were bounds verifies and replays, and its bookings go on talking."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from booking_chat.contracts.bounds import cut
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import ALERTS
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client
from chat_core.domain.event_records import to_record
from chat_core.storage.documents import message_event
from chat_tools.progress import Silence
from chat_tools.recovery.recover import recover
from chat_tools.replay.command_log import Verdict, replay
from support.chat import at, post
from support.own_core import Into, OwnCore, an_own_core, everything_in, make_topics

LONG = "Zoë" * 100_000
LARGEST_RECORD_BYTES = 64 * 1024


@pytest.fixture
def booking(new_id: Callable[[str], str]) -> str:
    return new_id("booking")


@pytest.fixture
async def old_core(
    config: ServiceConfig, mongo: Client, publisher: Publisher, booking: str
) -> AsyncIterator[OwnCore]:
    """Two messages of a guest with a very long name, stored and published as it used to be."""
    core = await an_own_core(config, mongo, publisher)
    await core.know(booking)
    await core.take(*(post(text, booking_id=booking, time=at(1)) for text in ("one", "two")))
    names = {"customerName": LONG, "senderName": LONG[: len(LONG) // 3]}
    await core.of.messages.update_many({}, {"$set": names})
    old_customer = {"customer.name": LONG, "customer.email": LONG, "activityName": LONG}
    await core.of.bookings.update_one({"_id": booking}, {"$set": old_customer})
    messages = await core.of.messages.find({}).sort("seq", 1).to_list(None)
    opening = core.events.said[0]
    events = [opening, *((to_record(message_event(m)), opening[1]) for m in messages)]
    old = await core.with_events(events)
    yield replace(old, events=Into(publisher, old.logs.events))
    await core.drop()


async def test_what_was_stored_and_published_before_there_were_bounds_verifies(
    old_core: OwnCore,
) -> None:
    await old_core.commit()

    report = await old_core.verify()

    assert (report.findings, report.messages, report.events) == ([], 2, 2)


async def test_reading_its_commands_again_changes_nothing(old_core: OwnCore) -> None:
    (alerts,) = await make_topics(old_core.config, ALERTS)

    report = await replay(
        old_core.client,
        KafkaConnection(old_core.config.kafka_bootstrap),
        progress=Silence(),
        commands=old_core.logs.commands,
        alerts=alerts,
        database=old_core.database,
    )

    assert (report.verdict, report.records, report.writes) == (Verdict.UNCHANGED, 2, 0)


async def test_a_new_message_of_its_booking_is_stored_and_its_event_fits(
    old_core: OwnCore, booking: str
) -> None:
    await old_core.take(post("three", booking_id=booking, time=at(2)))

    stored = old_core.of.messages.find({"threadId": thread_id(booking)}).sort("seq", 1)
    *_, newest = await stored.to_list(None)
    assert (newest["text"], newest["customerName"]) == ("three", cut(LONG))
    published = await everything_in(old_core.config, old_core.logs.events)
    sizes = [len(record.value or b"") for records in published.values() for record in records]
    assert sizes[-1] < LARGEST_RECORD_BYTES < max(sizes)
    await old_core.commit()
    assert (await old_core.verify()).findings == []


async def test_a_lost_store_is_rebuilt_from_its_old_events_to_the_byte(
    old_core: OwnCore, booking: str
) -> None:
    await old_core.commit()
    empty = await old_core.empty()
    await empty.know(booking)

    async with LogReader(KafkaConnection(empty.config.kafka_bootstrap)) as reader:
        report = await recover(
            empty.client,
            reader,
            empty.logs,
            progress=Silence(),
            pass_over_missing=False,
            database=empty.database,
        )

    assert (report.problems, report.messages) == ([], 2)
    assert [d["customerName"] for d in await empty.of.messages.find({}).to_list(None)] == [LONG] * 2
    assert (await empty.verify()).findings == []
    await empty.drop()
