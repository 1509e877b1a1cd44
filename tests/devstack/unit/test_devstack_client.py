import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import pytest

from booking_chat.contracts.ids import message_id, thread_id
from devstack.client import CustomerClient, StaffClient, UnexpectedAnswerError
from devstack.ports import free_port

CLIENT_MESSAGE_ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
MESSAGE_ID = message_id(thread_id("booking-1"), CLIENT_MESSAGE_ID)
ACCEPTED = json.dumps(
    {"messageId": MESSAGE_ID, "clientMessageId": CLIENT_MESSAGE_ID, "status": "accepted"}
)
CUT = None


@dataclass
class Server:
    """Answers one request after the other as it is told to; CUT hangs up without an answer."""

    port: int
    answers: list[tuple[int, str] | None]
    bodies: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        self.bodies.append(await reader.readexactly(int(length[1]) if length else 0))
        answer = self.answers.pop(0)
        if answer is not CUT:
            status, body = answer
            writer.write(
                f"HTTP/1.1 {status} -\r\ncontent-type: application/json\r\n"
                f"content-length: {len(body)}\r\nconnection: close\r\n\r\n{body}".encode()
            )
            await writer.drain()
        writer.close()


@asynccontextmanager
async def answering(*answers: tuple[int, str] | None) -> AsyncIterator[Server]:
    server = Server(free_port(), list(answers))
    async with await asyncio.start_server(server.serve, "127.0.0.1", server.port):
        yield server


def bodies_sent(server: Server) -> Sequence[object]:
    return [json.loads(body) for body in server.bodies]


async def test_a_message_is_sent_again_with_the_same_id_until_it_is_accepted() -> None:
    async with (
        answering((503, "{}"), CUT, (202, ACCEPTED)) as server,
        CustomerClient(f"http://127.0.0.1:{server.port}") as customer,
    ):
        accepted = await customer.post(CLIENT_MESSAGE_ID, "Hello")

    assert accepted.message_id == MESSAGE_ID
    assert bodies_sent(server) == [{"clientMessageId": CLIENT_MESSAGE_ID, "text": "Hello"}] * 3


async def test_a_refusal_is_not_asked_for_twice() -> None:
    async with (
        answering((403, '{"type": "/problems/portal-disabled"}')) as server,
        CustomerClient(f"http://127.0.0.1:{server.port}") as customer,
    ):
        with pytest.raises(UnexpectedAnswerError, match="portal-disabled") as refused:
            await customer.conversation()

    assert refused.value.status is HTTPStatus.FORBIDDEN
    assert len(server.bodies) == 1


async def test_only_the_token_of_a_link_is_sent() -> None:
    async with (
        answering((200, "{}")) as server,
        CustomerClient(f"http://127.0.0.1:{server.port}") as customer,
    ):
        await customer.open("http://portal.example/c#the-token")

    assert bodies_sent(server) == [{"token": "the-token"}]


async def test_a_thread_that_does_not_exist_yet_has_no_messages() -> None:
    async with (
        answering((404, "{}")) as server,
        StaffClient(f"http://127.0.0.1:{server.port}", "token") as staff,
    ):
        assert await staff.messages("thread-1", 0) == []
