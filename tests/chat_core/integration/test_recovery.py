"""A restored backup, and no backup at all: the event log brings the store up to date."""

from collections.abc import AsyncIterator

import pytest

from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import CUSTOMER, Switches
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client, Document
from chat_core.storage.documents import position_of
from chat_tools.progress import RefusedError, Silence
from chat_tools.recovery.check import AcceptedMessage, RestoreReport, restore_check
from chat_tools.recovery.recover import RecoveryReport, recover
from chat_tools.replay.event_topic import rebuild_events
from support.chat import OPERATOR, at, mark_read, mark_unread, post
from support.own_core import OwnCore, an_own_core

TALK, OTHER, UNKNOWN = "booking-talk", "booking-other", "booking-unknown"
THREAD = thread_id(TALK)


@pytest.fixture
async def core(
    config: ServiceConfig, mongo: Client, publisher: Publisher
) -> AsyncIterator[OwnCore]:
    core = await an_own_core(config, mongo, publisher)
    await core.know(TALK, OTHER)
    await core.take(
        post("Hello", by=CUSTOMER, booking_id=TALK),
        post("Good morning", by=OPERATOR, booking_id=TALK),
    )
    await core.commit()
    yield core
    await core.drop()


async def after_the_backup(core: OwnCore) -> None:
    """Both sides write and read, somebody is rejected, something cannot be read."""
    await core.take(
        mark_read(2, by=CUSTOMER, booking_id=TALK, time=at(10)),
        post("Is there parking?", by=CUSTOMER, booking_id=TALK, time=at(11)),
        post("Yes, by the pier", by=OPERATOR, booking_id=TALK, time=at(12)),
        mark_unread(booking_id=TALK, time=at(13)),
        post("Nobody knows me", by=CUSTOMER, booking_id=UNKNOWN),
        post("Another one", by=CUSTOMER, booking_id=OTHER),
    )
    await core.commit()


async def recovered(core: OwnCore, *, pass_over_missing: bool = False) -> RecoveryReport:
    async with LogReader(KafkaConnection(core.config.kafka_bootstrap)) as reader:
        return await recover(
            core.client,
            reader,
            core.logs,
            progress=Silence(),
            pass_over_missing=pass_over_missing,
            database=core.database,
        )


async def checked(core: OwnCore, *accepted: AcceptedMessage) -> RestoreReport:
    async with LogReader(KafkaConnection(core.config.kafka_bootstrap)) as reader:
        return await restore_check(
            core.client,
            reader,
            core.logs,
            accepted,
            progress=Silence(),
            database=core.database,
        )


async def history_of(core: OwnCore) -> list[Document]:
    """All that readers can see; the events do not say which command a message came from."""
    messages = await core.of.messages.find({}, {"commandId": 0, "senderId": 0}).to_list(None)
    threads = await core.of.threads.find({}).to_list(None)
    rejections = await core.of.rejections.find({}).to_list(None)
    return sorted([*messages, *threads, *rejections], key=lambda document: document["_id"])


async def test_a_restored_backup_gets_back_all_that_was_published_since(core: OwnCore) -> None:
    backup = await core.copy_with_bookings()
    await after_the_backup(core)
    before = await checked(backup)

    report = await recovered(backup)

    assert (before.complete, before.events_not_stored) == (False, 3)
    assert sum(part.behind for part in before.partitions) == 6
    assert (report.threads, report.messages, report.rejections) == (1, 3, 1)
    assert report.complete
    assert await history_of(backup) == await history_of(core)
    assert (await checked(backup)).complete
    audit = await backup.verify()
    assert (audit.findings, sum(account.recovered for account in audit.accounts)) == ([], 6)


async def test_with_no_backup_at_all_history_comes_back_from_the_events(core: OwnCore) -> None:
    await after_the_backup(core)
    expected = await history_of(core)
    empty = await core.empty()
    await empty.know(TALK, OTHER)
    off = Switches(portal_enabled=True, support_messaging=False).model_dump(by_alias=True)
    await empty.of.locations.update_one({"_id": "lisbon"}, {"$set": off})
    await empty.of.bookings.update_one({"_id": OTHER}, {"$set": {"locationId": "porto"}})

    report = await recovered(empty)

    assert report.complete
    moved = [
        document | {"locationId": "porto"}
        if document.get("openedIn") and is_other(document)
        else document
        for document in expected
    ]
    assert await history_of(empty) == moved
    assert (await empty.verify()).findings == []


async def test_after_recovery_seqs_go_on_and_nothing_is_decided_again(core: OwnCore) -> None:
    await after_the_backup(core)
    said = len(core.events.said)
    empty = await core.empty()
    await empty.know(TALK, OTHER)
    await recovered(empty)

    await empty.take(post("One more", by=CUSTOMER, booking_id=TALK, time=at(20)))

    thread = await empty.of.threads.find_one({"_id": THREAD}) or {}
    assert (thread["lastSeq"], len(core.events.said)) == (5, said + 1)
    audit = await empty.verify()
    assert audit.findings == []


async def test_recovery_that_is_repeated_changes_nothing(core: OwnCore) -> None:
    empty = await core.empty()
    await empty.know(TALK, OTHER)
    await recovered(empty)
    history = await history_of(empty)

    again = await recovered(empty)

    assert (again.threads, again.messages, again.complete) == (0, 0, True)
    assert await history_of(empty) == history


async def test_commands_that_were_stored_and_not_committed_are_found_again(core: OwnCore) -> None:
    """A crash between publishing and committing, and then the store is lost."""
    await core.append(post("Only published", by=OPERATOR, booking_id=TALK))
    await core.work()
    published = len(core.events.said)
    empty = await core.empty()
    await empty.know(TALK, OTHER)
    await recovered(empty)

    await empty.work_from_positions()

    documents = await empty.of.positions.find({}).to_list(None)
    assert len(core.events.said) == published + 1
    assert sum(position_of(document).repeated for document in documents) == 1
    assert (await empty.verify()).findings == []


async def test_a_lost_event_topic_and_then_a_lost_store_still_lose_nothing(core: OwnCore) -> None:
    await after_the_backup(core)
    expected = await history_of(core)
    rebuilt = await core.with_events([])
    async with LogReader(KafkaConnection(core.config.kafka_bootstrap)) as reader:
        await rebuild_events(
            core.client,
            core.publisher,
            reader,
            rebuilt.logs.events,
            progress=Silence(),
            database=core.database,
        )
    empty = await rebuilt.empty()
    await empty.know(TALK, OTHER)

    await recovered(empty)

    assert await history_of(empty) == expected


async def test_what_was_parked_when_the_store_was_lost_is_decided_after_the_recovery(
    core: OwnCore,
) -> None:
    """It was passed like all that was decided, and no event says what became of it."""
    await core.of.threads.update_one({"_id": THREAD}, {"$unset": {"lastSeq": ""}})
    await after_the_backup(core)
    waiting = [post(text, booking_id=TALK, time=at(20)) for text in ("still here", "and here")]
    await core.take(*waiting)
    await core.commit()
    empty = await core.empty()
    await empty.know(TALK, OTHER)

    report = await recovered(empty)
    again = await recovered(empty)
    await empty.try_parked_again()

    assert sum(part.parked for part in report.partitions) == 4
    assert sum(part.parked for part in again.partitions) == 0
    found = empty.of.messages.find({"threadId": THREAD}).sort("seq", 1)
    assert [document["text"] for document in await found.to_list(None)] == [
        "Hello",
        "Good morning",
        "Is there parking?",
        "Yes, by the pier",
        "still here",
        "and here",
    ]
    audit = await empty.verify()
    assert (audit.findings, sum(account.parked for account in audit.accounts)) == ([], 0)


async def test_accepted_messages_that_are_nowhere_are_listed_by_name(core: OwnCore) -> None:
    (stored,) = [d async for d in core.of.messages.find({"seq": 1})]
    lost = AcceptedMessage(booking_id=TALK, message_id="gone-with-its-log")

    report = await checked(core, AcceptedMessage(booking_id=TALK, message_id=stored["_id"]), lost)

    assert (report.asked, report.stored, report.lost) == (2, 1, [lost])
    assert not report.complete


def is_other(document: Document) -> bool:
    return bool(document.get("bookingId") == OTHER)


@pytest.mark.parametrize("field", ["next", "stored", "first"])
async def test_a_damaged_position_is_named_and_nothing_is_done(core: OwnCore, field: str) -> None:
    (position,) = await core.of.positions.find({"seen": {"$gt": 0}}).to_list(None)
    await core.of.positions.update_one({"_id": position["_id"]}, {"$unset": {field: 1}})

    for tool in (recovered(core), checked(core), core.verify()):
        with pytest.raises(RefusedError, match=f"the position {position['_id']} .* cannot be read"):
            await tool
