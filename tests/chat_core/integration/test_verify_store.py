"""`verify` on real engines: each kind of damage to the store is found at its place."""

from uuid import uuid4

import pytest

from booking_chat.service.storage.mongo import Document
from chat_tools.audit.findings import Kind
from support.audited_core import MESSAGES, THREAD, places
from support.chat import at
from support.own_core import OwnCore


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
    copy = await healthy.copy()
    await copy.of.positions.delete_many({})

    report = await copy.verify()

    assert sum(account.in_flight for account in report.accounts) == 13
    assert {Kind.OUTCOMES_DO_NOT_MATCH} == set(report.counts)
    await copy.drop()


async def test_a_deleted_message_is_found(copy: OwnCore) -> None:
    await copy.of.messages.delete_one({"_id": MESSAGES[3]})

    report = await copy.verify()

    assert places(report) == {
        (Kind.SEQ_GAP, THREAD, 5),
        (Kind.WRONG_THREAD_FIELD, THREAD, None),
        (Kind.WRONG_READ_MARK, THREAD, None),
        (Kind.WRONG_UNREAD, THREAD, None),
        (Kind.EVENT_WITHOUT_MESSAGE, None, None),
    }


async def test_a_deleted_last_message_is_found(copy: OwnCore) -> None:
    await copy.of.messages.delete_one({"_id": MESSAGES[4]})

    report = await copy.verify()

    assert (Kind.WRONG_LAST_SEQ, THREAD, None) in places(report)
    (event,) = [f for f in report.findings if f.kind is Kind.EVENT_WITHOUT_MESSAGE]
    assert (event.message_id, event.topic) == (MESSAGES[4], copy.logs.events.name)
    assert (event.partition, event.offset) != (None, None)


async def test_a_changed_byte_of_a_text_is_found_at_every_copy_of_its_event(copy: OwnCore) -> None:
    await copy.of.messages.update_one({"_id": MESSAGES[0]}, {"$set": {"text": "line 0 ☀"}})

    report = await copy.verify()

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
    copy: OwnCore, damage: Document, kind: Kind, detail: str
) -> None:
    await copy.of.threads.update_one({"_id": THREAD}, {"$set": damage})

    report = await copy.verify()

    assert [(f.kind, f.thread_id, f.detail) for f in report.findings] == [(kind, THREAD, detail)]


async def test_a_skipped_seq_is_found(copy: OwnCore) -> None:
    await copy.of.messages.update_one({"_id": MESSAGES[4]}, {"$set": {"seq": 6}})

    report = await copy.verify()

    assert places(report) == {
        (Kind.SEQ_GAP, THREAD, 6),
        (Kind.WRONG_LAST_SEQ, THREAD, None),
        (Kind.WRONG_THREAD_FIELD, THREAD, None),
        (Kind.WRONG_READ_MARK, THREAD, None),
        (Kind.EVENT_DIFFERS, THREAD, 6),
    }


async def test_a_wrong_running_count_is_found(copy: OwnCore) -> None:
    await copy.of.messages.update_one({"_id": MESSAGES[2]}, {"$set": {"customerCount": 3}})

    report = await copy.verify()

    (finding,) = report.findings
    assert (finding.kind, finding.thread_id, finding.seq) == (Kind.WRONG_RUNNING_COUNT, THREAD, 3)


async def test_a_message_under_an_id_that_is_not_derived_is_found(copy: OwnCore) -> None:
    message = await copy.of.messages.find_one_and_delete({"_id": MESSAGES[1]})
    await copy.of.messages.insert_one({**(message or {}), "_id": str(uuid4())})

    report = await copy.verify()

    assert places(report) == {
        (Kind.MESSAGE_ID_NOT_DERIVED, THREAD, 2),
        (Kind.EVENT_WITHOUT_MESSAGE, None, None),
        (Kind.EVENT_MISSING, THREAD, 2),
    }


async def test_messages_without_their_thread_are_found(copy: OwnCore) -> None:
    await copy.of.threads.delete_one({"_id": THREAD})

    report = await copy.verify()

    assert places(report) == {(Kind.MESSAGE_WITHOUT_THREAD, THREAD, None)}


async def test_a_message_that_cannot_be_read_is_found(copy: OwnCore) -> None:
    await copy.of.messages.update_one({"_id": MESSAGES[1]}, {"$unset": {"sentAt": ""}})

    report = await copy.verify()

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
    copy: OwnCore, damage: dict[str, int], kinds: set[Kind]
) -> None:
    poisoned = await copy.of.positions.find_one_and_update({"deadLettered": 1}, {"$inc": damage})
    assert poisoned is not None

    report = await copy.verify()

    assert set(report.counts) == kinds
    if kinds != {Kind.OUTCOMES_DO_NOT_MATCH}:
        assert {finding.partition for finding in report.findings} == {poisoned["partition"]}


async def test_a_lost_rejection_is_found(copy: OwnCore) -> None:
    await copy.of.rejections.delete_many({})

    report = await copy.verify()

    assert set(report.counts) == {Kind.OUTCOMES_DO_NOT_MATCH}
