import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest

from booking_chat.contracts.http.views import MessageView
from booking_chat.contracts.values import SenderType
from devstack.events import Follower, LiveEvent, parse_events


def message(seq: int, thread_id: str = "thread-1") -> MessageView:
    return MessageView(
        message_id=f"message-{seq}",
        client_message_id=f"client-{seq}",
        thread_id=thread_id,
        seq=seq,
        sender_type=SenderType.CUSTOMER,
        sender_name="Ada",
        text="Hello",
        sent_at=datetime(2027, 1, 1, tzinfo=UTC),
    )


def posted(seq: int, thread_id: str = "thread-1") -> LiveEvent:
    return LiveEvent("MessagePosted", message(seq, thread_id).model_dump(mode="json"))


class Server:
    """Stored messages, and one stream after the other: its events, then the line is cut.

    `stored` is what the first fetch finds, `stored_later` what later ones do.
    """

    def __init__(self, *streams: list[LiveEvent], stored: list[MessageView]) -> None:
        self._streams = list(streams)
        self._stored = stored
        self.stored_later = stored

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AsyncIterator[LiveEvent]]:
        yield self._events(self._streams.pop(0) if self._streams else None)

    async def _events(self, stream: list[LiveEvent] | None) -> AsyncIterator[LiveEvent]:
        if stream is None:
            await asyncio.Event().wait()
        for event in stream or []:
            yield event
        raise httpx.ReadError("the line was cut")

    async def fetch(self, after_seq: int) -> list[MessageView]:
        stored, self._stored = self._stored, self.stored_later
        return [message for message in stored if message.seq > after_seq]


async def seqs_given(server: Server, count: int, last_seq: int = 0) -> list[int]:
    """The seqs of the first messages that a follower gives."""
    async with Follower("thread-1", last_seq, server.connect, server.fetch) as follower:
        async with asyncio.timeout(5):
            return [(await follower.next()).seq for _ in range(count)]


async def lines(*given: str) -> AsyncIterator[str]:
    for line in given:
        yield line


async def test_events_are_read_and_comments_passed_over() -> None:
    stream = lines(
        ": connected", "", "event: MessagePosted", 'data: {"seq":1}', "", ":", "",
        "event: ThreadRead", 'data: {"seq":2}', "",
    )  # fmt: skip

    assert [event async for event in parse_events(stream)] == [
        LiveEvent("MessagePosted", {"seq": 1}),
        LiveEvent("ThreadRead", {"seq": 2}),
    ]


async def test_messages_come_live_in_their_order() -> None:
    server = Server([posted(1), posted(2)], stored=[])

    assert await seqs_given(server, 2) == [1, 2]


async def test_what_was_said_before_connecting_is_fetched() -> None:
    server = Server([posted(3)], stored=[message(1), message(2)])

    assert await seqs_given(server, 2, last_seq=1) == [2, 3]


async def test_a_gap_is_filled_before_anything_later_is_given() -> None:
    server = Server([posted(1), posted(3)], stored=[])
    server.stored_later = [message(1), message(2), message(3)]

    assert await seqs_given(server, 3) == [1, 2, 3]


async def test_what_was_said_while_the_line_was_cut_is_fetched() -> None:
    server = Server([posted(1)], [posted(4)], stored=[])
    server.stored_later = [message(1), message(2), message(3)]

    assert await seqs_given(server, 4) == [1, 2, 3, 4]


async def test_a_message_that_comes_twice_is_given_once() -> None:
    server = Server([posted(1), posted(1), posted(2)], stored=[message(1)])

    assert await seqs_given(server, 2) == [1, 2]


async def test_other_threads_and_other_events_are_passed_over() -> None:
    server = Server(
        [posted(1, "thread-2"), LiveEvent("ThreadRead", {"threadId": "thread-1"}), posted(1)],
        stored=[],
    )

    assert await seqs_given(server, 1) == [1]


async def test_waiting_for_one_message_passes_over_those_before_it() -> None:
    server = Server([posted(1), posted(2)], stored=[])

    async with Follower("thread-1", 0, server.connect, server.fetch) as follower:
        assert (await follower.message("client-2")).seq == 2


async def test_whoever_waits_is_told_what_keeps_messages_from_coming() -> None:
    @asynccontextmanager
    async def refused() -> AsyncIterator[AsyncIterator[LiveEvent]]:
        raise PermissionError("no session")
        yield lines()

    follower = Follower("thread-1", 0, refused, Server(stored=[]).fetch)

    with pytest.raises(PermissionError, match="no session"):
        await follower.__aenter__()
