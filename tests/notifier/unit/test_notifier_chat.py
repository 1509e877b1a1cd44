"""What a chat room gets, and what its answers mean."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import text

from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.http.destinations import DestinationKind
from notifier.channels.chat import ChatChannel, chat_body
from notifier.domain.notices import (
    Answer,
    Delivered,
    Failed,
    Gone,
    Notice,
    Outcome,
    Rejected,
    Target,
)
from support import http_receiver as server
from support.http_receiver import HttpReceiver
from support.notices import BOOKING, NOON, customer_wrote, message
from support.outgoing_door import door

LINK = "https://dashboard.example/#/locations/lisbon-river/threads/thread-1"


@pytest.fixture
async def receiver() -> AsyncIterator[HttpReceiver]:
    async with HttpReceiver() as receiver:
        yield receiver


async def deliver(receiver: HttpReceiver) -> Outcome:
    async with door() as outgoing:
        return await ChatChannel(outgoing).deliver(
            customer_wrote(), Target(DestinationKind.CHAT, receiver.url), NOON
        )


def texts_of(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (block["text"] for block in body["blocks"])


def summary(count: int, total: int | None = None) -> Notice:
    return replace(
        customer_wrote(*(message(seq, f"Number {seq}") for seq in range(2, count + 2))),
        kind=NoticeKind.CUSTOMER_MESSAGES_SUMMED_UP,
        message_count=total or count,
    )


def test_a_room_sees_who_wrote_what_about_which_booking_and_a_link() -> None:
    def plain(words: str) -> dict[str, Any]:
        return {"type": "plain_text", "text": words, "emoji": False}

    assert chat_body(customer_wrote()) == {
        "text": "Ada Lovelace has written\n"
        "Sunset sail on the Tagus · Wed 18 Mar 2026, 18:00 · LIS1019\n"
        "Ada Lovelace: Is there parking?\n"
        f"{LINK}",
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "blocks": [
            {"type": "header", "text": plain("Ada Lovelace has written")},
            {
                "type": "section",
                "text": plain("Sunset sail on the Tagus · Wed 18 Mar 2026, 18:00 · LIS1019"),
            },
            {"type": "section", "text": plain("Ada Lovelace: Is there parking?")},
            {
                "type": "section",
                "text": {
                    "type": "mrkdwn",
                    "text": f"<{LINK}|Open the conversation>",
                    "verbatim": True,
                },
            },
        ],
    }


def test_a_summary_shows_the_newest_and_counts_the_others() -> None:
    body = chat_body(summary(8, total=40))

    assert body["text"].splitlines() == [
        "40 more messages from Ada Lovelace",
        "Sunset sail on the Tagus · Wed 18 Mar 2026, 18:00 · LIS1019",
        "(35 earlier messages not shown)",
        *(f"Ada Lovelace: Number {seq}" for seq in range(5, 10)),
        LINK,
    ]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a & b", "a &amp; b"),
        ("<!channel> look", "&lt;!channel&gt; look"),
        ("<@U12345>", "&lt;@U12345&gt;"),
        ("<https://evil.example|your bank>", "&lt;https://evil.example|your bank&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("@channel @Here @everyone @all", "@\u2060channel @\u2060Here @\u2060everyone @\u2060all"),
        ("ada@allium.example", "ada@allium.example"),
        ("one\r\ntwo\x00\u202e", "one\ntwo "),
    ],
)
def test_nothing_that_a_customer_writes_is_markup(written: str, sent: str) -> None:
    body = chat_body(customer_wrote(message(1, written)))

    assert f"Ada Lovelace: {sent}" in body["text"]
    assert [part["text"] for part in texts_of(body)][2] == f"Ada Lovelace: {sent}"


def test_nor_is_a_name() -> None:
    notice = customer_wrote()
    named = replace(BOOKING, customer_name="<!channel>\nAda", activity_name="*<!here>*")

    body = chat_body(replace(notice, booking=named))

    assert body["text"].startswith(
        "&lt;!channel&gt; Ada has written\n*&lt;!here&gt;* · Wed 18 Mar 2026, 18:00 · LIS1019\n"
    )


@given(text(), text())
def test_whatever_is_written_stays_plain_and_within_the_limits(written: str, name: str) -> None:
    named = replace(BOOKING, customer_name=name)
    notice = replace(customer_wrote(message(1, written, name=name or "x")), booking=named)

    body = chat_body(notice)

    *plain, link = texts_of(body)
    assert {part["type"] for part in plain} == {"plain_text"}
    assert link["text"] == f"<{LINK}|Open the conversation>"
    for part in (*plain, {"text": body["text"]}):
        assert not set("<>") & set(part["text"])
    assert json.loads(json.dumps(body)) == body


@pytest.mark.parametrize("character", ["x", "&", "😀"])
def test_long_texts_are_shortened_to_what_slack_takes(character: str) -> None:
    notice = replace(
        customer_wrote(message(1, character * 4000)),
        booking=replace(BOOKING, customer_name=character * 200),
    )

    header, *sections = texts_of(chat_body(notice))

    assert len(header["text"]) <= 150
    assert all(1 <= len(section["text"]) <= 3000 for section in sections)
    assert sections[1]["text"].endswith("…")


async def test_it_is_sent_as_json(receiver: HttpReceiver) -> None:
    receiver.will(server.answer(200, b"ok"))

    outcome = await deliver(receiver)

    (request,) = receiver.requests
    assert outcome == Delivered(Answer(200, "ok"))
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body) == chat_body(customer_wrote())


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (404, "no_service", Gone),
        (404, "channel_not_found", Gone),
        (410, "channel_is_archived", Gone),
        (410, "", Gone),
        (400, "invalid_blocks", Rejected),
        (403, "invalid_token", Failed),
        (404, "not found", Failed),
        (500, "rollup_error", Failed),
    ],
)
async def test_an_answer_of_the_room_says_whether_to_go_on(
    receiver: HttpReceiver, status: int, said: str, outcome: type[Outcome]
) -> None:
    receiver.will(server.answer(status, said.encode()))

    assert isinstance(await deliver(receiver), outcome)


async def test_who_asks_for_time_gets_it(receiver: HttpReceiver) -> None:
    receiver.will(server.answer(429, headers={"Retry-After": "30"}))

    outcome = await deliver(receiver)

    assert isinstance(outcome, Failed)
    assert outcome.retry_after is not None
    assert outcome.retry_after.total_seconds() == 30


async def test_no_answer_failed_and_says_why() -> None:
    async with HttpReceiver() as gone:
        pass

    assert await deliver(gone) == Failed(Answer(None), "Connection refused")
