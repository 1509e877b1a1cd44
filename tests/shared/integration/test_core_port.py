"""chat-core as gateways ask it: what is promised holds for the fake as for the real one."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

import pytest

from booking_chat.contracts.http.inbox import UnreadThreads
from booking_chat.contracts.http.views import BookingView, ConversationView, MessageFate, Page
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.values import SenderType
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from chat_core.main import create_app as create_core
from operator_gateway.clients.core import StaffCoreClient
from operator_gateway.ports import InboxReader
from support.chat import a_booking, open_thread
from support.core_steps import World
from support.gateway_fakes import NOBODY, OPENED_AT, FakeCore, a_thread
from support.gateway_steps import problem_of
from support.service_calls import STAFFS_GATEWAY
from support.serving import served

PATIENCE_SECONDS = 30
BOTH = pytest.mark.parametrize("kind", ["fake", "real"], scope="module")


@dataclass(frozen=True, slots=True)
class Core:
    """A core that knows a booking with an empty thread, and one without."""

    port: InboxReader
    opened: BookingChanged
    silent: BookingChanged

    @property
    def location_id(self) -> str:
        return self.opened.location_id

    @property
    def thread_id(self) -> str:
        return thread_id(self.opened.booking_id)


def view_of(booking: BookingChanged) -> BookingView:
    return BookingView.model_validate(booking.model_dump())


@pytest.fixture(scope="module")
async def core(kind: str, config: ServiceConfig) -> AsyncIterator[Core]:
    if kind == "fake":
        location = f"location-{uuid4()}"
        opened, silent = (a_booking(f"booking-{uuid4()}", location_id=location) for _ in range(2))
        fake = FakeCore(opened, silent)
        fake.with_thread.add(opened.booking_id)
        yield Core(fake, opened, silent)
        return
    publisher = Publisher(config, "test-ports")
    await publisher.start()
    async with served(create_core(config)) as service:
        world = World(publisher, service.client)
        await world.switch(on=True)
        opened, silent = (
            a_booking(f"booking-{uuid4()}", location_id=world.location_id) for _ in range(2)
        )
        await world.publish_booking(opened)
        await world.publish_booking(silent)
        await world.send(
            open_thread(opened.booking_id, location_id=world.location_id, time=OPENED_AT)
        )
        client = StaffCoreClient(str(service.client.base_url), STAFFS_GATEWAY)
        await client.start()
        await _until_known(client, opened)
        yield Core(client, opened, silent)
        await client.stop()
    await publisher.stop()


async def _until_known(client: StaffCoreClient, opened: BookingChanged) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            threads = await client.threads(opened.location_id)
            bookings = await client.bookings(opened.location_id, q="KAYAK7")
            if threads.items and len(bookings.items) == 2:
                return
            await asyncio.sleep(0.05)


@BOTH
async def test_a_booking_is_as_the_platform_tells_it(core: Core) -> None:
    assert await core.port.booking(core.silent.booking_id) == view_of(core.silent)


@BOTH
async def test_a_conversation_has_its_thread_once_that_is_opened(core: Core) -> None:
    opened, silent = view_of(core.opened), view_of(core.silent)

    assert [
        await core.port.conversation(core.opened.booking_id),
        await core.port.conversation(core.silent.booking_id),
    ] == [
        ConversationView(booking=opened, thread=a_thread(opened), messages=[], can_message=True),
        ConversationView(booking=silent, thread=None, messages=[], can_message=True),
    ]


@BOTH
@pytest.mark.parametrize("side", SenderType)
async def test_a_thread_is_shown_with_its_booking(core: Core, side: SenderType) -> None:
    assert await core.port.thread(core.thread_id, side) == a_thread(view_of(core.opened))


@BOTH
async def test_what_does_not_exist_is_a_404_that_names_its_kind(core: Core) -> None:
    nothing = str(uuid4())
    questions = [
        core.port.booking(nothing),
        core.port.conversation(nothing),
        core.port.thread(nothing, SenderType.OPERATOR),
        core.port.thread(thread_id(core.silent.booking_id), SenderType.OPERATOR),
    ]

    assert [await problem_of(question) for question in questions] == [
        (HTTPStatus.NOT_FOUND, "There is no such booking."),
        (HTTPStatus.NOT_FOUND, "There is no such booking."),
        (HTTPStatus.NOT_FOUND, "There is no such conversation."),
        (HTTPStatus.NOT_FOUND, "There is no such conversation."),
    ]


@BOTH
async def test_messages_and_fates_are_answered_also_where_there_is_nothing(core: Core) -> None:
    client_id = str(uuid4())
    pending = MessageFate(
        message_id=message_id(core.thread_id, client_id),
        client_message_id=client_id,
        status="pending",
    )

    for thread in (core.thread_id, thread_id(core.silent.booking_id)):
        assert await core.port.messages(thread, after_seq=0, limit=10) == Page(
            items=[], next_cursor=None
        )
    assert await core.port.fate(core.thread_id, client_id) == pending


@BOTH
async def test_the_inbox_has_the_threads_of_its_location_and_a_search_those_that_match(
    core: Core,
) -> None:
    here, nowhere = core.location_id, f"location-{uuid4()}"
    thread = a_thread(view_of(core.opened))

    assert [
        (await core.port.threads(here)).items,
        (await core.port.threads(here, q="Zoë")).items,
        (await core.port.threads(here, q="nobody")).items,
        (await core.port.threads(here, only="unread")).items,
        (await core.port.threads(nowhere)).items,
    ] == [[thread], [thread], [], [], []]
    assert await core.port.unread(here) == UnreadThreads(threads=0, capped=False)


@BOTH
async def test_bookings_are_found_at_their_location_with_a_thread_or_without(core: Core) -> None:
    found = (await core.port.bookings(core.location_id, q="kayak7")).items
    elsewhere = (await core.port.bookings(f"location-{uuid4()}", q="kayak7")).items

    wanted = [view_of(core.opened), view_of(core.silent)]
    assert sorted(found, key=_id) == sorted(wanted, key=_id)
    assert elsewhere == []


def _id(booking: BookingView) -> str:
    return booking.booking_id


@BOTH
async def test_a_core_that_is_away_is_a_503(kind: str) -> None:
    absent: InboxReader = StaffCoreClient(NOBODY, STAFFS_GATEWAY)
    if kind == "fake":
        absent = fake = FakeCore()
        fake.away = True
    await absent.start()

    refused = await problem_of(absent.booking("booking-1"))
    await absent.stop()

    assert refused == (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The conversation store does not answer at the moment.",
    )
