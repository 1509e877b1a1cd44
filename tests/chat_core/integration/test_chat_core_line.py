"""chat-core as a whole on real engines: commands in, history and events out."""

import httpx

from booking_chat.contracts.envelope import Envelope, OutgoingRecord, decode
from booking_chat.contracts.events import EVENTS as EVENT_CONTRACTS
from booking_chat.contracts.events import CommandRejected, MessagePosted
from booking_chat.contracts.ids import message_id, thread_id
from booking_chat.contracts.topics import COMMANDS, DEAD_LETTERS, EVENTS
from booking_chat.contracts.values import CUSTOMER, RejectionReason, SenderType
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from support.chat import OPERATOR, mark_read
from support.core_steps import World
from support.running_app import MONITORING
from support.topic_reader import records_of


async def events_of(config: ServiceConfig, booking: str, at_least: int) -> list[object]:
    records = await records_of(config.kafka_bootstrap, EVENTS, booking, at_least=at_least)
    decoded = [decode(record, EVENT_CONTRACTS) for record in records]
    return [envelope.data for envelope in decoded if isinstance(envelope, Envelope)]


async def test_a_conversation_becomes_history_and_events(
    config: ServiceConfig, world: World
) -> None:
    booking = await world.a_booking()

    await world.send(
        world.post(booking, "Is there parking?", CUSTOMER),
        world.post(booking, "Yes, right at the pier.", OPERATOR),
    )

    messages = await world.messages(booking, at_least=2)
    assert [(m.seq, m.sender_type, m.sender_name, m.text) for m in messages] == [
        (1, SenderType.CUSTOMER, "Zoë Lindqvist", "Is there parking?"),
        (2, SenderType.OPERATOR, "Ana Sousa", "Yes, right at the pier."),
    ]
    events = await events_of(config, booking, at_least=3)
    assert [type(event).__name__ for event in events] == [
        "ThreadOpened",
        "MessagePosted",
        "MessagePosted",
    ]
    posted = [event for event in events if isinstance(event, MessagePosted)]
    assert [event.message_id for event in posted] == [m.message_id for m in messages]


async def test_a_message_sent_three_times_is_stored_once(world: World) -> None:
    booking = await world.a_booking()
    message = world.post(booking, "Once", CUSTOMER)

    await world.send(message, message)
    await world.send(message, world.post(booking, "and this after it", CUSTOMER))

    messages = await world.messages(booking, at_least=2)
    assert [(m.seq, m.text) for m in messages] == [(1, "Once"), (2, "and this after it")]


async def test_a_message_just_before_the_switch_is_rejected_with_its_reason(
    config: ServiceConfig, world: World, core: httpx.AsyncClient
) -> None:
    booking = await world.a_booking()
    await world.switch(on=False, version=2)
    message = world.post(booking, "Too late", CUSTOMER)

    await world.send(message)

    (rejected,) = await events_of(config, booking, at_least=1)
    assert isinstance(rejected, CommandRejected)
    assert rejected.reason is RejectionReason.PORTAL_DISABLED
    client_id = rejected.client_message_id
    fate = await core.get(f"/threads/{thread_id(booking)}/messages/{client_id}")
    assert fate.json() == {
        "messageId": message_id(thread_id(booking), client_id or ""),
        "clientMessageId": client_id,
        "status": "rejected",
        "seq": None,
        "reason": "portal-disabled",
    }


async def test_a_booking_published_just_before_its_first_message_is_known(world: World) -> None:
    bookings = [await world.a_booking() for _ in range(20)]

    await world.send(*(world.post(booking, "Already here", CUSTOMER) for booking in bookings))

    for booking in bookings:
        (message,) = await world.messages(booking, at_least=1)
        assert message.text == "Already here"


async def test_poison_goes_to_the_dead_letters_and_its_neighbours_are_stored(
    config: ServiceConfig, world: World, publisher: Publisher, core: httpx.AsyncClient
) -> None:
    booking = await world.a_booking()
    poison = OutgoingRecord(booking.encode(), b'{"not": "a command"}', [("ce_id", b"\xff\xfe")])

    await world.send(world.post(booking, "before", CUSTOMER))
    await publisher.publish(COMMANDS, poison)
    await world.send(world.post(booking, "after", CUSTOMER))

    messages = await world.messages(booking, at_least=2)
    assert [m.text for m in messages] == ["before", "after"]
    (letter,) = await records_of(config.kafka_bootstrap, DEAD_LETTERS, booking, at_least=1)
    headers = dict(letter.headers)
    assert (letter.value, headers["ce_id"]) == (poison.value, b"\xff\xfe")
    assert headers["dead_letter_topic"] == b"chat.commands.v1"
    assert headers["dead_letter_reason"] == b"missing-header"
    assert int(headers["dead_letter_offset"]) >= 0
    await world.until_decided()
    assert (await core.get(f"{MONITORING}/conservation")).json()["balanced"] is True


async def test_reading_moves_the_mark_and_the_unread_count(
    world: World, core: httpx.AsyncClient
) -> None:
    booking = await world.a_booking()
    await world.send(*(world.post(booking, text, CUSTOMER) for text in ("one", "two", "three")))
    await world.messages(booking, at_least=3)
    unread = f"/locations/{world.location_id}/unread"
    assert (await core.get(unread)).json() == {"threads": 1, "capped": False}
    read = mark_read(3, booking_id=booking)
    command = read.data.model_copy(update={"location_id": world.location_id})

    await world.send(type(read)(read.id, read.type, read.source, read.time, command))
    await world.until_decided()

    assert (await core.get(unread)).json() == {"threads": 0, "capped": False}
