"""Answers that hang, never end, or are none."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from support import http_receiver as server
from support.http_receiver import HttpReceiver
from support.outgoing_door import MadeUpNames, door, why_not

SHORT = 0.4
"""Seconds for an exchange that is meant to be cut off."""


@pytest.fixture
async def receiver() -> AsyncIterator[HttpReceiver]:
    async with HttpReceiver() as receiver:
        yield receiver


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (server.hang(), "no answer within 0.4 s"),
        (server.drip(0.1), "no answer within 0.4 s"),
        (server.reset(), "the connection was lost"),
        (server.close(), "Server disconnected without sending a response."),
        (server.garbage(), "illegal status line: bytearray(b'220 mail.example ESMTP')"),
        (server.endless_head(), "Receive buffer too long"),
    ],
    ids=["hang", "drip", "reset", "close", "garbage", "endless head"],
)
async def test_without_a_status_there_is_no_answer_and_a_reason(
    receiver: HttpReceiver, behaviour: server.Behaviour, said: str
) -> None:
    receiver.will(behaviour)

    async with door(seconds=SHORT) as outgoing:
        assert await why_not(outgoing, receiver.url) == said


async def test_a_status_counts_though_its_body_hangs(receiver: HttpReceiver) -> None:
    receiver.will(server.hang_after_status(200))

    async with door(seconds=SHORT) as outgoing:
        answer = await outgoing.post(receiver.url, {}, b"")

    assert (answer.status, answer.body, answer.is_cut) == (200, "ab", True)


@pytest.mark.parametrize(
    "behaviour",
    [server.endless(500), server.answer(500, b"x" * 10_000_000)],
    ids=["endless", "10 MB"],
)
async def test_a_body_without_end_is_cut_off(
    receiver: HttpReceiver, behaviour: server.Behaviour
) -> None:
    receiver.will(behaviour)

    async with door() as outgoing:
        answer = await outgoing.post(receiver.url, {}, b"")

    assert (answer.status, answer.body, answer.is_cut) == (500, "x" * 1000, True)


async def test_a_body_is_shown_as_one_line_of_visible_characters(receiver: HttpReceiver) -> None:
    receiver.will(
        server.answer(400, "bad\r\n\x1b[31mred\x00 \u202ettl\xff".encode("latin-1", "replace"))
    )

    async with door() as outgoing:
        answer = await outgoing.post(receiver.url, {}, b"")

    assert answer.body == "bad [31mred ?ttl\ufffd"


async def test_nobody_there_is_a_reason() -> None:
    async with HttpReceiver() as gone:
        url = gone.url

    async with door() as outgoing:
        assert await why_not(outgoing, url) == "Connection refused"


async def test_an_unknown_name_is_a_reason() -> None:
    async with door() as outgoing:
        said = await why_not(outgoing, "https://nowhere.example/")

    assert said == "nowhere.example cannot be resolved: no such name"


async def test_the_next_address_is_tried_when_one_does_not_answer(receiver: HttpReceiver) -> None:
    names = MadeUpNames(hooks_example=["127.0.0.2 127.0.0.1"])

    async with door(names) as outgoing:
        answer = await outgoing.post(f"http://hooks.example:{receiver.port}/", {}, b"")

    assert answer.status == 204


async def test_a_hundred_hanging_requests_do_not_delay_another_one(receiver: HttpReceiver) -> None:
    async with HttpReceiver() as stuck, door() as outgoing:
        stuck.will(server.hang())
        hanging = [asyncio.create_task(outgoing.post(stuck.url, {}, b"")) for _ in range(100)]
        while len(stuck.requests) < len(hanging):
            await asyncio.sleep(0.01)

        answers = [await outgoing.post(receiver.url, {}, b"") for _ in range(10)]

        assert [answer.status for answer in answers] == [204] * 10
        assert not any(task.done() for task in hanging)
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)


async def test_a_connection_that_is_given_up_is_closed() -> None:
    """TLS never begins: the library below leaves such a connection open."""
    given_up = asyncio.Semaphore(0)

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        given_up.release()
        writer.close()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with silent, door(seconds=SHORT) as outgoing, asyncio.timeout(10):
        for _ in range(3):
            said = await why_not(outgoing, f"https://127.0.0.1:{port}/")
            assert said == "no answer within 0.4 s"
            await given_up.acquire()


async def test_an_endless_answer_loses_its_connection(receiver: HttpReceiver) -> None:
    receiver.will(server.endless())

    async with door() as outgoing, asyncio.timeout(10):
        await outgoing.post(receiver.url, {}, b"")
        while receiver.open_connections:
            await asyncio.sleep(0.01)

        assert receiver.connections == 1
