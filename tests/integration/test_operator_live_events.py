"""What staff are told live, with a real Kafka behind the gateway."""

from collections.abc import Callable

import pytest

from booking_chat.contracts.envelope import encode
from booking_chat.contracts.topics import EVENTS, LOCATIONS
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from live_words import posted, rejected, switched
from operator_steps import ANA, BEN, Desk, a_desk
from serving import served, stream

A_BATCH = 2_500


@pytest.fixture
def desk(config: ServiceConfig, new_id: Callable[[str], str]) -> Desk:
    return a_desk(config, new_id)


async def test_staff_follow_their_location_live(desk: Desk, publisher: Publisher) -> None:
    here, elsewhere = desk.location_id, desk.other_location_id
    async with served(desk.app) as service:
        desk.sign_in(service.client)
        async with stream(service.client, f"{desk.location}/events") as events:
            for event in (
                posted(desk.other_booking_id, location_id=elsewhere),
                rejected(BEN, desk.booking_id, location_id=here),
                rejected(CUSTOMER, desk.booking_id, location_id=here),
                posted(desk.booking_id, location_id=here, text="Olá"),
                rejected(ANA, desk.booking_id, location_id=here),
            ):
                await publisher.publish(EVENTS, encode(event))
            first, second = await events.next(), await events.next()
            await publisher.publish(LOCATIONS, encode(switched(here, messaging=False)))
            third = await events.next()

    assert (first[0], first[1]["text"]) == ("MessagePosted", "Olá")
    assert (second[0], second[1]["senderId"]) == ("CommandRejected", "operator-1")
    assert (third[0], third[1]["supportMessaging"]) == ("LocationSettingsChanged", False)


async def test_staff_get_the_whole_of_a_large_batch(desk: Desk, publisher: Publisher) -> None:
    events = [
        posted(desk.booking_id, location_id=desk.location_id, seq=seq)
        for seq in range(1, A_BATCH + 1)
    ]
    async with served(desk.app) as service:
        desk.sign_in(service.client)
        async with stream(service.client, f"{desk.location}/events") as live:
            await publisher.publish_all(EVENTS, [(encode(event), None) for event in events])
            received = [(await live.next())[1]["seq"] for _ in events]

    assert list(range(1, A_BATCH + 1)) == received
