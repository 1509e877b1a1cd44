"""`verify` on real engines: a healthy core is clean, and each kind of damage has its place."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from uuid import uuid4

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from booking_chat.contracts.values import CUSTOMER
from booking_chat.envelope import OutgoingRecord
from booking_chat.ids import message_id, thread_id
from booking_chat.service.config import ServiceConfig
from booking_chat.service.kafka import Publisher
from booking_chat.service.mongo import Document, connect
from booking_chat.topics import EVENTS
from chat import OPERATOR, at, mark_read, mark_unread, open_thread, post
from chat_core.audit.cli import verify as verify_command
from chat_core.audit.findings import AuditReport, Kind
from own_core import Numbered, OwnCore, an_own_core, make_topics

TALK, QUIET, EMPTY = "booking-talk", "booking-quiet", "booking-empty"
THREAD = thread_id(TALK)
CLIENT_IDS = [f"1b4e28ba-2fa1-41d2-883f-00000000000{n}" for n in range(1, 6)]
MESSAGES = [message_id(THREAD, client_id) for client_id in CLIENT_IDS]
Place = tuple[Kind, str | None, int | None]


@pytest.fixture(scope="module")
async def healthy(config: ServiceConfig) -> AsyncIterator[OwnCore]:
    """Talk, marks, an empty thread, a repetition, a rejection and poison."""
    client, publisher = connect(config.mongo_url), Publisher(config, "test")
    await publisher.start()
    core = await an_own_core(config, client, publisher)
    await core.know(TALK, QUIET, EMPTY)
    first, *others = [
        post(f"line {n} ☀️", by=by, booking_id=TALK, client_message_id=client_id, time=at(n))
        for n, (by, client_id) in enumerate(
            zip([CUSTOMER, OPERATOR, CUSTOMER, CUSTOMER, CUSTOMER], CLIENT_IDS, strict=True)
        )
    ]
    await core.take(
        first,
        *others[:2],
        mark_read(3, booking_id=TALK, time=at(10)),
        *others[2:],
        first,
        open_thread(EMPTY),
        post("Anyone there?", booking_id=QUIET, time=at(1)),
        mark_read(1, booking_id=QUIET, time=at(2)),
        mark_unread(booking_id=QUIET, time=at(3)),
        post("Who are you?", booking_id="booking-unknown"),
        OutgoingRecord(TALK.encode(), b"?", [("ce_type", b"\xff")]),
    )
    yield core
    await core.drop()
    await publisher.stop()
    client.close()


@pytest.fixture
async def core(healthy: OwnCore) -> AsyncIterator[OwnCore]:
    """A copy of the healthy core, to be damaged."""
    core = await healthy.copy()
    yield core
    await core.drop()


def places(report: AuditReport) -> set[Place]:
    return {(finding.kind, finding.thread_id, finding.seq) for finding in report.findings}


def messages_said(core: OwnCore) -> list[Numbered]:
    """First copies of the talk's message events, in order."""
    first: dict[bytes, Numbered] = {}
    for record, partition in core.events.said:
        headers = dict(record.headers)
        if headers["ce_type"] == b"MessagePosted" and record.key == TALK.encode():
            first.setdefault(headers["ce_id"], (record, partition))
    return list(first.values())


def others_said(core: OwnCore) -> list[Numbered]:
    return [(record, number) for record, number in core.events.said if record.key != TALK.encode()]


async def test_a_healthy_core_is_clean(healthy: OwnCore) -> None:
    report = await healthy.verify()

    assert report.findings == []
    assert report.holds
    assert (report.threads, report.messages, report.events, report.rejections) == (3, 6, 7, 1)
    totals = [
        (a.accepted, a.stored, a.repeated, a.rejected, a.dead_lettered, a.in_flight)
        for a in report.accounts
    ]
    assert [sum(column) for column in zip(*totals, strict=True)] == [13, 10, 1, 1, 1, 0]


async def test_commands_that_are_not_decided_yet_are_in_flight(healthy: OwnCore) -> None:
    core = await healthy.copy()
    await core.of.positions.delete_many({})

    report = await core.verify()

    assert sum(account.in_flight for account in report.accounts) == 13
    assert {Kind.OUTCOMES_DO_NOT_MATCH} == set(report.counts)
    await core.drop()


async def test_a_deleted_message_is_found(core: OwnCore) -> None:
    await core.of.messages.delete_one({"_id": MESSAGES[3]})

    report = await core.verify()

    assert places(report) == {
        (Kind.SEQ_GAP, THREAD, 5),
        (Kind.WRONG_THREAD_FIELD, THREAD, None),
        (Kind.WRONG_READ_MARK, THREAD, None),
        (Kind.WRONG_UNREAD, THREAD, None),
        (Kind.EVENT_WITHOUT_MESSAGE, None, None),
    }


async def test_a_deleted_last_message_is_found(core: OwnCore) -> None:
    await core.of.messages.delete_one({"_id": MESSAGES[4]})

    report = await core.verify()

    assert (Kind.WRONG_LAST_SEQ, THREAD, None) in places(report)
    (event,) = [f for f in report.findings if f.kind is Kind.EVENT_WITHOUT_MESSAGE]
    assert (event.message_id, event.topic) == (MESSAGES[4], core.logs.events.name)
    assert (event.partition, event.offset) != (None, None)


async def test_a_changed_byte_of_a_text_is_found_at_every_copy_of_its_event(core: OwnCore) -> None:
    await core.of.messages.update_one({"_id": MESSAGES[0]}, {"$set": {"text": "line 0 ☀"}})

    report = await core.verify()

    assert places(report) == {(Kind.EVENT_DIFFERS, THREAD, 1)}
    offsets = [finding.offset for finding in report.findings]
    assert len(set(offsets)) == 2


@pytest.mark.parametrize(
    ("damage", "kind", "detail"),
    [
        ({"operatorUnread": 3}, Kind.WRONG_UNREAD, "operatorUnread is 3, a recount gives 2"),
        ({"lastSeq": 6}, Kind.WRONG_LAST_SEQ, "lastSeq is 6, a recount gives 5"),
        ({"customerCount": 5}, Kind.WRONG_THREAD_FIELD, "customerCount is 5, a recount gives 4"),
        ({"preview": "line"}, Kind.WRONG_THREAD_FIELD, "preview is line, a recount gives line 4 ☀️"),
        (
            {"operatorRead.customerCount": 1},
            Kind.WRONG_READ_MARK,
            "operatorRead.customerCount is 1, a recount gives 2",
        ),
        (
            {"lastMessageAt": at(5), "activityAt": at(4)},
            Kind.WRONG_THREAD_FIELD,
            "lastMessageAt is 2026-03-15 12:00:05+00:00, a recount gives 2026-03-15 12:00:04+00:00",
        ),
    ],
)
async def test_a_wrong_field_of_a_thread_is_found(
    core: OwnCore, damage: Document, kind: Kind, detail: str
) -> None:
    await core.of.threads.update_one({"_id": THREAD}, {"$set": damage})

    report = await core.verify()

    assert [(f.kind, f.thread_id, f.detail) for f in report.findings] == [(kind, THREAD, detail)]


async def test_a_skipped_seq_is_found(core: OwnCore) -> None:
    await core.of.messages.update_one({"_id": MESSAGES[4]}, {"$set": {"seq": 6}})

    report = await core.verify()

    assert places(report) == {
        (Kind.SEQ_GAP, THREAD, 6),
        (Kind.WRONG_LAST_SEQ, THREAD, None),
        (Kind.WRONG_THREAD_FIELD, THREAD, None),
        (Kind.WRONG_READ_MARK, THREAD, None),
        (Kind.EVENT_DIFFERS, THREAD, 6),
    }


async def test_a_wrong_running_count_is_found(core: OwnCore) -> None:
    await core.of.messages.update_one({"_id": MESSAGES[2]}, {"$set": {"customerCount": 3}})

    report = await core.verify()

    (finding,) = report.findings
    assert (finding.kind, finding.thread_id, finding.seq) == (Kind.WRONG_RUNNING_COUNT, THREAD, 3)


async def test_a_message_under_an_id_that_is_not_derived_is_found(core: OwnCore) -> None:
    message = await core.of.messages.find_one_and_delete({"_id": MESSAGES[1]})
    await core.of.messages.insert_one({**(message or {}), "_id": str(uuid4())})

    report = await core.verify()

    assert places(report) == {
        (Kind.MESSAGE_ID_NOT_DERIVED, THREAD, 2),
        (Kind.EVENT_WITHOUT_MESSAGE, None, None),
        (Kind.EVENT_MISSING, THREAD, 2),
    }


async def test_messages_without_their_thread_are_found(core: OwnCore) -> None:
    await core.of.threads.delete_one({"_id": THREAD})

    report = await core.verify()

    assert places(report) == {(Kind.MESSAGE_WITHOUT_THREAD, THREAD, None)}


async def test_a_message_that_cannot_be_read_is_found(core: OwnCore) -> None:
    await core.of.messages.update_one({"_id": MESSAGES[1]}, {"$unset": {"sentAt": ""}})

    report = await core.verify()

    assert (Kind.MESSAGE_UNREADABLE, THREAD, 2) in places(report)
    assert (Kind.EVENT_DIFFERS, THREAD, 2) in places(report)


@pytest.mark.parametrize(
    ("damage", "kinds"),
    [
        ({"stored": 1}, {Kind.POSITION_DOES_NOT_ADD_UP}),
        ({"seen": 1}, {Kind.POSITION_DOES_NOT_ADD_UP}),
        ({"next": 1, "seen": 1}, {Kind.POSITION_DOES_NOT_ADD_UP, Kind.POSITION_AHEAD_OF_LOG}),
        ({"first": 1, "stored": -1, "seen": -1}, {Kind.COMMANDS_NEVER_COUNTED}),
        ({"stored": -1, "deadLettered": 1}, {Kind.DEAD_LETTERS_DO_NOT_MATCH}),
        ({"stored": 1, "deadLettered": -1}, {Kind.DEAD_LETTERS_DO_NOT_MATCH}),
        ({"stored": -1, "rejected": 1}, {Kind.OUTCOMES_DO_NOT_MATCH}),
        ({"stored": -5, "repeated": 5}, {Kind.OUTCOMES_DO_NOT_MATCH}),
    ],
)
async def test_a_position_with_wrong_counts_is_found(
    core: OwnCore, damage: dict[str, int], kinds: set[Kind]
) -> None:
    poisoned = await core.of.positions.find_one_and_update({"deadLettered": 1}, {"$inc": damage})
    assert poisoned is not None

    report = await core.verify()

    assert set(report.counts) == kinds
    if kinds != {Kind.OUTCOMES_DO_NOT_MATCH}:
        assert {finding.partition for finding in report.findings} == {poisoned["partition"]}


async def test_a_lost_rejection_is_found(core: OwnCore) -> None:
    await core.of.rejections.delete_many({})

    report = await core.verify()

    assert set(report.counts) == {Kind.OUTCOMES_DO_NOT_MATCH}


@pytest.mark.parametrize("lost", [[0], [2], [4], [1, 2], [0, 1, 2, 3, 4]])
async def test_missing_events_are_found(healthy: OwnCore, lost: Sequence[int]) -> None:
    said = messages_said(healthy)
    kept = [event for index, event in enumerate(said) if index not in lost]
    core = await healthy.with_events([*kept, *others_said(healthy)])

    report = await core.verify()

    assert places(report) == {(Kind.EVENT_MISSING, THREAD, index + 1) for index in lost}


async def test_an_event_that_comes_after_a_later_one_is_found(healthy: OwnCore) -> None:
    one, two, three, *rest = messages_said(healthy)
    core = await healthy.with_events([one, three, two, *rest, one, *others_said(healthy)])

    report = await core.verify()

    (finding,) = report.findings
    assert (finding.kind, finding.thread_id, finding.seq) == (Kind.EVENT_OUT_OF_ORDER, THREAD, 2)
    assert (finding.partition, finding.offset) == (two[1], 2)


async def test_a_second_copy_with_another_body_is_found(healthy: OwnCore) -> None:
    said = messages_said(healthy)
    record, partition = said[1]
    forged = replace(record, value=(record.value or b"").replace(b"line 1", b"line 7"))
    core = await healthy.with_events([*said, (forged, partition), *others_said(healthy)])

    report = await core.verify()

    (finding,) = report.findings
    assert (finding.kind, finding.thread_id, finding.seq) == (Kind.EVENT_DIFFERS, THREAD, 2)
    assert (finding.partition, finding.offset) == (partition, len(said))
    assert finding.detail == "body not as the stored message says"


async def test_an_event_of_a_message_that_nobody_stored_is_found(healthy: OwnCore) -> None:
    said = messages_said(healthy)
    record, partition = said[0]
    headers = [(n, b"nobody" if n == "ce_id" else v) for n, v in record.headers]
    invented = replace(record, headers=headers)
    core = await healthy.with_events([*said, (invented, partition), *others_said(healthy)])

    report = await core.verify()

    (finding,) = report.findings
    assert (finding.kind, finding.message_id) == (Kind.EVENT_WITHOUT_MESSAGE, "nobody")
    assert (finding.partition, finding.offset) == (partition, len(said))


async def test_an_event_whose_command_is_not_committed_is_on_its_way(
    config: ServiceConfig, healthy: OwnCore
) -> None:
    core = await an_own_core(config, healthy.client, healthy.publisher)
    await core.know(TALK)
    await core.take(post("out", booking_id=TALK))
    await core.commit()
    core.events.away = True

    await core.take(post("stored, and then the process was gone", booking_id=TALK))

    report = await core.verify()
    assert (report.holds, report.messages, report.events) == (True, 2, 1)
    assert report.events_on_their_way == 1

    await core.commit()
    assert places(await core.verify()) == {(Kind.EVENT_MISSING, THREAD, 2)}
    await core.drop()


async def test_work_that_goes_on_meanwhile_is_not_taken_for_damage(
    config: ServiceConfig, healthy: OwnCore
) -> None:
    core = await an_own_core(config, healthy.client, healthy.publisher)
    bookings = [f"booking-{n}" for n in range(20)]
    await core.know(*bookings)
    done = asyncio.Event()

    async def work() -> None:
        for number in range(15):
            await core.take(*(post(f"{number}", booking_id=booking) for booking in bookings))
            await core.commit()
        done.set()

    working = asyncio.create_task(work())
    reports = []
    while not done.is_set():
        reports.append(await core.verify())
    await working

    assert [finding for report in reports for finding in report.findings] == []
    assert (await core.verify()).messages == 300
    await core.drop()


async def run(config: ServiceConfig, *arguments: str) -> Result:
    app = Typer()
    app.command()(verify_command)
    environment = {
        "BOOKING_CHAT_KAFKA_BOOTSTRAP": config.kafka_bootstrap,
        "BOOKING_CHAT_MONGO_URL": config.mongo_url,
        "BOOKING_CHAT_ENVIRONMENT": "development",
    }
    return await asyncio.to_thread(CliRunner(env=environment).invoke, app, arguments)


async def test_the_command_ends_with_0_when_all_holds_and_1_when_not(
    config: ServiceConfig, healthy: OwnCore
) -> None:
    (events,) = await make_topics(config, EVENTS)
    arguments = ["--json", "--database", f"core_{uuid4().hex}", "--events-topic", events.name]

    empty = await run(config, *arguments)
    await healthy.publisher.publish_all(events, messages_said(healthy))
    damaged = await run(config, *arguments)

    assert (empty.exit_code, damaged.exit_code) == (0, 1)
    assert AuditReport.model_validate_json(empty.stdout).counts == {}
    report = AuditReport.model_validate_json(damaged.stdout)
    assert report.counts == {Kind.EVENT_WITHOUT_MESSAGE: 5}


async def test_the_command_ends_with_2_when_it_could_not_check(config: ServiceConfig) -> None:
    no_kafka = config.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})

    away = await run(no_kafka)
    no_topic = await run(config, "--events-topic", "no.such.topic")

    assert (away.exit_code, no_topic.exit_code) == (2, 2)
