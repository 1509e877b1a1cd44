"""Whatever stands in the command log is set aside or rejected; its neighbours are stored."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from booking_chat.contracts.commands import OPERATOR_SOURCE, ChatCommand
from booking_chat.contracts.dead_letters import DeadLetterHeader
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, encode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import DEAD_LETTERS, MAX_RECORD_BYTES
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client
from support.chat import OPERATOR, at, post
from support.own_core import OwnCore, an_own_core, everything_in

PARTITION = 0
RECORD_OVERHEAD_BYTES = 512
"""Its key, headers and frame. A letter of it fits into no topic that takes no more than this."""

Poison = Callable[[str], OutgoingRecord]
"""Makes the poison of a booking."""


def good(booking: str) -> OutgoingRecord:
    return encode(post("poison", booking_id=booking))


def with_header(name: str, value: bytes | None) -> Poison:
    def poison(booking: str) -> OutgoingRecord:
        record = good(booking)
        # A null is what a foreign producer may send: our own records have none.
        headers: Any = {**dict(record.headers), name: value}
        return replace(record, headers=list(headers.items()))

    return poison


def with_body(body: bytes | None) -> Poison:
    return lambda booking: replace(good(booking), value=body)


def largest(booking: str) -> OutgoingRecord:
    """As large as the command log takes."""
    record = good(booking)
    size = MAX_RECORD_BYTES - RECORD_OVERHEAD_BYTES
    body = json.loads(record.value or b"")
    filled = json.dumps({**body, "text": ""}).encode()
    text = "x" * (size - len(filled))
    return replace(record, value=json.dumps({**body, "text": text}).encode())


@pytest.fixture
async def core(
    config: ServiceConfig, mongo: Client, publisher: Publisher
) -> AsyncIterator[OwnCore]:
    core = await an_own_core(config, mongo, publisher)
    yield core
    await core.drop()


async def take(core: OwnCore, *records: OutgoingRecord) -> None:
    """All records in one partition, in order, and worked off as one batch."""
    await core.publisher.publish_all(core.logs.commands, [(r, PARTITION) for r in records])
    await core.work()


async def texts_of(core: OwnCore, booking: str) -> list[tuple[int, str]]:
    found = core.of.messages.find({"threadId": thread_id(booking)}).sort("seq", 1)
    return [(document["seq"], document["text"]) for document in await found.to_list(None)]


async def letters_of(core: OwnCore) -> list[Record]:
    origin = (DeadLetterHeader.TOPIC.value, core.logs.commands.name.encode())
    letters = await everything_in(core.config, DEAD_LETTERS)
    return [one for records in letters.values() for one in records if origin in one.headers]


@pytest.mark.parametrize(
    ("poison", "reason"),
    [
        pytest.param(lambda b: replace(good(b), key=None), "wrong-key", id="null key"),
        pytest.param(with_body(None), "bad-body", id="null value"),
        pytest.param(lambda b: replace(good(b), headers=[]), "missing-header", id="no headers"),
        pytest.param(with_header("ce_id", b"\xff\xfe"), "bad-header", id="non-UTF-8 header"),
        pytest.param(with_header("ce_id", None), "bad-header", id="null header"),
        pytest.param(largest, "bad-body", id="body of 1 MB"),
        pytest.param(with_header("ce_type", b"DropTables"), "unknown-type", id="wrong type"),
        pytest.param(
            with_header("ce_specversion", b"2.0"), "unknown-version", id="unknown version"
        ),
        pytest.param(with_body(b"{not json"), "bad-body", id="no JSON"),
        pytest.param(with_body(b'["a", "list"]'), "bad-body", id="JSON of the wrong shape"),
    ],
)
async def test_what_cannot_be_read_is_set_aside_whole_and_its_neighbours_are_stored(
    core: OwnCore, new_id: Callable[[str], str], poison: Poison, reason: str
) -> None:
    booking = new_id("booking")
    await core.know(booking)
    bad = poison(booking)
    before, after = (encode(post(text, booking_id=booking)) for text in ("before", "after"))

    await take(core, before, bad, after)

    assert await texts_of(core, booking) == [(1, "before"), (2, "after")]
    (letter,) = await letters_of(core)
    headers = dict(letter.headers)
    assert letter.value == bad.value
    assert headers[DeadLetterHeader.REASON] == reason.encode()
    assert headers[DeadLetterHeader.NULL_KEY] == (b"true" if bad.key is None else b"false")
    kept = [header for header in bad.headers if header[1]]
    assert [header for header in letter.headers if header in kept] == kept
    await core.commit()
    assert (await core.verify()).findings == []


@pytest.mark.parametrize(
    ("foreign", "reason"),
    [
        pytest.param(
            lambda b: post("psst", by=OPERATOR, location_id="oslo", booking_id=b),
            "wrong-location",
            id="a booking of another location",
        ),
        pytest.param(
            lambda b: replace(post("psst", booking_id=b), source=OPERATOR_SOURCE),
            "forged-sender",
            id="a customer's words from the operators' gateway",
        ),
    ],
)
async def test_what_its_sender_may_not_say_is_rejected_with_its_reason(
    core: OwnCore,
    new_id: Callable[[str], str],
    foreign: Callable[[str], Envelope[ChatCommand]],
    reason: str,
) -> None:
    booking = new_id("booking")
    await core.know(booking)
    before, after = (encode(post(t, booking_id=booking, time=at(1))) for t in ("before", "after"))

    await take(core, before, encode(foreign(booking)), after)

    assert await texts_of(core, booking) == [(1, "before"), (2, "after")]
    rejections = await core.of.rejections.find({}).to_list(None)
    assert [rejection["reason"] for rejection in rejections] == [reason]
    assert await letters_of(core) == []
    await core.commit()
    assert (await core.verify()).findings == []
