"""What is measured with: bookings at the demo's locations, and what is said about them."""

import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.commands import OPERATOR_SOURCE, PORTAL_SOURCE, PostMessage
from booking_chat.contracts.envelope import Envelope, OutgoingRecord, encode
from booking_chat.contracts.ids import message_id, post_command_id, thread_id
from booking_chat.contracts.records import BookingChanged, LocationSettingsChanged
from booking_chat.contracts.topics import BOOKINGS, LOCATIONS, Topic
from booking_chat.contracts.values import CUSTOMER, BookingStatus, Customer, Sender, SenderType
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from devstack.demo_people import ANA, KYOTO, LISBON

BOOKING_COUNT = 500
PLACES = (LISBON, KYOTO)
OPERATOR = Sender(sender_type=SenderType.OPERATOR, sender_id=ANA.id, sender_name=ANA.name)

_CHUNK_RECORDS = 2000
_CHUNK_SECONDS = 60.0
_WORDS = """
hello thanks could we please move our booking tomorrow morning afternoon boat kayak tour guide
parking where is the meeting point children adults lunch vegetarian rain weather cancel refund
hotel pickup time start later earlier two four people camera towel shoes swim ticket name email
confirm great see you soon harbour bridge castle wheelchair dog
"""
_WORD_LIST = _WORDS.split()

_random = random.Random(7)  # noqa: S311 - the same words in every run


def booking_id(number: int) -> str:
    return f"bench-booking-{number}"


def location_id(number: int) -> str:
    return PLACES[number % len(PLACES)].id


def some_text() -> str:
    """5 to 20 words: what people write."""
    return " ".join(_random.choices(_WORD_LIST, k=_random.randint(5, 20)))


def locations() -> list[OutgoingRecord]:
    """Locations with both switches on, as the settings service publishes them."""
    now = datetime.now(UTC)
    return [
        _record(
            LocationSettingsChanged(
                location_id=place.id,
                portal_enabled=True,
                support_messaging=True,
                version=1,
                changed_at=now,
            ),
            "/settings",
            now,
        )
        for place in PLACES
    ]


def bookings() -> list[OutgoingRecord]:
    """Confirmed bookings as their platform publishes them."""
    now = datetime.now(UTC)
    return [
        _record(booking(number, now), "/booking-platform", now) for number in range(BOOKING_COUNT)
    ]


def commands(count: int) -> Iterator[OutgoingRecord]:
    """PostMessage commands, two of three by customers, one booking after the other."""
    for number in range(count):
        yield _command(number)


@asynccontextmanager
async def publisher(config: ServiceConfig) -> AsyncIterator[Publisher]:
    publisher = Publisher(config, "bench")
    await publisher.start()
    try:
        yield publisher
    finally:
        await publisher.stop()


async def publish(publisher: Publisher, topic: Topic, records: Sequence[OutgoingRecord]) -> None:
    for start in range(0, len(records), _CHUNK_RECORDS):
        chunk = [(record, None) for record in records[start : start + _CHUNK_RECORDS]]
        await publisher.publish_all(topic, chunk, timeout=_CHUNK_SECONDS)


async def publish_world(publisher: Publisher) -> None:
    await publish(publisher, LOCATIONS, locations())
    await publish(publisher, BOOKINGS, bookings())


def booking(number: int, now: datetime) -> BookingChanged:
    return BookingChanged(
        booking_id=booking_id(number),
        location_id=location_id(number),
        confirmation_code=f"{number:06d}-bench",
        status=BookingStatus.CONFIRMED,
        customer=Customer(
            customer_id=f"customer-{number}",
            name=f"Guest {number}",
            email=f"guest{number}@example.com",
        ),
        activity_name="Sunset kayak tour",
        start_time=now + timedelta(days=number % 30),
        end_time=now + timedelta(days=number % 30, hours=2),
        time_zone="Europe/Lisbon",
    )


def _command(number: int) -> OutgoingRecord:
    of, by_operator = number % BOOKING_COUNT, number % 3 == 0
    sender = OPERATOR if by_operator else CUSTOMER
    client_message_id, text = str(uuid4()), some_text()
    message = message_id(thread_id(booking_id(of)), client_message_id)
    data = PostMessage(
        booking_id=booking_id(of),
        location_id=location_id(of) if by_operator else None,
        sender=sender,
        client_message_id=client_message_id,
        text=text,
    )
    return encode(
        Envelope(
            id=post_command_id(message, sender, text),
            type="PostMessage",
            source=OPERATOR_SOURCE if by_operator else PORTAL_SOURCE,
            time=datetime.now(UTC),
            data=data,
        )
    )


def _record(data: KeyedContract, source: str, now: datetime) -> OutgoingRecord:
    kind = type(data).__name__
    return encode(Envelope(id=str(uuid4()), type=kind, source=source, time=now, data=data))
