"""Fills a running system with the demo data, through the doors that everybody else uses.

Safe to repeat: what is there already stays as it is.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.ids import derived_id, thread_id
from booking_chat.contracts.records import BookingChanged
from booking_chat.contracts.topics import BOOKINGS
from booking_chat.contracts.values import BookingStatus
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from devstack.client import CustomerClient, IdentityClient, StaffClient
from devstack.demo_data import CONVERSATIONS, DEMO_BOOKING, DemoConversation, demo_bookings
from devstack.demo_people import ANA, LOCATIONS
from devstack.doors import Doors
from devstack.processes import together
from devstack.ready import CustomerLink, StaffMember
from devstack.waiting import comes_true

_SOURCE = "/booking-platform"
_PATIENCE_SECONDS = 20.0


class SeedError(Exception):
    """The demo data did not arrive; the message says which."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """Who can come in now: a link for each booking that has a chat, and the staff."""

    links: list[CustomerLink]
    staff: list[StaffMember]


async def seed(doors: Doors, today: date) -> Seeded:
    """`today` is the day around which bookings are laid. Raises SeedError."""
    bookings = demo_bookings(today)
    async with AsyncExitStack() as stack:
        identity = await stack.enter_async_context(IdentityClient(doors.identity))
        staff = await identity.staff()
        clients = {
            person.name: await stack.enter_async_context(StaffClient(doors.dashboard, person.token))
            for person in staff
        }
        ana = clients[ANA.name]
        await _publish_missing(ana, bookings, doors, today)
        await _switch_on(ana)
        links = await _links(identity, bookings)
        urls = {link.booking_id: link.url for link in links}

        async def converse(conversation: DemoConversation) -> None:
            async with CustomerClient(doors.portal) as customer:
                await customer.open(urls[conversation.booking_id])
                await _converse(conversation, customer, clients)

        await together(*map(converse, await _missing_conversations(ana)))
    return Seeded(links, staff)


async def _publish_missing(
    ana: StaffClient, bookings: Sequence[BookingChanged], doors: Doors, today: date
) -> None:
    """Publishes bookings as the booking platform does, and waits until they can be found."""
    missing = await _missing(ana, bookings)
    if not missing:
        return
    publisher = Publisher(
        # A record twice is no harm: it holds the booking's whole state.
        ServiceConfig(kafka_bootstrap=doors.kafka, kafka_idempotence=False),
        "booking-platform",
    )
    await publisher.start()
    try:
        records = [encode(_envelope(booking, today)) for booking in missing]
        await publisher.publish_all(BOOKINGS, [(record, None) for record in records])
    finally:
        await publisher.stop()

    async def all_there() -> bool:
        return not await _missing(ana, bookings)

    await _until("the bookings can be found", all_there)


async def _missing(ana: StaffClient, bookings: Sequence[BookingChanged]) -> list[BookingChanged]:
    found = {
        booking.booking_id
        for location in LOCATIONS
        for booking in await ana.bookings(location.id, location.code)
    }
    return [booking for booking in bookings if booking.booking_id not in found]


def _envelope(booking: BookingChanged, today: date) -> Envelope[BookingChanged]:
    return Envelope(
        id=derived_id("demo-booking", booking.booking_id),
        type="BookingChanged",
        source=_SOURCE,
        time=datetime.combine(today, time(), UTC),
        data=booking,
    )


async def _switch_on(ana: StaffClient) -> None:
    """Sets the switches of locations that nobody has touched yet."""
    for location in LOCATIONS:
        settings, tag = await ana.settings(location.id)
        if settings.version == 0:
            await ana.change_settings(location.id, location.switches, tag)


async def _missing_conversations(ana: StaffClient) -> list[DemoConversation]:
    """Those that are not there in full, at locations where messages can be sent."""
    missing = []
    for location in LOCATIONS:
        settings, _ = await ana.settings(location.id)
        if not settings.can_message:
            continue
        last_seqs = {
            thread.booking_id: thread.last_seq for thread in await ana.threads(location.id)
        }
        missing += [
            conversation
            for conversation in CONVERSATIONS
            if conversation.location is location
            and last_seqs.get(conversation.booking_id, 0) < len(conversation.lines)
        ]
    return missing


async def _converse(
    conversation: DemoConversation, customer: CustomerClient, staff: Mapping[str, StaffClient]
) -> None:
    """Sends one conversation's lines, each as soon as the one before it is stored."""
    thread = thread_id(conversation.booking_id)

    async def can_message() -> bool:
        return (await customer.conversation()).can_message

    async def has_messages(count: int) -> bool:
        thread = (await customer.conversation()).thread
        return thread is not None and thread.last_seq >= count

    name = f"the conversation of {conversation.booking_id}"
    await _until(f"{name} may begin", can_message)
    opener = conversation.lines[0].by
    if opener is not None:
        await staff[opener.name].open_thread(conversation.booking_id)
        await _until(f"{name} is open", partial(has_messages, 0))
    for number, line in enumerate(conversation.lines):
        message_id = conversation.client_message_id(number)
        if line.by is None:
            await customer.post(message_id, line.text)
        else:
            await staff[line.by.name].post(thread, message_id, line.text)
        await _until(f"{name} has {number + 1} messages", partial(has_messages, number + 1))


async def _links(
    identity: IdentityClient, bookings: Sequence[BookingChanged]
) -> list[CustomerLink]:
    """A link for each booking that has a chat, the one for `make demo` first."""
    chatting = [booking for booking in bookings if booking.status is not BookingStatus.DRAFT]
    chatting.sort(key=lambda booking: booking.booking_id != DEMO_BOOKING)
    return [
        CustomerLink(
            booking_id=booking.booking_id,
            location_id=booking.location_id,
            url=await identity.link(booking.booking_id),
        )
        for booking in chatting
    ]


async def _until(what: str, holds: Callable[[], Awaitable[bool]]) -> None:
    if not await comes_true(holds, _PATIENCE_SECONDS):
        raise SeedError(f"waited {_PATIENCE_SECONDS:.0f} s in vain until {what}")
