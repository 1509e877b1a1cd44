"""Damaged documents while whole services run: who waits, who does not, and what operators see."""

from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic

import httpx
import pytest
from structlog.testing import capture_logs

from booking_chat.contracts.commands import PostMessage
from booking_chat.contracts.dead_letters import DeadLetterHeader
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import DEAD_LETTERS
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client
from chat_core.main import create_app
from chat_core.storage.collections import Collections
from chat_tools.parked.admin import GivenUp, ParkedDesk
from chat_tools.progress import RefusedError
from devstack.waiting import comes_true
from support.chat import at, post
from support.commands import booking_chat
from support.core_steps import World
from support.own_core import OwnCore, an_own_core
from support.running_app import MONITORING, running
from support.topic_reader import records_of

WITHIN_SECONDS = 5.0
PATIENCE_SECONDS = 30.0


async def metric(core: httpx.AsyncClient, name: str) -> float:
    lines = (await core.get(f"{MONITORING}/metrics")).text.splitlines()
    return next((float(one.split()[-1]) for one in lines if one.startswith(name)), 0.0)


async def test_everybody_else_is_answered_while_one_conversation_waits_to_be_mended(
    world: World, core: httpx.AsyncClient, mongo: Client
) -> None:
    sick = await world.a_booking()
    well = [await world.a_booking() for _ in range(20)]
    await world.send(world.post(sick, "one", CUSTOMER))
    await world.messages(sick, at_least=1)
    threads = Collections(mongo).threads
    was = await threads.find_one({"_id": thread_id(sick)})
    assert was is not None
    await threads.update_one({"_id": thread_id(sick)}, {"$unset": {"lastSeq": ""}})
    waiting = [world.post(sick, text, CUSTOMER) for text in ("two", "three")]

    with capture_logs() as lines:
        started = monotonic()
        await world.send(waiting[0], *(world.post(b, "hello", CUSTOMER) for b in well), waiting[1])
        for booking in well:
            await world.messages(booking, at_least=1)
        took = monotonic() - started

    assert took < WITHIN_SECONDS
    (line,) = [line for line in lines if line["event"] == "parked"]
    assert (line["key"], line["error"]) == (sick, "KeyError('lastSeq')")
    assert (line["topic"], line["consumer"]) == ("chat.commands.v1", "chat-core")
    await world.until_decided()
    balance = (await core.get(f"{MONITORING}/conservation")).json()
    assert (balance["parked"], balance["balanced"]) == (2, True)
    command = waiting[0].data
    assert isinstance(command, PostMessage)
    fate = await core.get(f"/threads/{thread_id(sick)}/messages/{command.client_message_id}")
    assert fate.json()["status"] == "pending"
    assert (await core.get("/health/live")).status_code == 200

    async def is_counted() -> bool:
        bookings = await metric(core, 'booking_chat_parked_bookings{consumer="chat-core"}')
        commands = await metric(core, 'booking_chat_parked_commands{consumer="chat-core"}')
        return (bookings, commands) == (1, 2)

    assert await comes_true(is_counted, PATIENCE_SECONDS)
    (entry,) = await ParkedDesk(mongo, "chat-core").entries()
    assert (entry.key, entry.partition, entry.offset) == (sick, line["partition"], line["offset"])
    assert "KeyError" in entry.traceback

    await threads.replace_one({"_id": thread_id(sick)}, was)
    await ParkedDesk(mongo, "chat-core").retry(sick, datetime.now(UTC))

    messages = await world.messages(sick, at_least=3)
    assert [(m.seq, m.text) for m in messages] == [(1, "one"), (2, "two"), (3, "three")]

    async def is_empty() -> bool:
        return await ParkedDesk(mongo, "chat-core").entries() == []

    assert await comes_true(is_empty, PATIENCE_SECONDS)
    balance = (await core.get(f"{MONITORING}/conservation")).json()
    assert (balance["parked"], balance["balanced"]) == (0, True)


async def test_parked_commands_are_tried_again_after_a_restart_without_being_asked(
    config: ServiceConfig, publisher: Publisher, mongo: Client
) -> None:
    threads = Collections(mongo).threads
    async with running(create_app(config)) as core:
        world = World(publisher, core)
        await world.switch(on=True)
        sick = await world.a_booking()
        await world.send(world.post(sick, "one", CUSTOMER))
        await world.messages(sick, at_least=1)
        was = await threads.find_one({"_id": thread_id(sick)})
        assert was is not None
        await threads.update_one({"_id": thread_id(sick)}, {"$set": {"lastSeq": 0}})
        await world.send(world.post(sick, "two", CUSTOMER))
        await world.until_decided()
    await threads.replace_one({"_id": thread_id(sick)}, was)

    async with running(create_app(config)) as core:
        messages = await World(publisher, core).messages(sick, at_least=2)

    assert [m.text for m in messages] == ["one", "two"]


async def test_a_parked_booking_can_be_given_up_and_the_books_balance(
    config: ServiceConfig, mongo: Client, publisher: Publisher
) -> None:
    core = await an_own_core(config, mongo, publisher)
    core = replace(core, logs=replace(core.logs, group="chat-core"))
    await core.know("booking-lost")
    await core.take(post("one", booking_id="booking-lost", time=at(1)))
    was = await core.of.bookings.find_one({"_id": "booking-lost"})
    assert was is not None
    await core.of.bookings.update_one({"_id": "booking-lost"}, {"$unset": {"customer": ""}})
    lost = [post(text, booking_id="booking-lost", time=at(2)) for text in ("two", "three")]
    await core.take(*lost)
    desk = ParkedDesk(mongo, "chat-core", database=core.database)

    given_up = await desk.dead_letter(
        "booking-lost", publisher, why="cannot be mended", by="ana", now=datetime.now(UTC)
    )

    assert given_up == GivenUp(dead_lettered=2, kept=0)
    assert await core.parked.all() == []
    letters = await letters_of(config, core)
    assert [letter[0] for letter in letters] == [c.data.to_json() for c in lost]
    assert {letter[1] for letter in letters} == {b"parked"}
    assert all(b"cannot be mended (ana)" in letter[2] for letter in letters)
    await core.of.bookings.replace_one({"_id": "booking-lost"}, was)
    await core.take(post("four", booking_id="booking-lost", time=at(4)))
    await core.commit()
    report = await core.verify()
    assert report.findings == []
    assert sum(account.dead_lettered for account in report.accounts) == 2
    with pytest.raises(RefusedError, match="is not parked"):
        await desk.retry("booking-lost", datetime.now(UTC))
    await core.drop()


async def letters_of(
    config: ServiceConfig, core: OwnCore
) -> list[tuple[bytes | None, bytes, bytes]]:
    found = await records_of(config.kafka_bootstrap, DEAD_LETTERS, "booking-lost", at_least=2)
    headers = [dict(record.headers) for record in found]
    return [
        (record.value, h[DeadLetterHeader.REASON] or b"", h[DeadLetterHeader.DETAIL] or b"")
        for record, h in zip(found, headers, strict=True)
        if h[DeadLetterHeader.TOPIC] == core.logs.commands.name.encode()
    ]


async def test_the_command_lists_what_is_parked_as_json(config: ServiceConfig) -> None:
    engines = {"kafka_bootstrap": config.kafka_bootstrap, "mongo_url": config.mongo_url}

    answer = await booking_chat("parked", "list", "--json", "--service", "notifier", **engines)
    refused = await booking_chat("parked", "retry", "booking-nobody-knows", **engines)

    assert (answer.status, answer.stdout.split()) == (0, ["{", '"parked":', "[]", "}"])
    assert (refused.status, refused.stderr) == (
        1,
        "refused: booking-nobody-knows is not parked in chat-core\n",
    )
