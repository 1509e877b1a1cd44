"""`verify` on real engines: damage among the events, work that goes on, and the command itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import pytest

from booking_chat.contracts.topics import EVENTS
from booking_chat.service.config import ServiceConfig
from chat_tools.audit.findings import AuditReport, Kind
from support.audited_core import TALK, THREAD, messages_said, others_said, places
from support.chat import post
from support.commands import Ended, booking_chat
from support.own_core import OwnCore, an_own_core, make_topics


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


async def verify(config: ServiceConfig, *options: str) -> Ended:
    return await booking_chat(
        "verify",
        "--json",
        *options,
        kafka_bootstrap=config.kafka_bootstrap,
        mongo_url=config.mongo_url,
    )


async def test_the_command_ends_with_0_when_all_holds_and_1_when_not(
    config: ServiceConfig, healthy: OwnCore
) -> None:
    (events,) = await make_topics(config, EVENTS)
    options = ["--database", f"core_{uuid4().hex}", "--events-topic", events.name]

    empty = await verify(config, *options)
    await healthy.publisher.publish_all(events, messages_said(healthy))
    damaged = await verify(config, *options)

    assert (empty.status, damaged.status) == (0, 1)
    assert AuditReport.model_validate_json(empty.stdout).counts == {}
    report = AuditReport.model_validate_json(damaged.stdout)
    assert report.counts == {Kind.EVENT_WITHOUT_MESSAGE: 5}


async def test_the_command_ends_with_2_when_it_could_not_check(config: ServiceConfig) -> None:
    no_kafka = config.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})

    away = await verify(no_kafka)
    no_topic = await verify(config, "--events-topic", "no.such.topic")

    assert (away.status, no_topic.status) == (2, 2)


async def test_a_command_writes_only_its_answer_to_standard_output(config: ServiceConfig) -> None:
    no_kafka = config.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})

    away = await verify(no_kafka)

    assert away.stdout == ""
    assert "127.0.0.1:1" in away.stderr
