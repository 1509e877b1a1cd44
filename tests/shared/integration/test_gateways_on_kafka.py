"""Both gateways as they are plugged together, with a real Kafka behind them."""

from collections.abc import Callable

from booking_chat.contracts.commands import COMMANDS as COMMAND_CONTRACTS
from booking_chat.contracts.commands import OPERATOR_SOURCE, PORTAL_SOURCE
from booking_chat.contracts.envelope import Envelope, decode, encode
from booking_chat.contracts.topics import COMMANDS, EVENTS, LOCATIONS
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from support.gateway_steps import a_message
from support.live_words import posted, switched
from support.operator_steps import a_desk
from support.portal_steps import MESSAGES, a_portal
from support.serving import served, stream
from support.topic_reader import records_of

A_BATCH = 2_500


async def sources_of(config: ServiceConfig, booking_id: str) -> list[str]:
    """Who has issued the one command of a booking that is on the topic."""
    records = await records_of(config.kafka_bootstrap, COMMANDS, booking_id, at_least=1)
    commands = [decode(record, COMMAND_CONTRACTS) for record in records]
    return [command.source for command in commands if isinstance(command, Envelope)]


async def test_what_the_portal_accepts_is_on_the_topic_and_what_happens_is_told_live(
    config: ServiceConfig, publisher: Publisher, new_id: Callable[[str], str]
) -> None:
    portal = a_portal(new_id, kafka=config)
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            accepted = await service.client.post(MESSAGES, json=a_message())
            await publisher.publish(EVENTS, encode(posted(portal.booking_id, text="Olá")))
            event = await events.next()
            await publisher.publish(
                LOCATIONS, encode(switched(portal.location_id, messaging=False))
            )
            change = await events.next()

    assert accepted.status_code == 202
    assert await sources_of(config, portal.booking_id) == [PORTAL_SOURCE]
    assert (event[0], event[1]["text"]) == ("MessagePosted", "Olá")
    assert (change[0], change[1]["supportMessaging"]) == ("LocationSettingsChanged", False)


async def test_what_staff_send_is_on_the_topic_and_they_get_the_whole_of_a_large_batch(
    config: ServiceConfig, publisher: Publisher, new_id: Callable[[str], str]
) -> None:
    desk = a_desk(new_id, kafka=config)
    batch = [
        posted(desk.booking_id, location_id=desk.location_id, seq=seq)
        for seq in range(1, A_BATCH + 1)
    ]
    async with served(desk.app) as service:
        desk.sign_in(service.client)
        async with stream(service.client, f"{desk.location}/events") as live:
            accepted = await service.client.post(f"{desk.thread}/messages", json=a_message())
            await publisher.publish_all(EVENTS, [(encode(event), None) for event in batch])
            received = [(await live.next())[1]["seq"] for _ in batch]

    assert accepted.status_code == 202
    assert await sources_of(config, desk.booking_id) == [OPERATOR_SOURCE]
    assert received == list(range(1, A_BATCH + 1))
