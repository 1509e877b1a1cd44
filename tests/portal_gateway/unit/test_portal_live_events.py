"""What customers are told live."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from booking_chat.contracts.http.views import BookingView, booking_view
from booking_chat.contracts.values import CUSTOMER, BookingStatus, Switches
from booking_chat.gateway.live.hub import STREAMS_PER_PERSON
from support.chat import OPERATOR, a_booking
from support.gateway_steps import a_message, assert_problem
from support.live_words import booking_record, booking_tombstone, posted, rejected, switched
from support.portal_steps import MESSAGES, Portal, a_portal
from support.serving import served, stream


@pytest.fixture
def portal(new_id: Callable[[str], str]) -> Portal:
    return a_portal(new_id)


async def test_a_customer_follows_the_own_booking_live(
    portal: Portal, new_id: Callable[[str], str]
) -> None:
    mine = portal.booking_id
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            for event in (
                posted(new_id("booking"), text="of somebody else"),
                rejected(OPERATOR, mine),
                posted(mine, seq=1, text="Olá"),
                rejected(CUSTOMER, mine),
            ):
                await portal.log.tell(event)
            first, second = await events.next(), await events.next()

    assert (first[0], first[1]["text"], first[1]["seq"]) == ("MessagePosted", "Olá", 1)
    assert (second[0], second[1]["senderType"]) == ("CommandRejected", 0)


async def test_switching_the_portal_off_is_told_and_ends_the_stream(portal: Portal) -> None:
    off = switched(portal.location_id, portal=False)
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            await portal.log.tell(switched(portal.location_id, messaging=False))
            await portal.log.tell(off)
            messaging_off, portal_off = await events.next(), await events.next()
            ended = await events.ended()
        refused = await service.client.post(MESSAGES, json=a_message())

    assert (messaging_off[1]["portalEnabled"], messaging_off[1]["supportMessaging"]) == (
        True,
        False,
    )
    assert (portal_off[0], portal_off[1]["portalEnabled"]) == ("LocationSettingsChanged", False)
    assert ended
    assert_problem(refused, 403, "portal-disabled")


async def test_while_the_portal_is_off_switches_are_told_and_nothing_else(portal: Portal) -> None:
    portal.settings.switches = Switches()
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/availability") as events:
            await portal.log.tell(posted(portal.booking_id))
            await portal.log.tell(switched(portal.location_id))
            event, data = await events.next()

    assert (event, data["portalEnabled"]) == ("LocationSettingsChanged", True)


async def test_what_a_conversation_allows_is_what_was_told_live(portal: Portal) -> None:
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        before = (await service.client.get("/api/conversation")).json()
        async with stream(service.client, "/api/conversation/events") as events:
            await portal.log.tell(switched(portal.location_id, messaging=False))
            await events.next()
            after = (await service.client.get("/api/conversation")).json()

    assert (before["canMessage"], after["canMessage"]) == (True, False)


async def test_a_change_of_the_own_booking_is_told_and_no_other(
    portal: Portal, new_id: Callable[[str], str]
) -> None:
    mine = a_booking(portal.booking_id, location_id=portal.location_id)
    canceled = a_booking(
        portal.booking_id, location_id=portal.location_id, status=BookingStatus.CANCELED
    )
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            await portal.log.write(booking_record(a_booking(new_id("booking"))))
            await portal.log.write(booking_record(canceled))
            told = await events.next()
            conversation = (await service.client.get("/api/conversation")).json()
            await portal.log.write(booking_record(mine))
            told_again = await events.next()

    assert ("BookingChanged", booking_view(canceled)) == _read(told)
    assert ("BookingChanged", booking_view(mine)) == _read(told_again)
    assert (conversation["booking"]["status"], conversation["canMessage"]) == ("canceled", True)


def _read(told: tuple[str, Any]) -> tuple[str, BookingView]:
    return told[0], BookingView.model_validate(told[1])


async def test_a_withdrawn_booking_is_told_and_nobody_can_write_any_more(portal: Portal) -> None:
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            await portal.log.write(booking_tombstone(portal.booking_id))
            told = await events.next()
        conversation = (await service.client.get("/api/conversation")).json()
        refused = await service.client.post(MESSAGES, json=a_message())

    place = {"bookingId": portal.booking_id, "locationId": portal.location_id}
    assert ("BookingWithdrawn", place) == told
    assert (
        conversation["canMessage"],
        conversation["cannotMessageReason"],
        conversation["booking"]["withdrawn"],
    ) == (False, "unknown-booking", True)
    assert_problem(refused, 409, "unknown-booking")


async def test_a_booking_that_moves_ends_the_stream_so_that_the_page_hears_of_its_new_location(
    portal: Portal, new_id: Callable[[str], str]
) -> None:
    elsewhere = new_id("location")
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            await portal.log.write(
                booking_record(a_booking(portal.booking_id, location_id=elsewhere))
            )
            moved = await events.next()
            ended = await events.ended()
        async with stream(service.client, "/api/conversation/events") as events:
            await portal.log.tell(switched(elsewhere, messaging=False))
            heard = await events.next()

    assert ("BookingChanged", elsewhere, True) == (moved[0], moved[1]["locationId"], ended)
    assert ("LocationSettingsChanged", elsewhere) == (heard[0], heard[1]["locationId"])


async def test_a_booking_may_have_so_many_streams_and_one_that_ends_makes_room(
    portal: Portal,
) -> None:
    events = "/api/conversation/events"
    async with served(portal.app) as service, AsyncExitStack() as opened:
        await portal.sign_in(service.client)
        for _ in range(STREAMS_PER_PERSON):
            await opened.enter_async_context(stream(service.client, events))
        refused = await service.client.get(events)
        refused_too = await service.client.get("/api/conversation/availability")
        await opened.aclose()
        async with stream(service.client, events):
            pass

    assert_problem(refused, 429, "too-many-streams")
    assert_problem(refused_too, 429, "too-many-streams")
    assert refused.headers["retry-after"] == "10"


async def test_a_stop_ends_open_streams_at_once(portal: Portal) -> None:
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            stopping = asyncio.create_task(service.stop())

            assert await events.ended()
        await stopping
