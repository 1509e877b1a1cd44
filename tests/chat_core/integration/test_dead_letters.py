"""Letters are listed, shown, redriven and discarded, and what was done is kept."""

from collections.abc import AsyncIterator, Callable

import pytest

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_reader import LogReader
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client
from chat_tools.dead_letters.admin import Action, Deed, Desk, Entry
from chat_tools.progress import RefusedError
from support.chat import at, post
from support.own_core import OwnCore, an_own_core, everything_in

POISON = b"{not json \xff\x1b[31m"


@pytest.fixture
async def core(
    config: ServiceConfig, mongo: Client, publisher: Publisher, new_id: Callable[[str], str]
) -> AsyncIterator[OwnCore]:
    """Poison between two good messages."""
    core = await an_own_core(config, mongo, publisher)
    booking = new_id("booking")
    await core.know(booking)
    await core.take(
        post("before", booking_id=booking),
        OutgoingRecord(booking.encode(), POISON, [("ce_specversion", b"1.0"), ("odd", b"\xfe")]),
        post("after", booking_id=booking),
    )
    yield core
    await core.drop()


@pytest.fixture
async def desk(core: OwnCore) -> AsyncIterator[Desk]:
    async with LogReader(KafkaConnection(core.config.kafka_bootstrap)) as reader:
        topics = {core.logs.commands.name: core.logs.commands}
        yield Desk(reader, core.publisher, core.of, topics=topics)


async def entries(core: OwnCore, desk: Desk, *, with_done: bool = False) -> list[Entry]:
    """The letters of this test's own log."""
    return [
        entry
        for entry in await desk.entries(with_done=with_done)
        if entry.letter.letter_id.startswith(f"{core.logs.commands.name}/")
    ]


async def test_a_letter_is_listed_with_its_place_reason_and_size(core: OwnCore, desk: Desk) -> None:
    (entry,) = await entries(core, desk)

    position = await core.of.positions.find_one({"deadLettered": 1}) or {}
    place = f"{core.logs.commands.name}/{position['partition']}/{position['first'] + 1}"
    assert entry.letter.letter_id == place
    assert (entry.letter.reason, entry.letter.size) == ("missing-header", len(POISON))
    assert (entry.letter.consumer, entry.copies) == (core.logs.group, 1)
    assert entry.actions == []


async def test_a_letter_shows_the_record_as_it_was(core: OwnCore, desk: Desk) -> None:
    (entry,) = await entries(core, desk)

    letter, actions = await desk.letter(entry.letter.letter_id)

    assert letter.original.value == POISON
    assert letter.original.headers == [("ce_specversion", b"1.0"), ("odd", b"\xfe")]
    assert actions == []


async def test_a_redriven_record_takes_the_ordinary_path_and_the_books_balance(
    core: OwnCore, desk: Desk
) -> None:
    (entry,) = await entries(core, desk)

    await desk.redrive(entry.letter.letter_id, by="ana", at=at(0), again=False)
    await core.work()

    records = await everything_in(core.config, core.logs.commands)
    poison = [r for of in records.values() for r in of if r.value == POISON]
    assert len(poison) == 2
    assert poison[0].key == poison[1].key
    assert poison[0].headers == poison[1].headers
    report = await core.verify()
    assert report.findings == []
    totals = [(a.accepted, a.stored, a.dead_lettered) for a in report.accounts]
    assert [sum(column) for column in zip(*totals, strict=True)] == [4, 2, 2]


async def test_what_was_done_is_kept_and_the_letter_is_not_offered_again(
    core: OwnCore, desk: Desk
) -> None:
    (entry,) = await entries(core, desk)
    letter_id = entry.letter.letter_id

    await desk.discard(letter_id, by="ana", at=at(0), reason="a port scan", again=False)

    assert await entries(core, desk) == []
    (done,) = await entries(core, desk, with_done=True)
    assert done.actions == [
        Action(
            letter=letter_id,
            content=entry.letter.content,
            deed=Deed.DISCARDED,
            by="ana",
            at=at(0),
            reason="a port scan",
        )
    ]
    with pytest.raises(RefusedError, match="was discarded"):
        await desk.redrive(letter_id, by="ben", at=at(1), again=False)


async def test_a_letter_that_was_dealt_with_can_be_taken_up_again(
    core: OwnCore, desk: Desk
) -> None:
    (entry,) = await entries(core, desk)
    letter_id = entry.letter.letter_id
    await desk.discard(letter_id, by="ana", at=at(0), reason="a mistake", again=False)

    await desk.redrive(letter_id, by="ben", at=at(1), again=True)

    _, actions = await desk.letter(letter_id)
    assert [(action.deed, action.by) for action in actions] == [
        (Deed.DISCARDED, "ana"),
        (Deed.REDRIVEN, "ben"),
    ]


async def test_a_record_without_a_key_goes_back_without_one(core: OwnCore, desk: Desk) -> None:
    await core.take(OutgoingRecord(None, b"keyless", []))
    (keyless,) = [e for e in await entries(core, desk) if e.letter.size == len(b"keyless")]

    await desk.redrive(keyless.letter.letter_id, by="ana", at=at(0), again=False)

    records = await everything_in(core.config, core.logs.commands)
    assert [r.key for of in records.values() for r in of if r.value == b"keyless"] == [None, None]


async def test_a_letter_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="there is no dead letter"):
        await desk.redrive("chat.commands.v1/0/999999999", by="ana", at=at(0), again=False)
