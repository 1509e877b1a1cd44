"""A booking moves to another location with all that it has: nothing is lost or stays behind."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

import httpx

from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.http.destinations import (
    CreatedDestination,
    DestinationKind,
    NewDestination,
)
from booking_chat.contracts.http.views import BookingView, MessageView
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.topics import BOOKINGS
from booking_chat.contracts.values import BookingStatus, Customer, Switches
from booking_chat.service.messaging.publisher import Publisher
from devstack.client import CatcherClient, IdentityClient, StaffClient
from devstack.demo_people import ANA, KYOTO, LISBON
from devstack.events import LiveEvent
from devstack.waiting import comes_true
from support.running_system import RunningSystem
from system.people import people

PATIENCE_SECONDS = 30.0


async def publish(publisher: Publisher, booking_id: str, location_id: str) -> None:
    booking = BookingChanged(
        booking_id=booking_id,
        location_id=location_id,
        confirmation_code="MOVED-1",
        status=BookingStatus.CONFIRMED,
        customer=Customer(customer_id="customer-1", name="Zoë Lindqvist"),
        activity_name="Tea ceremony",
    )
    now = datetime.now(UTC)
    envelope = Envelope(str(uuid4()), "BookingChanged", "/booking-platform", now, booking)
    await publisher.publish(BOOKINGS, encode(envelope))


async def webhook(staff: StaffClient, catcher: CatcherClient, location: str) -> CreatedDestination:
    name = f"moved-{uuid4().hex[:8]}"
    wanted = NewDestination(kind=DestinationKind.WEBHOOK, name=name, url=catcher.hook_url(name))
    return await staff.add_destination(location, wanted)


async def until(question: Callable[[], Awaitable[bool]]) -> None:
    assert await comes_true(question, PATIENCE_SECONDS)


async def logged(system: RunningSystem, token: str, location: str, message: str) -> list[str]:
    """The destinations in a location's delivery log of one message."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=system.doors.dashboard, headers=headers) as client:
        answer = await client.get(
            f"/api/locations/{location}/alerts/deliveries", params={"messageId": message}
        )
    assert answer.is_success, answer.text
    return [delivery["destinationId"] for delivery in answer.json()["items"]]


class Ear:
    """Follows the live events of a location."""

    def __init__(self, staff: StaffClient, location_id: str) -> None:
        self.heard: list[LiveEvent] = []
        self._connected = asyncio.Event()
        self._task = asyncio.create_task(self._follow(staff, location_id))

    async def _follow(self, staff: StaffClient, location_id: str) -> None:
        async with staff.events(location_id) as events:
            self._connected.set()
            async for event in events:
                self.heard.append(event)

    async def connected(self) -> None:
        await self._connected.wait()

    async def end(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def types_about(self, booking: str) -> list[str]:
        return [event.type for event in self.heard if event.data.get("bookingId") == booking]


async def test_a_booking_moves_with_its_thread_unread_counts_alerts_and_live_events(
    system: RunningSystem, publisher: Publisher
) -> None:
    async with (
        people(system, publisher, customers=1, staff=1) as crowd,
        CatcherClient(str(system.doors.catcher)) as catcher,
        IdentityClient(system.doors.identity) as identity,
    ):
        staff, customer, (booking,) = crowd.staff[0], crowd.customers[0], crowd.bookings
        token = next(p.token for p in await identity.staff() if p.name == ANA.name)
        thread = thread_id(booking)
        settings, tag = await staff.settings(KYOTO.id)
        if not settings.can_message:
            on = Switches(portal_enabled=True, support_messaging=True)
            await staff.change_settings(KYOTO.id, on, tag)
        in_lisbon = await webhook(staff, catcher, LISBON.id)
        in_kyoto = await webhook(staff, catcher, KYOTO.id)

        async def explained(location: str, message: str) -> set[str | None]:
            told = await staff.explanation(location, message)
            return {one.destination_id for one in told.explanations if one.delivery is not None}

        async def called(name: str, message: str) -> bool:
            return any(message in hook.body for hook in await catcher.hooks(name))

        async def inboxes() -> list[bool]:
            rows = [await staff.threads(location) for location in (LISBON.id, KYOTO.id)]
            return [any(row.thread_id == thread for row in found) for found in rows]

        # Given a conversation with an unread message, of which Lisbon was told.
        before = (await customer.post(str(uuid4()), "Is it far?")).message_id
        await until(lambda: called(in_lisbon.name, before))
        assert await inboxes() == [True, False]
        unread = [(await staff.unread(place)).threads for place in (LISBON.id, KYOTO.id)]
        ears = {place: Ear(staff, place) for place in (LISBON.id, KYOTO.id)}
        for ear in ears.values():
            await ear.connected()

        # When the booking moves, and both sides go on writing.
        await publish(publisher, booking, KYOTO.id)

        async def has_moved() -> bool:
            return (await staff.thread(thread)).location_id == KYOTO.id

        await until(has_moved)
        await until(lambda: _says(inboxes, [False, True]))
        moved_unread = [(await staff.unread(place)).threads for place in (LISBON.id, KYOTO.id)]
        after = (await customer.post(str(uuid4()), "And in Kyoto?")).message_id
        # An answer that comes first makes the alert unnecessary.
        await until(lambda: called(in_kyoto.name, after))
        answer = (await staff.post(thread, str(uuid4()), "Five minutes.")).message_id
        await until(lambda: _contains(lambda: staff.messages(thread, 0), answer))

        # Then Kyoto has all of it, and Lisbon only what it was told before.
        assert [unread[0] - 1, unread[1] + 1] == moved_unread
        texts = [message.text for message in (await customer.conversation()).messages]
        assert texts == ["Is it far?", "And in Kyoto?", "Five minutes."]
        assert not await called(in_lisbon.name, after)
        assert not await called(in_kyoto.name, before)
        assert [await logged(system, token, LISBON.id, of) for of in (before, after)] == [
            [in_lisbon.id],
            [],
        ]
        assert [await logged(system, token, KYOTO.id, of) for of in (before, after)] == [
            [],
            [in_kyoto.id],
        ]
        assert await explained(LISBON.id, before) == {in_lisbon.id}
        assert await explained(KYOTO.id, after) == {in_kyoto.id}
        view: BookingView = (await staff.thread(thread)).booking
        assert (view.location_id, view.activity_name) == (KYOTO.id, "Tea ceremony")

        # And the live events followed: gone from the one, come to the other with what came after.
        await until(lambda: _is(lambda: "MessagePosted" in ears[KYOTO.id].types_about(booking)))
        assert ears[LISBON.id].types_about(booking) == ["BookingWithdrawn"]
        assert ears[KYOTO.id].types_about(booking)[0] == "BookingChanged"
        for ear in ears.values():
            await ear.end()
        await staff.delete_destination(LISBON.id, in_lisbon.id)
        await staff.delete_destination(KYOTO.id, in_kyoto.id)


async def _says(question: Callable[[], Awaitable[list[bool]]], expected: list[bool]) -> bool:
    return await question() == expected


async def _contains(messages: Callable[[], Awaitable[list[MessageView]]], message: str) -> bool:
    return any(found.message_id == message for found in await messages())


async def _is(test: Callable[[], bool]) -> bool:
    return test()
