"""Gateway, notifier and whoever is alerted, as staff meet them: real engines, HTTP and SMTP."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.ids import derived_id, message_id, thread_id
from booking_chat.contracts.topics import EVENTS
from booking_chat.contracts.values import SenderType
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from notifier.config import NotifierConfig
from notifier.main import create_app
from support.gateway_steps import assert_problem
from support.http_receiver import HttpReceiver, answer
from support.operator_steps import Desk, a_desk
from support.serving import served
from support.smtp_receiver import SmtpReceiver

PATIENCE_SECONDS = 30
ADMINISTRATOR = {"role": "administrator", "email": "ana@staff.example"}


@dataclass(frozen=True)
class Scene:
    """An administrator at a gateway, with a notifier behind it."""

    desk: Desk
    staff: httpx.AsyncClient
    publisher: Publisher
    hooks: HttpReceiver
    mails: SmtpReceiver

    @property
    def alerts(self) -> str:
        return f"{self.desk.location}/alerts"

    async def webhook(self, name: str = "Ops") -> dict[str, Any]:
        wanted = {"kind": "webhook", "name": name, "url": f"{self.hooks.url}/{name}"}
        made = await self.staff.post(f"{self.alerts}/destinations", json=wanted)
        assert made.status_code == 201, made.text
        created: dict[str, Any] = made.json()
        return created

    async def customer_writes(self, seq: int, text: str) -> str:
        """Returns the message's id."""
        booking = self.desk.booking_id
        thread = thread_id(booking)
        client_message_id = f"1b4e28ba-2fa1-41d2-883f-{seq:012}"
        now = datetime.now(UTC)
        event = MessagePosted(
            booking_id=booking,
            thread_id=thread,
            location_id=self.desk.location_id,
            message_id=message_id(thread, client_message_id),
            client_message_id=client_message_id,
            seq=seq,
            sender_type=SenderType.CUSTOMER,
            sender_name="Ada Lovelace",
            text=text,
            sent_at=now,
            customer_name="Ada Lovelace",
            confirmation_code="ABC123-XYZ",
        )
        ce_id = derived_id("MessagePosted", thread, str(seq))
        envelope = Envelope(ce_id, "MessagePosted", "/chat-core", now, event)
        await self.publisher.publish_all(EVENTS, [(encode(envelope), None)])
        return event.message_id

    async def until(self, what: str, holds: Callable[[Any], bool]) -> Any:
        """The answer to a question about the location's alerts, once it is as awaited."""
        seen: Any = None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    response = await self.staff.get(f"{self.alerts}{what}")
                    seen = response.json()
                    if response.status_code == 200 and holds(seen):
                        return seen
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{what} stayed {seen}") from None


@pytest.fixture
async def scene(
    config: ServiceConfig, publisher: Publisher, new_id: Callable[[str], str]
) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        mails = await stack.enter_async_context(SmtpReceiver())
        notifier_config = NotifierConfig(
            **config.model_dump(),
            smtp_host="127.0.0.1",
            smtp_port=mails.port,
            smtp_security="none",
            mail_from="alerts@booking-chat.example",
            alerts_allow_private=True,
            dashboard_url="https://dashboard.example",
            portal_url="https://portal.example",
        )
        notifier = await stack.enter_async_context(served(create_app(notifier_config)))
        desk = a_desk(new_id, notifier_url=str(notifier.client.base_url))
        hooks = await stack.enter_async_context(HttpReceiver())
        staff = await stack.enter_async_context(desk.staffed(**ADMINISTRATOR))
        yield Scene(desk, staff, publisher, hooks, mails)


async def test_a_webhook_is_called_signed_and_explained(scene: Scene) -> None:
    created = await scene.webhook()
    first = await scene.customer_writes(1, "Is there parking?")
    found = await scene.until(
        f"/messages/{first}",
        lambda seen: seen["explanations"][0]["delivery"]["state"] == "sent",
    )

    (request,) = scene.hooks.requests
    Webhook(created["secret"]).verify(request.body.decode(), dict(request.headers))
    (explanation,) = found["explanations"]
    delivery = explanation["delivery"]
    event = json.loads(request.body)
    assert (event["type"], event["data"]["messageId"]) == ("customer_message_received", first)
    assert event["id"] == request.headers["webhook-id"] == delivery["id"]
    assert (delivery["attempts"], delivery["lastAnswer"]["status"]) == (1, 204)
    assert explanation["reason"] == {
        "code": "sent",
        "at": delivery["sentAt"],
        "attempts": 1,
        "status": 204,
        "others": 0,
    }
    assert re.fullmatch(r"Sent at [\d:]{8}, answered 204\.", explanation["text"])
    listed = (await scene.staff.get(f"{scene.alerts}/deliveries")).json()
    assert listed == {"items": [delivery], "nextCursor": None}
    assert (await scene.staff.get(f"{scene.alerts}/deliveries/{delivery['id']}")).json() == delivery


async def test_what_failed_is_sent_again_by_hand_under_the_same_id(scene: Scene) -> None:
    scene.hooks.will(answer(500, b"Oops"), answer(204))
    await scene.webhook()
    before = datetime.now(UTC).isoformat()
    await scene.customer_writes(1, "Is there parking?")
    failed = await scene.until("/deliveries?state=failed", lambda seen: len(seen["items"]) == 1)

    resent = await scene.staff.post(
        f"{scene.alerts}/deliveries/resend-failed", json={"since": before}
    )
    await scene.until("/deliveries?state=sent", lambda seen: len(seen["items"]) == 1)
    (delivery,) = failed["items"]
    once_more = await scene.staff.post(f"{scene.alerts}/deliveries/{delivery['id']}/resend")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(scene.hooks.requests) < 3:
            await asyncio.sleep(0.02)

    assert (delivery["lastAnswer"]["status"], delivery["lastAnswer"]["text"]) == (500, "Oops")
    assert resent.json() == {"deliveries": 1}
    assert once_more.status_code == 200
    ids = {request.headers["webhook-id"] for request in scene.hooks.requests}
    assert ids == {delivery["id"]}


async def test_what_leads_to_a_paused_destination_is_not_asked_for_again_until_it_is_resumed(
    scene: Scene,
) -> None:
    scene.hooks.will(answer(500), answer(204))
    created = await scene.webhook()
    one = f"{scene.alerts}/destinations/{created['id']}"
    before = {"since": datetime.now(UTC).isoformat()}
    await scene.customer_writes(1, "Is there parking?")
    failed = await scene.until("/deliveries?state=failed", lambda seen: len(seen["items"]) == 1)
    again = f"{scene.alerts}/deliveries/{failed['items'][0]['id']}/resend"

    await scene.staff.patch(one, json={"paused": True})
    alone = await scene.staff.post(again)
    with_all = await scene.staff.post(f"{scene.alerts}/deliveries/resend-failed", json=before)
    await scene.staff.patch(one, json={"paused": False})
    resumed = await scene.staff.post(again)

    assert_problem(alone, 409, "paused")
    assert with_all.json() == {"deliveries": 0}
    assert resumed.status_code == 200
    await scene.until("/deliveries?state=sent", lambda seen: len(seen["items"]) == 1)
    await scene.staff.delete(one)
    assert_problem(await scene.staff.post(again), 409, "destination-deleted")


async def test_an_address_gets_alerts_once_its_link_was_followed(scene: Scene) -> None:
    wanted = {"kind": "email", "name": "Desk", "address": "desk@lisbon-river.example"}
    created = (await scene.staff.post(f"{scene.alerts}/destinations", json=wanted)).json()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not scene.mails.mails:
            await asyncio.sleep(0.02)
    body = scene.mails.mails[0].message.get_body(("plain",))
    assert body is not None
    link = re.search(r"https://dashboard\.example(/api/alerts/verify/\S+)", body.get_content())
    assert link is not None
    path = f"{scene.alerts}/destinations/{created['id']}"

    looked = await scene.staff.get(link[1])
    before = (await scene.staff.get(path)).json()["verified"]
    followed = await scene.staff.post(link[1])
    after = (await scene.staff.get(path)).json()["verified"]
    again = await scene.staff.post(link[1])

    assert [page.status_code for page in (looked, followed, again)] == [200, 200, 200]
    assert (before, after) == (False, True)
    assert "desk@lisbon-river.example is confirmed" in followed.text


async def test_a_destination_is_tried_out_changed_and_deleted_and_all_of_it_is_kept(
    scene: Scene,
) -> None:
    created = await scene.webhook()
    one = f"{scene.alerts}/destinations/{created['id']}"
    tag = {"If-Match": f'"{created["version"]}"'}

    tested = (await scene.staff.post(f"{one}/test")).json()
    rotated = (await scene.staff.post(f"{one}/rotate-secret")).json()
    stale = await scene.staff.patch(one, json={"name": "Other"}, headers=tag)
    paused = (await scene.staff.patch(one, json={"paused": True})).json()
    deleted = await scene.staff.delete(one)
    gone = await scene.staff.get(one)
    history = (await scene.staff.get(f"{scene.alerts}/history")).json()["items"]

    (sample,) = scene.hooks.requests
    assert (tested["delivered"], tested["status"]) == (True, 204)
    assert json.loads(sample.body)["type"] == "destination_test"
    assert base64.b64decode(rotated["secret"].removeprefix("whsec_"))
    assert_problem(stale, 412, "version-conflict")
    assert (paused["paused"], paused["pauseReason"]) == (True, "by-hand")
    assert deleted.status_code == 204
    assert_problem(gone, 404, "not-found")
    assert [(change["what"], change["changedBy"]["name"]) for change in history] == [
        ("destination-deleted", "Ana Sousa"),
        ("destination-paused", "Ana Sousa"),
        ("secret-rotated", "Ana Sousa"),
        ("destination-created", "Ana Sousa"),
    ]


async def test_a_policy_is_changed_in_view_of_its_version(scene: Scene) -> None:
    default = await scene.staff.get(f"{scene.alerts}/policy")
    wanted = {
        "quietPeriodSeconds": 60,
        "dailyLimit": 20,
        "timeZone": "Europe/Lisbon",
        "quietHours": {"start": "22:00", "end": "07:00"},
        "customerEmails": False,
        "senderName": "Lisbon River Tours",
    }

    unseen = await scene.staff.put(f"{scene.alerts}/policy", json=wanted)
    tag = {"If-Match": default.headers["etag"]}
    changed = await scene.staff.put(f"{scene.alerts}/policy", json=wanted, headers=tag)
    late = await scene.staff.put(f"{scene.alerts}/policy", json=wanted, headers=tag)

    assert (default.json()["version"], default.json()["quietPeriodSeconds"]) == (0, 120)
    assert_problem(unseen, 428, "precondition-required")
    assert_problem(late, 412, "version-conflict")
    by = {"operatorId": "operator-1", "name": "Ana Sousa", "email": "ana@staff.example"}
    assert changed.json() == wanted | {
        "locationId": scene.desk.location_id,
        "version": 1,
        "changedAt": changed.json()["changedAt"],
        "changedBy": by,
    }
