"""The procedures of docs/backup.md, each carried out on a system that people write in."""

import asyncio
import re
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

import pytest

from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.topics import BOOKINGS, EVENTS, LOCATIONS
from booking_chat.contracts.values import Switches
from devstack.client import StaffClient, UnexpectedAnswerError
from devstack.demo_people import KYOTO, LISBON
from devstack.waiting import comes_true
from support.chat import a_booking
from support.commands import Ended
from support.topic_reader import records_of
from system.drills.site import GATEWAYS, PATIENCE_SECONDS, STATEFUL, Place, Site
from system.histories import history
from system.people import People

WHILE_NOBODY_DECIDES_SECONDS = 1.0

pytestmark = pytest.mark.slow


async def test_a_backup_made_under_traffic_is_restored_and_brought_up_to_date(
    site: Site,
) -> None:
    async with site.crowd() as crowd:
        async with site.writing(crowd):
            await site.some_more_is_stored()
            await site.mongo.back_up("yesterday")
            await site.some_more_is_stored()
            seen = await site.stored()

            await site.mongo.lose()
            await site.stop(*STATEFUL)
            await site.mongo.restore("yesterday")
            await site.start("settings", "notifier")
            behind = await site.start_behind()
            checked = await site.booking_chat("restore-check")
            await site.stop("chat-core")
            recovered = await site.booking_chat("recover")
            await site.start("chat-core")
            await site.some_more_is_stored()

        assert "store-behind" in behind
        assert '"partition stopped"' in site.log_of("chat-core").read_text()
        assert (checked.status, "the store lacks" in checked.text) == (1, True), checked
        assert (recovered.status, "chat-core can be started" in recovered.text) == (0, True)
        await everything_accepted_is_there(site, crowd, seen)


async def test_an_older_backup_is_as_good_as_the_last_one(site: Site) -> None:
    async with site.crowd() as crowd:
        async with site.writing(crowd):
            await site.some_more_is_stored()
            await site.mongo.back_up("last week")
            await site.some_more_is_stored()
            await site.mongo.back_up("yesterday")
            await restored(site, "yesterday")
            await site.some_more_is_stored()
            seen = await site.stored()

            await restored(site, "last week")
            await site.some_more_is_stored()

        await everything_accepted_is_there(site, crowd, seen)


async def test_without_a_backup_what_both_sides_have_read_comes_back_as_it_was(
    site: Site,
) -> None:
    async with site.crowd() as crowd:
        async with site.writing(crowd):
            await site.some_more_is_stored()
        await site.system.until_decided()
        seen = await site.stored()
        operator, moved = crowd.staff[0], crowd.bookings[0]
        await switch_messaging(operator, LISBON.id, on=False)
        await publish_booking(site, moved, KYOTO.id)
        await site.stop(*STATEFUL)
        await site.mongo.lose()

        await site.mongo.start_empty()
        provisioned = await site.booking_chat("provision")
        recovered = await site.booking_chat("recover")
        await site.start(*STATEFUL)

        assert (provisioned.status, recovered.status) == (0, 0), recovered
        settings, _ = await operator.settings(LISBON.id)
        assert not settings.support_messaging
        await until_it_is_at(operator, moved, KYOTO.id)
        for stayed in crowd.bookings[1:]:
            await until_it_is_at(operator, stayed, LISBON.id)
        await everything_accepted_is_there(site, crowd, seen)
        for location_id in (LISBON.id, KYOTO.id):
            await switch_messaging(operator, location_id, on=True)
        await until_everybody_can_write(crowd)
        async with site.writing(crowd):
            await site.some_more_is_stored()
        await everything_accepted_is_there(site, crowd, seen)


async def test_a_lost_event_log_is_written_anew_from_the_store(site: Site) -> None:
    async with site.crowd() as crowd:
        async with site.writing(crowd):
            await site.some_more_is_stored()
            seen = await site.stored()
            await site.stop("chat-core", "notifier")
            await site.kafka.lose_topic(EVENTS)

            rebuilt = await site.booking_chat("rebuild-events", "--into", EVENTS.name)
            await site.start("chat-core", "notifier")
            await site.stop(*GATEWAYS)
            await site.start(*GATEWAYS)
            await site.some_more_is_stored()

        assert rebuilt.status == 0, rebuilt
        await everything_accepted_is_there(site, crowd, seen)
        await is_heard_live(crowd)


async def test_a_lost_kafka_is_started_empty_and_what_was_lost_with_it_is_named(
    site: Site,
) -> None:
    async with site.crowd() as crowd:
        async with site.writing(crowd):
            await site.some_more_is_stored()
            await site.stop("chat-core")
            await asyncio.sleep(WHILE_NOBODY_DECIDES_SECONDS)
        seen = await site.stored()
        lost = accepted(site) - seen.keys()
        await site.kafka.lose()
        await site.stop("notifier", "settings", *GATEWAYS)

        await site.kafka.start()
        provisioned = await site.booking_chat("provision")
        rebuilt = await site.booking_chat("rebuild-events", "--into", EVENTS.name)
        checked = await check_accepted(site)
        await site.start(*STATEFUL, *GATEWAYS)
        async with site.writing(crowd):
            await site.some_more_is_stored()

        assert (provisioned.status, rebuilt.status, checked.status) == (0, 0, 1), checked
        assert lost
        assert (
            set(re.findall(r"^lost: message (\S+) of booking", checked.text, re.MULTILINE)) == lost
        )
        assert await records_of(site.kafka.bootstrap, LOCATIONS, LISBON.id, at_least=1)
        await everything_accepted_is_there(site, crowd, seen, lost)
        async with site.crowd() as newcomers:
            async with site.writing(newcomers):
                await site.some_more_is_stored()
            await everything_accepted_is_there(site, newcomers, seen, lost)


async def restored(site: Site, backup: str) -> None:
    """The procedure while MongoDB still runs."""
    await site.stop(*STATEFUL)
    await site.mongo.lose()
    await site.mongo.restore(backup)
    told = await site.booking_chat("recover")
    assert told.status == 0, told
    await site.start(*STATEFUL)


async def everything_accepted_is_there(
    site: Site, crowd: People, seen: dict[str, Place], lost: AbstractSet[str] = frozenset()
) -> None:
    """For us, for its readers, for `verify` and for `restore-check`."""
    balance = await site.system.until_decided()
    assert balance["balanced"]
    verdict = await site.verdict()
    assert (verdict.lost, verdict.doubled, verdict.reordered) == (len(lost), 0, 0)
    stored = await site.stored()
    assert accepted(site) - stored.keys() == lost
    assert {message: stored.get(message) for message in seen} == seen
    for booking in crowd.bookings:
        shown = {m.message_id: m.seq for m in await history(crowd.staff[0], booking)}
        thread = thread_id(booking)
        assert shown == {m: seq for m, (where, seq) in stored.items() if where == thread}
    verified = await site.booking_chat("verify")
    assert verified.status == 0, verified
    checked = await site.booking_chat("restore-check")
    assert checked.status == 0, checked


def accepted(site: Site) -> set[str]:
    return {m for m, sent in site.ledger.by_id.items() if sent.accepted_at is not None}


async def check_accepted(site: Site) -> Ended:
    """`restore-check` with the logs of both gateways."""
    logs = site.folder / "accepted.log"
    logs.write_text("".join(site.log_of(gateway).read_text() for gateway in GATEWAYS))
    return await site.booking_chat("restore-check", "--accepted", str(logs))


async def switch_messaging(operator: StaffClient, location_id: str, *, on: bool) -> None:
    _, tag = await operator.settings(location_id)
    switches = Switches(portal_enabled=True, support_messaging=on)
    await operator.change_settings(location_id, switches, tag)


async def until_everybody_can_write(crowd: People) -> None:
    """Gateways hear of a change a moment after it was made."""

    async def everybody_can() -> bool:
        return all([(await customer.conversation()).can_message for customer in crowd.customers])

    assert await comes_true(everybody_can, PATIENCE_SECONDS)


async def publish_booking(site: Site, booking_id: str, location_id: str) -> None:
    """What the booking platform does when a booking moves to another location."""
    booking = a_booking(booking_id, location_id=location_id)
    async with site.publisher() as publisher:
        now = datetime.now(UTC)
        envelope = Envelope(str(uuid4()), "BookingChanged", "/booking-platform", now, booking)
        await publisher.publish(BOOKINGS, encode(envelope))


async def until_it_is_at(operator: StaffClient, booking: str, location_id: str) -> None:
    """chat-core does not know a booking before it has read the bookings again."""

    async def is_there() -> bool:
        try:
            return (await operator.thread(thread_id(booking))).location_id == location_id
        except UnexpectedAnswerError as answer:
            if answer.status is HTTPStatus.NOT_FOUND:
                return False
            raise

    assert await comes_true(is_there, PATIENCE_SECONDS)


async def is_heard_live(crowd: People) -> None:
    """What staff write next reaches the customer's page without being asked for."""
    async with crowd.customers[0].events() as events, asyncio.timeout(30):
        told = await crowd.staff[0].post(thread_id(crowd.bookings[0]), str(uuid4()), "All well.")
        async for event in events:
            if event.data.get("messageId") == told.message_id:
                return
