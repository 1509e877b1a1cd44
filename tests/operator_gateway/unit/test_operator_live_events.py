"""What staff are told live."""

from collections.abc import Callable

import pytest

from booking_chat.contracts.http.views import BookingView, booking_view
from booking_chat.contracts.values import CUSTOMER, BookingStatus
from support.chat import a_booking
from support.gateway_steps import a_message, assert_problem
from support.live_words import booking_record, booking_tombstone, posted, rejected, switched
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


async def test_staff_hear_of_changed_bookings_of_their_location_alone(desk: Desk) -> None:
    elsewhere = a_booking(desk.other_booking_id, location_id=desk.other_location_id)
    canceled = a_booking(
        desk.booking_id, location_id=desk.location_id, status=BookingStatus.CANCELED
    )
    async with served(desk.app) as service:
        desk.sign_in(service.client)
        async with stream(service.client, f"{desk.location}/events") as events:
            await desk.log.write(booking_record(elsewhere))
            await desk.log.write(booking_record(canceled))
            event, data = await events.next()
        thread = (await service.client.get(desk.thread)).json()
        inbox = (await service.client.get(f"{desk.location}/threads")).json()

    assert ("BookingChanged", booking_view(canceled)) == (event, BookingView.model_validate(data))
    assert (
        thread["booking"]["status"],
        thread["canReply"],
        thread["cannotReplyReason"],
    ) == ("canceled", True, None)
    assert [item["booking"]["status"] for item in inbox["items"]] == ["canceled"]


async def test_a_withdrawn_booking_is_told_and_takes_no_reply(desk: Desk) -> None:
    async with served(desk.app) as service:
        desk.sign_in(service.client)
        await service.client.get(desk.thread)
        async with stream(service.client, f"{desk.location}/events") as events:
            await desk.log.write(booking_tombstone(desk.other_booking_id))
            await desk.log.write(booking_tombstone(desk.booking_id))
            told = await events.next()
        thread = (await service.client.get(desk.thread)).json()
        refused = await service.client.post(f"{desk.thread}/messages", json=a_message())
        not_opened = await service.client.post(f"/api/bookings/{desk.booking_id}/thread")

    place = {"bookingId": desk.booking_id, "locationId": desk.location_id}
    assert ("BookingWithdrawn", place) == told
    assert (
        thread["canReply"],
        thread["cannotReplyReason"],
        thread["booking"]["withdrawn"],
    ) == (False, "unknown-booking", True)
    assert_problem(refused, 409, "unknown-booking")
    assert_problem(not_opened, 409, "unknown-booking")


async def test_a_booking_that_moves_leaves_the_one_location_and_comes_to_the_other(
    desk: Desk,
) -> None:
    both = [{"id": desk.location_id}, {"id": desk.other_location_id}]
    moved = a_booking(desk.booking_id, location_id=desk.other_location_id)
    async with served(desk.app) as service:
        desk.sign_in(service.client, locations=both)
        await service.client.get(f"{desk.location}/threads")
        async with (
            stream(service.client, f"{desk.location}/events") as left,
            stream(service.client, f"{desk.other_location}/events") as reached,
        ):
            await desk.log.write(booking_record(moved))
            gone, come = await left.next(), await reached.next()
        inbox = (await service.client.get(f"{desk.location}/threads")).json()
        sent = await service.client.post(f"{desk.thread}/messages", json=a_message())
        desk.sign_in(service.client)
        hidden = await service.client.get(desk.thread)

    place = {"bookingId": desk.booking_id, "locationId": desk.location_id}
    assert ("BookingWithdrawn", place) == gone
    assert ("BookingChanged", desk.other_location_id) == (come[0], come[1]["locationId"])
    assert inbox["items"] == []
    assert (202, desk.other_location_id) == (
        sent.status_code,
        desk.log.only_command(desk.booking_id).data.location_id,
    )
    assert_problem(hidden, 404, "not-found")
