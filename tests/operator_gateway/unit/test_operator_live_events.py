"""What staff are told live."""

from collections.abc import Callable

import pytest

from booking_chat.contracts.values import CUSTOMER
from support.live_words import posted, rejected, switched
from support.operator_steps import ANA, BEN, Desk, a_desk
from support.serving import served, stream


@pytest.fixture
def desk(new_id: Callable[[str], str]) -> Desk:
    return a_desk(new_id)


async def test_staff_follow_their_location_live(desk: Desk) -> None:
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
                await desk.log.tell(event)
            first, second = await events.next(), await events.next()
            await desk.log.tell(switched(here, messaging=False))
            third = await events.next()

    assert (first[0], first[1]["text"]) == ("MessagePosted", "Olá")
    assert (second[0], second[1]["senderId"]) == ("CommandRejected", "operator-1")
    assert (third[0], third[1]["supportMessaging"]) == ("LocationSettingsChanged", False)
