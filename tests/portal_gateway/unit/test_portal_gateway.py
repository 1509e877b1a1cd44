"""The customers' gateway, over HTTP."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from booking_chat.contracts.commands import PORTAL_SOURCE, MarkRead, PostMessage
from booking_chat.contracts.envelope import Envelope
from booking_chat.contracts.ids import message_id, post_command_id, thread_id
from booking_chat.contracts.values import CUSTOMER, BookingStatus, Switches
from support.chat import a_booking
from support.gateway_fakes import FakeCore
from support.gateway_steps import a_message, assert_problem
from support.portal_steps import MESSAGES, Portal, a_gateway, a_portal
from support.running_app import running
from support.settings_fake import MESSAGING_OFF, PORTAL_OFF


@pytest.fixture
def portal(new_id: Callable[[str], str]) -> Portal:
    return a_portal(new_id)


async def test_an_accepted_message_is_on_the_topic(portal: Portal) -> None:
    client_id = str(uuid4())
    async with portal.visited() as client:
        before = datetime.now(UTC)
        answer = await client.post(
            MESSAGES, json={"clientMessageId": client_id.upper(), "text": "  Olá\nה 🌊 "}
        )

    message = message_id(thread_id(portal.booking_id), client_id)
    assert answer.status_code == 202
    assert answer.json() == {
        "messageId": message,
        "clientMessageId": client_id,
        "status": "accepted",
    }
    command = portal.log.only_command(portal.booking_id)
    assert before.timestamp() - 1 < command.time.timestamp() < datetime.now(UTC).timestamp() + 1
    assert command == Envelope(
        id=post_command_id(message, CUSTOMER, "Olá\nה 🌊"),
        type="PostMessage",
        source=PORTAL_SOURCE,
        time=command.time,
        data=PostMessage(
            booking_id=portal.booking_id,
            location_id=None,
            sender=CUSTOMER,
            client_message_id=client_id,
            text="Olá\nה 🌊",
        ),
    )


async def test_the_same_message_sent_again_is_the_same_command(portal: Portal) -> None:
    message = a_message()
    async with portal.visited() as client:
        first = await client.post(MESSAGES, json=message)
        second = await client.post(MESSAGES, json=message)

    assert first.json() == second.json()
    one, same = portal.log.commands(portal.booking_id)
    assert (one.id, one.data) == (same.id, same.data)


async def test_reading_is_a_command_even_while_messaging_is_off(portal: Portal) -> None:
    portal.settings.switches = MESSAGING_OFF
    async with portal.visited() as client:
        answer = await client.post("/api/conversation/read", json={"seq": 3})

    assert answer.status_code == 202
    assert answer.json() == {"threadId": thread_id(portal.booking_id), "status": "accepted"}
    command = portal.log.only_command(portal.booking_id)
    assert command.type == "MarkRead"
    assert command.data == MarkRead(
        booking_id=portal.booking_id, location_id=None, sender=CUSTOMER, seq=3
    )


@pytest.mark.parametrize(
    "body",
    [
        {"clientMessageId": "7", "text": "Hi"},
        {"clientMessageId": str(uuid4()), "text": " \n "},
        {"clientMessageId": str(uuid4()), "text": "x" * 4001},
        {"clientMessageId": str(uuid4()), "text": "a\u0000b"},
        {"clientMessageId": str(uuid4()), "text": 5},
        {"clientMessageId": str(uuid4())},
        {"clientMessageId": str(uuid4()), "text": "Hi", "seq": 1},
        [],
    ],
)
async def test_a_message_that_is_not_valid_is_refused_with_its_field(
    portal: Portal, body: Any
) -> None:
    async with portal.visited() as client:
        answer = await client.post(MESSAGES, json=body)

    problem = assert_problem(answer, 422, "invalid-input")
    assert {"field", "message"} == set(problem["errors"][0])


async def test_a_lone_surrogate_is_refused(portal: Portal) -> None:
    body = f'{{"clientMessageId": "{uuid4()}", "text": "\\ud83d"}}'
    async with portal.visited() as client:
        answer = await client.post(
            MESSAGES, content=body, headers={"content-type": "application/json"}
        )

    problem = assert_problem(answer, 422, "invalid-input")
    assert problem["errors"][0]["field"] == "text"


@pytest.mark.parametrize("seq", [0, -1, "3", True, 1.5, 2**31])
async def test_a_seq_that_cannot_be_is_refused(portal: Portal, seq: Any) -> None:
    async with portal.visited() as client:
        answer = await client.post("/api/conversation/read", json={"seq": seq})

    assert assert_problem(answer, 422, "invalid-input")["errors"][0]["field"] == "seq"


async def test_a_body_over_64_kib_is_refused_whether_it_says_so_or_not(portal: Portal) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(65):
            yield b"x" * 1024

    async with portal.visited() as client:
        said = await client.post(MESSAGES, content=b"x" * (64 * 1024 + 1))
        unsaid = await client.post(MESSAGES, content=in_pieces())

    assert_problem(said, 413, "too-large")
    assert_problem(unsaid, 413, "too-large")


@pytest.mark.parametrize(
    ("switches", "kind"), [(MESSAGING_OFF, "messaging-disabled"), (PORTAL_OFF, "portal-disabled")]
)
async def test_nothing_can_be_sent_while_it_is_off(
    portal: Portal, switches: Switches, kind: str
) -> None:
    portal.settings.switches = switches
    async with portal.visited() as client:
        answer = await client.post(MESSAGES, json=a_message())

    assert_problem(answer, 403, kind)


async def test_with_the_portal_off_nothing_of_the_booking_is_shown(portal: Portal) -> None:
    portal.settings.switches = PORTAL_OFF
    async with portal.visited() as client:
        answers = [
            await client.get("/api/conversation"),
            await client.get(MESSAGES),
            await client.get(f"{MESSAGES}/{uuid4()}"),
            await client.get("/api/conversation/events"),
            await client.post("/api/conversation/read", json={"seq": 1}),
        ]

    for answer in answers:
        assert_problem(answer, 403, "portal-disabled")
        for secret in ("Zoë", "KAYAK7", "kayaking", portal.booking_id):
            assert secret not in answer.text


async def test_a_draft_booking_has_no_conversation(portal: Portal) -> None:
    core = FakeCore(a_booking(portal.booking_id, status=BookingStatus.DRAFT))
    app = a_gateway(core, portal.settings, portal.log.message_log())
    async with running(app) as client:
        await portal.sign_in(client)
        answers = [
            await client.get("/api/conversation"),
            await client.post(MESSAGES, json=a_message()),
        ]

    for answer in answers:
        assert_problem(answer, 409, "draft-booking")


async def test_an_unknown_booking_is_not_found(
    portal: Portal, new_id: Callable[[str], str]
) -> None:
    async with running(portal.app) as client:
        await portal.sign_in(client, new_id("booking"))
        answers = [
            await client.get("/api/conversation"),
            await client.post(MESSAGES, json=a_message()),
        ]

    for answer in answers:
        assert_problem(answer, 404, "not-found")


async def test_a_message_is_accepted_while_chat_core_and_settings_are_away(portal: Portal) -> None:
    portal.core.away = portal.settings.away = True
    async with portal.visited() as client:
        accepted = await client.post(MESSAGES, json=a_message())
        unreadable = await client.get("/api/conversation")

    assert accepted.status_code == 202
    assert_problem(unreadable, 503, "unavailable")
    assert unreadable.headers["retry-after"] == "2"
    assert portal.log.only_command(portal.booking_id).type == "PostMessage"


async def test_without_kafka_nothing_is_accepted_and_trying_again_is_said_to_be_safe(
    portal: Portal,
) -> None:
    """As a gateway that was started while nobody answers: its parts are still waiting."""
    transport = httpx.ASGITransport(portal.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        await portal.sign_in(client)
        answer = await client.post(MESSAGES, json=a_message())
        ready = await client.get("/health/ready")

    problem = assert_problem(answer, 503, "unavailable")
    assert answer.headers["retry-after"] == "2"
    assert problem["detail"] == "Sending the same request again is safe."
    assert ready.status_code == 503


async def test_the_conversation_is_what_the_core_has(portal: Portal) -> None:
    client_id = str(uuid4())
    async with portal.visited() as client:
        conversation = (await client.get("/api/conversation")).json()
        page = (await client.get(MESSAGES, params={"afterSeq": 4, "limit": 2})).json()
        fate = (await client.get(f"{MESSAGES}/{client_id}")).json()

    assert conversation["booking"]["bookingId"] == portal.booking_id
    assert (conversation["thread"], conversation["messages"]) == (None, [])
    assert page == {"items": [], "nextCursor": None}
    thread = thread_id(portal.booking_id)
    assert f"messages of {thread} after 4 before None, 2" in portal.core.asked
    assert fate == {
        "messageId": message_id(thread, client_id),
        "clientMessageId": client_id,
        "status": "pending",
        "seq": None,
        "reason": None,
    }


@pytest.mark.parametrize("query", ["afterSeq=1&beforeSeq=3", "afterSeq=-1", "limit=0", "limit=201"])
async def test_a_page_that_cannot_be_is_refused(portal: Portal, query: str) -> None:
    async with portal.visited() as client:
        answer = await client.get(f"{MESSAGES}?{query}")

    assert_problem(answer, 422, "invalid-input")
