"""Reading all commands again changes nothing; a lost event topic comes back from the store."""

from collections import Counter
from collections.abc import AsyncIterator, Callable

import pytest

from booking_chat.contracts.envelope import OutgoingRecord, Record
from booking_chat.contracts.topics import ALERTS, EVENTS, Topic
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client
from chat_tools.progress import RefusedError, Silence
from chat_tools.replay.command_log import ReplayReport, Verdict, replay
from chat_tools.replay.event_topic import rebuild_events
from support.chat import OPERATOR, at, mark_read, mark_unread, open_thread, post
from support.own_core import OwnCore, an_own_core, everything_in, make_topics


@pytest.fixture
async def core(
    config: ServiceConfig, mongo: Client, publisher: Publisher, new_id: Callable[[str], str]
) -> AsyncIterator[OwnCore]:
    """Two conversations with everything that commands can come to."""
    core = await an_own_core(config, mongo, publisher)
    talk, empty = new_id("booking"), new_id("booking")
    await core.know(talk, empty)
    first = post("Olá 👋", booking_id=talk, time=at(1))
    await core.take(
        first,
        post("line\nbreak", by=OPERATOR, booking_id=talk, time=at(2)),
        post("Thanks", by=CUSTOMER, booking_id=talk, time=at(3)),
        mark_read(3, booking_id=talk, time=at(4)),
        mark_unread(booking_id=talk, time=at(5)),
        first,
        open_thread(empty),
        post("Hello?", booking_id=new_id("unknown")),
        OutgoingRecord(talk.encode(), b"?", []),
    )
    yield core
    await core.drop()


async def alerts_topic(core: OwnCore) -> Topic:
    (alerts,) = await make_topics(core.config, ALERTS)
    return alerts


async def replayed(core: OwnCore, alerts: Topic) -> ReplayReport:
    return await replay(
        core.client,
        KafkaConnection(core.config.kafka_bootstrap),
        progress=Silence(),
        commands=core.logs.commands,
        alerts=alerts,
        database=core.database,
    )


async def test_reading_all_commands_again_changes_no_stored_byte(core: OwnCore) -> None:
    said = len(core.events.said)

    report = await replayed(core, await alerts_topic(core))

    assert report.verdict is Verdict.UNCHANGED
    assert report.state_before == report.state_after
    assert (report.records, report.writes, report.letters, report.alerts_added) == (9, 0, 0, 0)
    assert report.events > 0
    assert len(core.events.said) == said


async def test_commands_that_were_not_decided_yet_are_left_alone(core: OwnCore) -> None:
    await core.append(post("still on its way", booking_id="booking-late"))

    report = await replayed(core, await alerts_topic(core))

    assert (report.verdict, report.records) == (Verdict.UNCHANGED, 9)


async def test_what_the_loop_would_store_is_told_and_not_stored(core: OwnCore) -> None:
    position = await core.of.positions.find_one_and_delete({"deadLettered": 1}) or {}
    await core.of.positions.insert_one({**position, "_id": "where the loop does not look"})

    report = await replayed(core, await alerts_topic(core))

    assert report.verdict is Verdict.CHANGED
    assert (report.writes, report.letters) == (1, 1)
    assert report.state_before == report.state_after
    assert await core.of.positions.count_documents({"_id": position["_id"]}) == 0


async def test_alerts_that_appear_during_a_replay_speak_against_it(core: OwnCore) -> None:
    report = await replayed(core, await alerts_topic(core))

    assert report.model_copy(update={"alerts_added": 1}).verdict is Verdict.CHANGED
    busy = {"alerts_added": 1, "worked_meanwhile": True}
    assert report.model_copy(update=busy).verdict is Verdict.INCONCLUSIVE


async def test_a_rebuilt_event_topic_has_the_bytes_of_the_first_copies(core: OwnCore) -> None:
    (topic,) = await make_topics(core.config, EVENTS)

    async with LogReader(KafkaConnection(core.config.kafka_bootstrap)) as reader:
        written = await rebuild_events(
            core.client,
            core.publisher,
            reader,
            topic,
            progress=Silence(),
            database=core.database,
        )

    original = first_copies(await everything_in(core.config, core.logs.events))
    rebuilt = await everything_in(core.config, topic)
    kinds = Counter(
        (dict(record.headers)["ce_type"] or b"").decode()
        for records in rebuilt.values()
        for record in records
    )
    assert first_copies(rebuilt) == original
    assert kinds == {
        "ThreadOpened": 2,
        "MessagePosted": 3,
        "ThreadRead": 1,
        "ThreadMarkedUnread": 1,
        "CommandRejected": 1,
    }
    assert written == kinds.total()


async def test_a_rebuilt_event_topic_verifies_clean(core: OwnCore) -> None:
    restored = await core.with_events([])
    async with LogReader(KafkaConnection(core.config.kafka_bootstrap)) as reader:
        await rebuild_events(
            core.client,
            core.publisher,
            reader,
            restored.logs.events,
            progress=Silence(),
            database=core.database,
        )

    report = await restored.verify()

    assert (report.findings, report.events) == ([], 3)


async def test_events_are_not_rebuilt_into_a_topic_that_has_some(core: OwnCore) -> None:
    async with LogReader(KafkaConnection(core.config.kafka_bootstrap)) as reader:
        with pytest.raises(RefusedError):
            await rebuild_events(
                core.client, core.publisher, reader, core.logs.events, progress=Silence()
            )


Copy = tuple[bytes | None, tuple[tuple[str, bytes | None], ...]]


def first_copies(partitions: dict[int, list[Record]]) -> dict[tuple[int, bytes | None], list[Copy]]:
    """By partition and booking: openings and messages in the order of first copies, as bytes."""
    found: dict[tuple[int, bytes | None], list[Copy]] = {}
    for partition, records in partitions.items():
        for record in records:
            if dict(record.headers)["ce_type"] in {b"ThreadOpened", b"MessagePosted"}:
                copies = found.setdefault((partition, record.key), [])
                copy = (record.value, tuple(record.headers))
                copies += [copy] if copy not in copies else []
    return found
