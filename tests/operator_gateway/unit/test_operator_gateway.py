"""The staff's gateway, over HTTP."""

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from booking_chat.contracts.commands import (
    OPERATOR_SOURCE,
    MarkRead,
    MarkUnread,
    OpenThread,
    PostMessage,
)
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.ids import message_id, post_command_id, thread_id
from booking_chat.contracts.values import BookingStatus, Sender, SenderType, Switches
from support.chat import a_booking
from support.gateway_fakes import FakeCore
from support.gateway_steps import a_message, assert_problem
from support.operator_steps import ANA, Desk, a_desk, a_gateway
from support.running_app import running
from support.settings_fake import MESSAGING_OFF, PORTAL_OFF


@pytest.fixture
def desk(new_id: Callable[[str], str]) -> Desk:
    return a_desk(new_id)


async def test_an_operator_is_told_who_that_is(desk: Desk) -> None:
    async with desk.staffed() as client:
        me = (await client.get("/api/me")).json()

    assert me == {
        "operatorId": "operator-1",
        "name": "Ana Sousa",
        "role": "standard",
        "locations": [
            {"locationId": desk.location_id, "name": "Lisbon", "timeZone": "Europe/Lisbon"}
        ],
    }


async def test_without_a_token_that_holds_there_is_nothing(desk: Desk) -> None:
    async with running(desk.app) as client:
        for authorization in ("", "Basic YTpi", "Bearer nonsense", f"Bearer {desk.token(exp=1)}"):
            answer = await client.get("/api/me", headers={"authorization": authorization})

            assert_problem(answer, 401, "not-signed-in")
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_an_accepted_reply_is_on_the_topic(desk: Desk) -> None:
    message = a_message("See you at ten")
    async with desk.staffed() as client:
        answer = await client.post(f"{desk.thread}/messages", json=message)

    stored_as = message_id(thread_id(desk.booking_id), message["clientMessageId"])
    assert (answer.status_code, answer.json()) == (
        202,
        {
            "messageId": stored_as,
            "clientMessageId": message["clientMessageId"],
            "status": "accepted",
        },
    )
    command = desk.log.only_command(desk.booking_id)
    assert command == Envelope(
        id=post_command_id(stored_as, ANA, "See you at ten"),
        type="PostMessage",
        source=OPERATOR_SOURCE,
        time=command.time,
        data=PostMessage(
            booking_id=desk.booking_id,
            location_id=desk.location_id,
            sender=ANA,
            client_message_id=message["clientMessageId"],
            text="See you at ten",
        ),
    )


async def test_an_account_without_a_name_writes_without_one(desk: Desk) -> None:
    async with desk.staffed(given_name=None, family_name=None) as client:
        await client.post(f"{desk.thread}/messages", json=a_message())

    sender = desk.log.only_command(desk.booking_id).data.sender
    assert sender == Sender(sender_type=SenderType.OPERATOR, sender_id="operator-1")


async def test_opening_a_thread_makes_it_known_before_it_is_stored(desk: Desk) -> None:
    desk.core.with_thread.clear()
    async with desk.staffed() as client:
        before = await client.post(f"{desk.thread}/messages", json=a_message())
        opened = await client.post(f"/api/bookings/{desk.booking_id}/thread")
        after = await client.post(f"{desk.thread}/messages", json=a_message())

    assert_problem(before, 404, "not-found")
    assert (opened.status_code, opened.json()) == (
        202,
        {"threadId": thread_id(desk.booking_id), "status": "accepted"},
    )
    assert after.status_code == 202
    first, _ = desk.log.commands(desk.booking_id)
    assert first.data == OpenThread(
        booking_id=desk.booking_id, location_id=desk.location_id, sender=ANA
    )


async def test_reading_and_marking_unread_work_while_messaging_is_off(desk: Desk) -> None:
    desk.settings.switches = PORTAL_OFF
    async with desk.staffed() as client:
        read = await client.post(f"{desk.thread}/read", json={"seq": 2})
        unread = await client.post(f"{desk.thread}/unread")

    assert (read.status_code, unread.status_code) == (202, 202)
    first, second = desk.log.commands(desk.booking_id)
    place = {"booking_id": desk.booking_id, "location_id": desk.location_id, "sender": ANA}
    assert (first.data, second.data) == (MarkRead(**place, seq=2), MarkUnread(**place))


@pytest.mark.parametrize(
    ("switches", "kind"), [(MESSAGING_OFF, "messaging-disabled"), (PORTAL_OFF, "portal-disabled")]
)
async def test_nothing_can_be_sent_or_opened_while_it_is_off(
    desk: Desk, switches: Switches, kind: str
) -> None:
    desk.settings.switches = switches
    async with desk.staffed() as client:
        sent = await client.post(f"{desk.thread}/messages", json=a_message())
        opened = await client.post(f"/api/bookings/{desk.booking_id}/thread")
        seen = await client.get(f"{desk.thread}/messages")

    assert_problem(sent, 403, kind)
    assert_problem(opened, 403, kind)
    assert seen.status_code == 200


async def test_a_draft_booking_gets_no_thread(desk: Desk) -> None:
    draft = a_booking(desk.booking_id, location_id=desk.location_id, status=BookingStatus.DRAFT)
    async with running(a_gateway(FakeCore(draft), desk.settings, desk.log.message_log())) as client:
        desk.sign_in(client)
        answer = await client.post(f"/api/bookings/{desk.booking_id}/thread")

    assert_problem(answer, 409, "draft-booking")


async def test_what_is_not_ones_own_is_as_if_it_did_not_exist(
    desk: Desk, new_id: Callable[[str], str]
) -> None:
    async with desk.staffed(role="administrator") as client:
        for thread in (desk.other_thread, f"/api/threads/{uuid4()}"):
            answers = [
                await client.get(thread),
                await client.get(f"{thread}/messages"),
                await client.get(f"{thread}/messages/{uuid4()}"),
                await client.post(f"{thread}/messages", json=a_message()),
                await client.post(f"{thread}/read", json={"seq": 1}),
                await client.post(f"{thread}/unread"),
            ]
            assert {answer.json()["title"] for answer in answers} == {
                "There is no such conversation."
            }
            assert {answer.status_code for answer in answers} == {404}
        for booking in (desk.other_booking_id, new_id("booking")):
            answer = await client.post(f"/api/bookings/{booking}/thread")
            assert_problem(answer, 404, "not-found")
            assert answer.json()["title"] == "There is no such booking."
        for path in ("threads", "unread", "bookings?q=Zoe", "settings", "settings/history"):
            assert_problem(await client.get(f"{desk.other_location}/{path}"), 404, "not-found")
        assert_problem(await client.get(f"{desk.other_location}/events"), 404, "not-found")
        change = {"portalEnabled": True, "supportMessaging": True}
        changed = await client.put(f"{desk.other_location}/settings", json=change)
        assert_problem(changed, 404, "not-found")

    assert desk.settings.asked == []


async def test_the_inbox_and_searches_are_asked_of_the_core(desk: Desk) -> None:
    async with desk.staffed() as client:
        answers = [
            await client.get(f"{desk.location}/threads"),
            await client.get(f"{desk.location}/threads?filter=unread&q=Zoe&cursor=abc&limit=7"),
            await client.get(f"{desk.location}/unread"),
            await client.get(f"{desk.location}/bookings?q=KAYAK7"),
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    assert answers[2].json() == {"threads": 0, "capped": False}
    assert desk.core.asked == [
        f"all threads of {desk.location_id} like None after None, 50",
        f"unread threads of {desk.location_id} like Zoe after abc, 7",
        f"unread of {desk.location_id}",
        f"bookings of {desk.location_id} like KAYAK7 after None, 50",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "bookings",
        "bookings?q=",
        f"bookings?q={'x' * 201}",
        "threads?filter=mine",
        "threads?limit=0",
        "threads?limit=201",
    ],
)
async def test_a_question_that_is_not_valid_is_refused(desk: Desk, path: str) -> None:
    async with desk.staffed() as client:
        answer = await client.get(f"{desk.location}/{path}")

    assert_problem(answer, 422, "invalid-input")


async def test_without_kafka_nothing_is_accepted(desk: Desk) -> None:
    """As a gateway that was started while nobody answers: its parts are still waiting."""
    transport = httpx.ASGITransport(desk.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        desk.sign_in(client)
        answer = await client.post(f"{desk.thread}/messages", json=a_message())

    assert_problem(answer, 503, "unavailable")
    assert answer.headers["retry-after"] == "2"
