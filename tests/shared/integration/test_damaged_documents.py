"""One damaged document is one thing that is missing: whatever stands beside it is there."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import httpx
import pytest
from structlog.testing import capture_logs

from booking_chat.contracts.envelope import Envelope, decode
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.records import LOCATION_RECORDS
from booking_chat.contracts.topics import LOCATIONS
from booking_chat.contracts.values import CUSTOMER, Switches
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client, Document, database
from chat_core.storage.collections import Collections
from notifier.storage.delivery_log import DeliveryFilter
from notifier.storage.delivery_queue import SET_ASIDE
from settings_service.main import create_app as settings_app
from settings_service.store import DATABASE, SettingsStore
from support.alert_world import a_destination, posted
from support.core_steps import PATIENCE_SECONDS, World
from support.own_alerts import OwnAlerts
from support.running_app import running
from support.settings_steps import put, store_change, wish
from support.topic_reader import records_of


class TestLists:
    """What chat-core's read API answers."""

    @pytest.fixture
    async def bookings(self, world: World) -> list[str]:
        """Three conversations, the newest last."""
        bookings = [await world.a_booking() for _ in range(3)]
        for booking in bookings:
            await world.send(world.post(booking, "hello", CUSTOMER))
            await world.messages(booking, at_least=1)
        return bookings

    async def inbox(self, core: httpx.AsyncClient, world: World, **params: str | int) -> Document:
        path = f"/locations/{world.location_id}/threads"
        answer = await core.get(path, params=params or {"limit": 50})
        assert answer.status_code == HTTPStatus.OK
        found: Document = answer.json()
        return found

    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(("threads", {"$unset": {"lastSeq": ""}}), id="thread"),
            pytest.param(("bookings", {"$unset": {"customer": ""}}), id="booking"),
            pytest.param(("threads", {"$set": {"bookingId": "nobody"}}), id="no booking"),
        ],
    )
    async def test_a_damaged_row_is_left_out_of_the_inbox_and_said_once(
        self,
        world: World,
        core: httpx.AsyncClient,
        mongo: Client,
        bookings: list[str],
        damage: tuple[str, Document],
    ) -> None:
        collection, change = damage
        of = Collections(mongo)
        sick = bookings[1]
        target = of.threads if collection == "threads" else of.bookings
        key = thread_id(sick) if collection == "threads" else sick
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len((await self.inbox(core, world, q="hello"))["items"]) < len(bookings):
                await asyncio.sleep(0.05)
        await target.update_one({"_id": key}, change)

        with capture_logs() as lines:
            found = await self.inbox(core, world)
            await self.inbox(core, world)
            searched = await self.inbox(core, world, q="hello")

        expected = [bookings[2], bookings[0]]
        assert [item["bookingId"] for item in found["items"]] == expected
        assert [item["bookingId"] for item in searched["items"]] == expected
        said = [line for line in lines if line["event"] == "stored document cannot be read"]
        assert key in {line["id"] for line in said}
        assert len(said) == len({(line["collection"], line["id"]) for line in said})

    async def test_paging_goes_on_past_a_damaged_thread(
        self, world: World, core: httpx.AsyncClient, mongo: Client, bookings: list[str]
    ) -> None:
        damaged = {"$unset": {"lastSeq": ""}}
        await Collections(mongo).threads.update_one({"_id": thread_id(bookings[1])}, damaged)
        seen, cursor = [], None
        for _ in range(3):
            page = await self.inbox(core, world, limit=1, **({"cursor": cursor} if cursor else {}))
            seen += [item["bookingId"] for item in page["items"]]
            cursor = page["nextCursor"]

        assert (seen, cursor) == ([bookings[2], bookings[0]], None)

    async def test_a_damaged_message_is_left_out_and_the_page_is_full(
        self, world: World, core: httpx.AsyncClient, mongo: Client, bookings: list[str]
    ) -> None:
        booking = bookings[0]
        for text in ("two", "three", "four"):
            await world.send(world.post(booking, text, CUSTOMER))
        await world.messages(booking, at_least=4)
        await Collections(mongo).messages.update_one(
            {"threadId": thread_id(booking), "seq": 3}, {"$unset": {"sentAt": ""}}
        )

        path = f"/threads/{thread_id(booking)}/messages"
        last = await core.get(path, params={"beforeSeq": 5, "limit": 2})
        first = await core.get(path, params={"afterSeq": 0, "limit": 3})

        assert [item["seq"] for item in last.json()["items"]] == [2, 4]
        assert [item["seq"] for item in first.json()["items"]] == [1, 2, 4]

    async def test_a_damaged_conversation_answers_with_a_clear_problem(
        self, core: httpx.AsyncClient, mongo: Client, bookings: list[str]
    ) -> None:
        damaged = {"$unset": {"lastSeq": ""}}
        await Collections(mongo).threads.update_one({"_id": thread_id(bookings[0])}, damaged)

        answers = [
            await core.get(f"/threads/{thread_id(bookings[0])}"),
            await core.get(f"/bookings/{bookings[0]}/conversation"),
        ]

        assert {answer.status_code for answer in answers} == {500}
        assert {answer.json()["type"] for answer in answers} == {"/problems/unreadable"}

    async def test_a_damaged_booking_is_left_out_of_the_list_of_bookings(
        self, world: World, core: httpx.AsyncClient, mongo: Client, bookings: list[str]
    ) -> None:
        damaged = {"$unset": {"startTime": ""}, "$set": {"status": 7}}
        await Collections(mongo).bookings.update_one({"_id": bookings[1]}, damaged)

        path = f"/locations/{world.location_id}/bookings"
        answer = await core.get(path, params={"q": "zoë"})

        found = {item["bookingId"] for item in answer.json()["items"]}
        assert found == {bookings[0], bookings[2]}


class TestDeliveries:
    async def due_again(self, alerts: OwnAlerts) -> None:
        alerts.clock.now += SET_ASIDE + timedelta(seconds=1)
        await alerts.send_due()

    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param({"$unset": {"state": ""}}, id="no state"),
            pytest.param({"$set": {"messages": "none"}}, id="messages of another type"),
            pytest.param({"$unset": {"nextAttemptAt": ""}}, id="no due time"),
            pytest.param({"$set": {"nextAttemptAt": "soon"}}, id="a due time that is none"),
        ],
    )
    async def test_a_damaged_delivery_keeps_no_other_one_waiting_and_goes_out_when_mended(
        self, alerts: OwnAlerts, damage: Document
    ) -> None:
        await alerts.hear(*(posted(1, booking=f"booking-{uuid4()}") for _ in range(3)))
        sick = (await alerts.all())[0]
        was = await alerts.of.deliveries.find_one({"_id": sick.id})
        assert was is not None
        await alerts.of.deliveries.update_one({"_id": sick.id}, damage)

        with capture_logs() as lines:
            await alerts.send_due()

        assert len(alerts.channels.to("ops")) == 2
        assert sick.id in {line.get("id") for line in lines}
        listed = await alerts.fates.page(DeliveryFilter("lisbon"), before=None, limit=10)
        assert len(listed) >= 2

        await alerts.of.deliveries.replace_one({"_id": sick.id}, was)
        await self.due_again(alerts)

        assert {notice.id for notice in alerts.channels.to("ops")} == {
            delivery.id for delivery in await alerts.all()
        }

    async def test_a_damaged_destination_stops_its_own_deliveries_only(
        self, alerts: OwnAlerts
    ) -> None:
        await alerts.have(a_destination("sick"))
        await alerts.hear(*(posted(1, booking=f"booking-{n}") for n in range(3)))
        sick = next(d for d in await alerts.all() if d.destination_id == "sick")
        was = await alerts.of.destinations.find_one({"_id": sick.destination_id})
        assert was is not None
        await alerts.of.destinations.update_one({"_id": was["_id"]}, {"$unset": {"kind": ""}})

        await alerts.send_due()
        meanwhile = len(alerts.channels.to("ops")), len(alerts.channels.to("sick"))
        await alerts.of.destinations.replace_one({"_id": was["_id"]}, was)
        await self.due_again(alerts)

        assert meanwhile == (3, 0)
        assert len(alerts.channels.to("sick")) == 3

    async def test_a_damaged_thread_stops_the_deliveries_of_its_conversation_only(
        self, alerts: OwnAlerts
    ) -> None:
        await alerts.hear(*(posted(1, booking=f"booking-{n}") for n in range(3)))
        sick = thread_id("booking-1")
        was = await alerts.of.threads.find_one({"_id": sick})
        assert was is not None
        await alerts.of.threads.update_one({"_id": sick}, {"$set": {"operatorRead": "?"}})

        await alerts.send_due()
        meanwhile = len(alerts.channels.to("ops"))
        await alerts.of.threads.replace_one({"_id": sick}, was)
        await self.due_again(alerts)

        assert meanwhile == 2
        assert len(alerts.channels.to("ops")) == 3


class TestSettings:
    async def test_a_damaged_location_keeps_no_other_one_from_being_published(
        self,
        config: ServiceConfig,
        mongo: Client,
        publisher: Publisher,
        new_id: Callable[[str], str],
    ) -> None:
        store = SettingsStore(mongo)
        sick, well = new_id("location"), new_id("location")
        on = Switches(portal_enabled=True, support_messaging=True)
        await store_change(store, sick, on)
        await store_change(store, well, on)
        locations = database(mongo, DATABASE)["locations"]
        await locations.update_one({"_id": sick}, {"$unset": {"portalEnabled": ""}})

        with capture_logs() as lines:
            async with running(settings_app(config)) as http:
                published = await records_of(config.kafka_bootstrap, LOCATIONS, well, at_least=1)
                answers = {
                    location: (await http.get(f"/locations/{location}"))
                    for location in (sick, well)
                }
                changed = await put(http, sick, 1, wish(portal=False))

        assert isinstance(decode(published[0], LOCATION_RECORDS), Envelope)
        assert answers[well].status_code == HTTPStatus.OK
        problem = answers[sick].json()
        assert (problem["status"], problem["type"]) == (500, "/problems/unreadable")
        assert changed.json()["type"] == "/problems/unreadable"
        said = [line for line in lines if line["event"] == "stored document cannot be read"]
        assert [(line["collection"], line["id"]) for line in said] == [("locations", sick)]

        await locations.update_one({"_id": sick}, {"$set": {"portalEnabled": True}})
        async with running(settings_app(config)):
            await records_of(config.kafka_bootstrap, LOCATIONS, sick, at_least=1)

    async def test_a_damaged_line_is_left_out_of_the_history_and_pages_go_on(
        self, config: ServiceConfig, mongo: Client, new_id: Callable[[str], str]
    ) -> None:
        location = new_id("location")
        async with running(settings_app(config)) as http:
            for version in range(4):
                await put(http, location, version, wish(portal=version % 2 == 0))
            await database(mongo, DATABASE)["history"].update_one(
                {"locationId": location, "version": 3}, {"$unset": {"to": ""}}
            )

            first = (await http.get(f"/locations/{location}/history?limit=2")).json()
            then = await http.get(
                f"/locations/{location}/history",
                params={"limit": 2, "cursor": first["nextCursor"]},
            )

        assert [item["version"] for item in first["items"]] == [4, 2]
        assert [item["version"] for item in then.json()["items"]] == [1]
