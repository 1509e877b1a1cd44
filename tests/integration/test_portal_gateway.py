"""The customers' door, over HTTP, with a real Kafka behind it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from booking_chat.contracts.commands import COMMANDS as COMMAND_CONTRACTS
from booking_chat.contracts.commands import PORTAL_SOURCE, MarkRead, PostMessage
from booking_chat.contracts.values import CUSTOMER, BookingStatus, Switches
from booking_chat.envelope import Envelope, decode, encode
from booking_chat.ids import message_id, post_command_id, thread_id
from booking_chat.live import LiveEvent
from booking_chat.service.config import ServiceConfig
from booking_chat.service.kafka import Publisher
from booking_chat.topics import COMMANDS, EVENTS, LOCATIONS
from chat import OPERATOR, a_booking
from gateway_fakes import MESSAGING_OFF, PORTAL_OFF, FakeCore, FakeSettings, fixed_jwks, signed
from live_words import posted, rejected, switched
from portal_gateway.config import PortalConfig
from portal_gateway.main import compose
from portal_gateway.session import COOKIE
from running_app import running
from serving import served, stream
from topic_reader import records_of

KEY = OKPKey.generate_key("Ed25519")
MESSAGES = "/api/conversation/messages"


@dataclass(frozen=True, slots=True)
class Portal:
    """A gateway and what it asks others for, all about one booking."""

    app: FastAPI
    core: FakeCore
    settings: FakeSettings
    booking_id: str
    location_id: str

    async def sign_in(self, client: httpx.AsyncClient, booking_id: str | None = None) -> None:
        """The cookie is Secure and these tests speak plain HTTP, so it is carried by hand."""
        expiry = int((datetime.now(UTC) + timedelta(days=1)).timestamp())
        payload = {"bookingId": booking_id or self.booking_id, "exp": expiry}
        answer = await client.post("/api/session", json={"token": signed(payload, KEY)})
        assert answer.status_code == 200, answer.text
        client.headers["cookie"] = f"{COOKIE}={answer.cookies[COOKIE]}"

    @asynccontextmanager
    async def visited(self) -> AsyncIterator[httpx.AsyncClient]:
        """A signed-in customer."""
        async with running(self.app) as client:
            await self.sign_in(client)
            yield client


@pytest.fixture
def portal(config: ServiceConfig, new_id: Callable[[str], str]) -> Portal:
    booking_id, location_id = new_id("booking"), new_id("location")
    core = FakeCore(a_booking(booking_id, location_id=location_id))
    settings = FakeSettings()
    return Portal(a_gateway(config, core, settings), core, settings, booking_id, location_id)


def a_gateway(config: ServiceConfig, core: FakeCore, settings: FakeSettings) -> FastAPI:
    portal_config = PortalConfig(
        **config.model_dump(),
        core_url="http://core",
        settings_url="http://settings",
        portal_link_jwks_url="http://keys",
        session_secret="a secret of this test, 32 characters and more",
    )
    return compose(portal_config, core, settings, fixed_jwks(KEY))


def a_message(text: str = "Hello") -> dict[str, str]:
    return {"clientMessageId": str(uuid4()), "text": text}


async def only_command(config: ServiceConfig, booking_id: str) -> Envelope[Any]:
    """The one command of a booking on the topic."""
    (record,) = await records_of(config.kafka_bootstrap, COMMANDS, booking_id, at_least=1)
    envelope = decode(record, COMMAND_CONTRACTS)
    assert isinstance(envelope, Envelope)
    return envelope


def assert_problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    return body


async def test_an_accepted_message_is_on_the_topic(portal: Portal, config: ServiceConfig) -> None:
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
    command = await only_command(config, portal.booking_id)
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


async def test_the_same_message_sent_again_is_the_same_command(
    portal: Portal, config: ServiceConfig
) -> None:
    message = a_message()
    async with portal.visited() as client:
        first = await client.post(MESSAGES, json=message)
        second = await client.post(MESSAGES, json=message)

    records = await records_of(config.kafka_bootstrap, COMMANDS, portal.booking_id, at_least=2)
    assert first.json() == second.json()
    assert len({dict(record.headers)["ce_id"] for record in records}) == 1


async def test_reading_is_a_command_even_while_messaging_is_off(
    portal: Portal, config: ServiceConfig
) -> None:
    portal.settings.switches = MESSAGING_OFF
    async with portal.visited() as client:
        answer = await client.post("/api/conversation/read", json={"seq": 3})

    assert answer.status_code == 202
    assert answer.json() == {"threadId": thread_id(portal.booking_id), "status": "accepted"}
    command = await only_command(config, portal.booking_id)
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


async def test_without_a_session_there_is_nothing(portal: Portal) -> None:
    async with running(portal.app) as client:
        answers = [
            await client.get("/api/conversation"),
            await client.get(MESSAGES),
            await client.get(f"{MESSAGES}/{uuid4()}"),
            await client.get("/api/conversation/events"),
            await client.post(MESSAGES, json=a_message()),
            await client.post("/api/conversation/read", json={"seq": 1}),
        ]

    for answer in answers:
        assert_problem(answer, 401, "not-signed-in")


async def test_an_expired_link_begins_no_session(portal: Portal) -> None:
    token = signed({"bookingId": portal.booking_id, "exp": 1}, KEY)
    async with running(portal.app) as client:
        answer = await client.post("/api/session", json={"token": token})

    assert_problem(answer, 401, "link-expired")
    assert portal.booking_id not in answer.text
    assert "set-cookie" not in answer.headers


async def test_a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use(
    portal: Portal,
) -> None:
    token = signed({"bookingId": portal.booking_id, "exp": 4102444800}, KEY)
    async with running(portal.app) as client:
        begun = await client.post("/api/session", json={"token": token})
        ended = await client.delete("/api/session")

    attributes = {part.strip().lower() for part in begun.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/api"} <= attributes
    assert ended.status_code == 204
    assert ended.headers["set-cookie"].startswith(f'{COOKIE}=""')
    assert "Max-Age=0" in ended.headers["set-cookie"]


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


async def test_a_draft_booking_has_no_conversation(config: ServiceConfig, portal: Portal) -> None:
    core = FakeCore(a_booking(portal.booking_id, status=BookingStatus.DRAFT))
    app = a_gateway(config, core, portal.settings)
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


async def test_a_message_is_accepted_while_chat_core_and_settings_are_away(
    portal: Portal, config: ServiceConfig
) -> None:
    portal.core.away = portal.settings.away = True
    async with portal.visited() as client:
        accepted = await client.post(MESSAGES, json=a_message())
        unreadable = await client.get("/api/conversation")

    assert accepted.status_code == 202
    assert_problem(unreadable, 503, "unavailable")
    assert unreadable.headers["retry-after"] == "2"
    assert (await only_command(config, portal.booking_id)).type == "PostMessage"


async def test_without_kafka_nothing_is_accepted_and_trying_again_is_said_to_be_safe(
    portal: Portal, config: ServiceConfig
) -> None:
    dead = config.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})
    app = a_gateway(dead, portal.core, portal.settings)
    transport = httpx.ASGITransport(app)
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


async def publish_live(publisher: Publisher, event: LiveEvent) -> None:
    topic = LOCATIONS if event.type == "LocationSettingsChanged" else EVENTS
    await publisher.publish(topic, encode(event))


async def test_a_customer_follows_the_own_booking_live(
    portal: Portal, publisher: Publisher, new_id: Callable[[str], str]
) -> None:
    mine = portal.booking_id
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            for event in (
                posted(new_id("booking"), text="of somebody else"),
                rejected(OPERATOR, mine),
                posted(mine, seq=1, text="Olá"),
                rejected(CUSTOMER, mine),
            ):
                await publish_live(publisher, event)
            first, second = await events.next(), await events.next()

    assert (first[0], first[1]["text"], first[1]["seq"]) == ("MessagePosted", "Olá", 1)
    assert (second[0], second[1]["senderType"]) == ("CommandRejected", 0)


async def test_switching_the_portal_off_is_told_and_ends_the_stream(
    portal: Portal, publisher: Publisher
) -> None:
    off = switched(portal.location_id, portal=False)
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            await publish_live(publisher, switched(portal.location_id, messaging=False))
            await publish_live(publisher, off)
            messaging_off, portal_off = await events.next(), await events.next()
            ended = await events.ended()
        refused = await service.client.post(MESSAGES, json=a_message())

    assert (messaging_off[1]["portalEnabled"], messaging_off[1]["supportMessaging"]) == (
        True,
        False,
    )
    assert (portal_off[0], portal_off[1]["portalEnabled"]) == ("LocationSettingsChanged", False)
    assert ended
    assert_problem(refused, 403, "portal-disabled")


async def test_a_gateway_that_has_started_misses_no_event(
    portal: Portal, publisher: Publisher
) -> None:
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            await publish_live(publisher, posted(portal.booking_id))

            assert (await events.next())[0] == "MessagePosted"


async def test_a_stop_ends_open_streams_at_once(portal: Portal) -> None:
    async with served(portal.app) as service:
        await portal.sign_in(service.client)
        async with stream(service.client, "/api/conversation/events") as events:
            stopping = asyncio.create_task(service.stop())

            assert await events.ended()
        await stopping
