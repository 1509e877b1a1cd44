"""Every field of every contract beyond its bounds, in every topic that is read, between good ones.

The bad ones are in the dead letters with their reason, the good ones are handled.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from booking_chat.contracts.alerts import CUSTOMER_MESSAGE_RECEIVED
from booking_chat.contracts.bounds import cut
from booking_chat.contracts.commands import COMMANDS as COMMAND_CONTRACTS
from booking_chat.contracts.dead_letters import DeadLetterHeader
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, Record, encode
from booking_chat.contracts.events import EVENTS as EVENT_CONTRACTS
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BOOKING_RECORDS, LOCATION_RECORDS
from booking_chat.contracts.topics import ALERTS, BOOKINGS, DEAD_LETTERS, EVENTS, LOCATIONS
from booking_chat.contracts.values import CUSTOMER, Customer
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client, Collection
from chat_core.storage.collections import Collections as CoreCollections
from devstack.contracts.examples import EXAMPLES
from notifier.main import create_app as create_notifier
from notifier.storage.collections import Collections as NotifierCollections
from support.chat import a_booking, at, post
from support.core_steps import World
from support.extremes import Extreme, extreme_keys, extreme_tombstones, extremes_of
from support.own_alerts import notifier_config
from support.own_core import OwnCore, an_own_core, everything_in
from support.running_app import MONITORING, running
from support.topic_reader import records_of

PARTITION = 0
PATIENCE_SECONDS = 60
RUN_HEADER = "test_run"
"""Marks the records of one test, so that their letters are told from others'."""
CORE_BOOKINGS, CORE_LOCATIONS = "chat-core-bookings", "chat-core-locations"
NOTIFIER, NOTIFIER_BOOKINGS, NOTIFIER_LOCATIONS = (
    "notifier",
    "notifier-bookings",
    "notifier-locations",
)


@pytest.fixture
async def own_core(
    config: ServiceConfig, mongo: Client, publisher: Publisher
) -> AsyncIterator[OwnCore]:
    own_core = await an_own_core(config, mongo, publisher)
    yield own_core
    await own_core.drop()


@pytest.fixture
async def notifier(config: ServiceConfig) -> AsyncIterator[httpx.AsyncClient]:
    async with running(create_notifier(notifier_config(config))) as client:
        yield client


def about(name: str, **changes: Any) -> Envelope[Any]:
    """The example of a contract, about something of this test's own."""
    example = EXAMPLES[name]
    return replace(example, data=example.data.model_copy(update=changes))


def all_extremes(contracts: dict[str, type[Any]], **changes: Any) -> list[Extreme]:
    found: list[Extreme] = []
    for name, contract in contracts.items():
        example = about(name, **changes)
        found += [*extremes_of(example, contract), *extreme_keys(encode(example))]
    return found


def with_keys(extremes: Sequence[Extreme]) -> list[Extreme]:
    """Those that a compacted topic takes: the broker itself refuses a record without a key."""
    return [extreme for extreme in extremes if extreme.record.key is not None]


def marked(records: Sequence[OutgoingRecord], run: str) -> list[OutgoingRecord]:
    """The same records with a header that says of which test, and which of it they are."""
    return [
        replace(record, headers=[*record.headers, (RUN_HEADER, f"{run}/{number}".encode())])
        for number, record in enumerate(records)
    ]


async def letters_by_number(
    config: ServiceConfig, run: str, consumer: str
) -> dict[int, tuple[str, Record]]:
    """What one consumer set aside of a test's records, with the reason, by their numbers."""
    found = {}
    for records in (await everything_in(config, DEAD_LETTERS)).values():
        for letter in records:
            headers = {
                name: (value or b"").decode(errors="replace") for name, value in letter.headers
            }
            of, _, number = headers.get(RUN_HEADER, "").rpartition("/")
            if of == run and headers[DeadLetterHeader.CONSUMER] == consumer:
                found[int(number)] = (headers[DeadLetterHeader.REASON], letter)
    return found


def reasons(extremes: Sequence[Extreme]) -> dict[int, str]:
    """What the letters of extremes must say, where these are numbered from 0 on."""
    return {number: e.reason for number, e in enumerate(extremes) if e.reason is not None}


def by_what(extremes: Sequence[Extreme], reasons: dict[int, str]) -> dict[str, str]:
    """With what each of them is, so that a difference can be read."""
    return {f"{number} {extremes[number].what}": why for number, why in reasons.items()}


def reasons_of(letters: dict[int, tuple[str, Record]]) -> dict[int, str]:
    return {number: reason for number, (reason, _) in letters.items()}


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await condition():
            await asyncio.sleep(0.02)


async def test_in_the_command_log_each_is_set_aside_and_each_neighbour_is_stored(
    own_core: OwnCore, new_id: Callable[[str], str]
) -> None:
    booking, run = new_id("booking"), new_id("run")
    await own_core.know(booking)
    extremes = all_extremes(COMMAND_CONTRACTS, booking_id=booking)
    texts = [f"neighbour {number}" for number in range(len(extremes) + 1)]
    first, *neighbours = [encode(post(t, booking_id=booking, time=at(1))) for t in texts]
    bad = marked([extreme.record for extreme in extremes], run)
    log = [first, *(r for pair in zip(bad, neighbours, strict=True) for r in pair)]

    for record in log:
        await own_core.publisher.publish(own_core.logs.commands, record, PARTITION)
    await own_core.work()

    stored = own_core.of.messages.find({"threadId": thread_id(booking)}).sort("seq", 1)
    assert [d["text"] for d in await stored.to_list(None)] == texts
    letters = await letters_by_number(own_core.config, run, own_core.logs.group)
    found = reasons_of(letters)
    assert by_what(extremes, found) == by_what(extremes, reasons(extremes))
    assert {n: letter.value for n, (_, letter) in letters.items()} == {
        number: record.value for number, record in enumerate(bad)
    }
    await own_core.commit()
    report = await own_core.verify()
    assert report.findings == []
    assert sum(account.dead_lettered for account in report.accounts) == len(extremes)


async def known_everywhere(mongo: Client, booking: str) -> bool:
    stores: list[Collection] = [
        CoreCollections(mongo).bookings,
        NotifierCollections(mongo).bookings,
    ]
    found = [
        await store.find_one({"_id": booking, "source": {"$exists": True}}) for store in stores
    ]
    return None not in found


async def test_in_the_bookings_each_is_set_aside_and_the_neighbours_are_known(
    config: ServiceConfig,
    mongo: Client,
    publisher: Publisher,
    world: World,
    notifier: httpx.AsyncClient,
    new_id: Callable[[str], str],
) -> None:
    del world, notifier  # they only have to run
    before, between, after, run = (new_id(kind) for kind in ("before", "between", "after", "run"))
    extremes = with_keys(all_extremes(BOOKING_RECORDS, booking_id=between))
    extremes += extreme_tombstones()
    good = [encode(about("BookingChanged", booking_id=booking)) for booking in (before, after)]
    bad = marked([extreme.record for extreme in extremes], run)

    for record in (good[0], *bad, good[1]):
        await publisher.publish(BOOKINGS, record, PARTITION)

    await until(lambda: known_everywhere(mongo, after))
    assert await known_everywhere(mongo, before)
    for consumer in (CORE_BOOKINGS, NOTIFIER_BOOKINGS):
        found = reasons_of(await letters_by_number(config, run, consumer))
        assert by_what(extremes, found) == by_what(extremes, reasons(extremes))
    # The last of those that can be read stands: its time zone is none that we know.
    stored = await CoreCollections(mongo).bookings.find_one({"_id": between})
    assert stored is not None
    assert (stored["timeZone"], stored["activityName"]) == ("UTC", "Sunset kayaking")


async def test_in_the_switches_each_is_set_aside_and_the_neighbours_count(
    config: ServiceConfig,
    mongo: Client,
    publisher: Publisher,
    world: World,
    notifier: httpx.AsyncClient,
    new_id: Callable[[str], str],
) -> None:
    del notifier  # it only has to run
    location, run = world.location_id, new_id("run")
    extremes = with_keys(all_extremes(LOCATION_RECORDS, location_id=location))
    good = [
        encode(about("LocationSettingsChanged", location_id=location, version=version))
        for version in (2, 3)
    ]
    bad = marked([extreme.record for extreme in extremes], run)

    for record in (good[0], *bad, good[1]):
        await publisher.publish(LOCATIONS, record, PARTITION)

    async def both_know() -> bool:
        newest = {"_id": location, "version": 3}
        stores = (CoreCollections(mongo).locations, NotifierCollections(mongo).locations)
        return None not in [await store.find_one(newest) for store in stores]

    await until(both_know)
    for consumer in (CORE_LOCATIONS, NOTIFIER_LOCATIONS):
        found = reasons_of(await letters_by_number(config, run, consumer))
        assert by_what(extremes, found) == by_what(extremes, reasons(extremes))


async def test_in_the_events_each_is_set_aside_and_the_neighbours_alert(
    config: ServiceConfig,
    publisher: Publisher,
    notifier: httpx.AsyncClient,
    new_id: Callable[[str], str],
) -> None:
    del notifier  # it only has to run
    booking, run = new_id("booking"), new_id("run")
    names = {"booking_id": booking, "thread_id": thread_id(booking)}
    now = datetime.now(UTC)
    good = [
        encode(about("MessagePosted", **names, message_id=new_id("m"), seq=seq, sent_at=now))
        for seq in (1, 1_000)
    ]
    extremes = all_extremes(EVENT_CONTRACTS, **names)
    bad = marked([extreme.record for extreme in extremes], run)

    for record in (good[0], *bad, good[1]):
        await publisher.publish(EVENTS, record, PARTITION)

    # Both neighbours, and what was merely too long: the example's seq 3, once.
    alerts = await records_of(
        config.kafka_bootstrap, ALERTS, booking, at_least=3, of_type=CUSTOMER_MESSAGE_RECEIVED
    )
    assert [len(alert.value) < 64 * 1024 for alert in alerts] == [True, True, True]
    letters = await letters_by_number(config, run, NOTIFIER)
    found = reasons_of(letters)
    assert by_what(extremes, found) == by_what(extremes, reasons(extremes))


async def test_a_guest_with_a_name_of_600_000_characters_is_heard(
    config: ServiceConfig, world: World, core: httpx.AsyncClient
) -> None:
    name = "Zoë" * 200_000
    booking = f"booking-{uuid4()}"
    customer = Customer.model_construct(customer_id="customer-1", name=name, email=None)
    changed = a_booking(booking, location_id=world.location_id)
    await world.publish_booking(changed.model_copy(update={"customer": customer}))

    await world.send(world.post(booking, "Is there parking?", CUSTOMER))

    (message,) = await world.messages(booking, at_least=1)
    assert (message.sender_name, message.text) == (cut(name), "Is there parking?")
    events = await records_of(config.kafka_bootstrap, EVENTS, booking, at_least=2)
    assert max(len(event.value) for event in events) < 64 * 1024
    inbox = await core.get(f"/locations/{world.location_id}/threads")
    assert inbox.status_code == httpx.codes.OK
    assert len(inbox.content) < 64 * 1024
    assert (await core.get(f"{MONITORING}/conservation")).json()["balanced"] is True
