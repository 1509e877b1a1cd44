"""The notifier as a whole on real engines: what gateways ask for, and what then arrives where."""

import json
import re
from collections.abc import AsyncIterator, Callable
from email.message import EmailMessage
from http import HTTPStatus
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.contracts.http.deliveries import DeliveryReason, DeliveryState, ResendFailed
from booking_chat.contracts.http.destinations import DestinationChange, PauseReason
from booking_chat.contracts.http.explanations import AlertDropped
from booking_chat.contracts.values import SenderType
from booking_chat.service.config import ServiceConfig
from booking_chat.service.http.problems import Problem
from booking_chat.service.messaging.publisher import Publisher
from support import http_receiver as server
from support.alert_steps import AlertWorld, alert_world, eventually, links_in, token_of
from support.alert_world import ANA
from support.operator_steps import a_desk
from support.running_app import running

CUSTOMER = "zoe@example.com"
DESK = "desk@staff.example"


def plain_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content.replace("\r\n", "\n")


def direction_of(mail: EmailMessage) -> str:
    """The element of its HTML that says language and direction."""
    body = mail.get_body(("html",))
    assert body is not None
    (element,) = re.findall(r"<html[^>]*>", body.get_content())
    return str(element)


@pytest.fixture
async def world(config: ServiceConfig, publisher: Publisher) -> AsyncIterator[AlertWorld]:
    async with alert_world(config, publisher) as world:
        yield world


async def test_a_customers_message_reaches_a_webhook_that_can_verify_it(world: AlertWorld) -> None:
    created = await world.have_webhook()

    message = await world.post(1)
    (fate,) = await world.fates(1)

    (request,) = world.hooks.requests
    assert created.secret is not None
    Webhook(created.secret).verify(request.body, dict(request.headers))
    event = json.loads(request.body)
    assert (event["type"], event["data"]["messageId"]) == ("customer_message_received", message)
    assert request.headers["webhook-id"] == event["id"] == fate.id
    assert (fate.state, fate.attempts, fate.last_answer and fate.last_answer.status) == (
        DeliveryState.SENT,
        1,
        204,
    )
    told = await world.notifier.explanation(world.location, message)
    assert [e.reason and e.reason.code for e in told.explanations] == ["sent"]


async def test_a_webhook_that_fails_is_tried_again_and_by_hand(world: AlertWorld) -> None:
    world.hooks.will(server.answer(500, b"oops"))
    await world.have_webhook()

    await world.post(1)
    (fate,) = await world.fates(1)
    world.hooks.will(server.answer(200))
    again = await world.notifier.resend_failed(
        world.location, ResendFailed(since=fate.created_at), ANA
    )

    async def is_sent() -> Any:
        delivery = await world.notifier.delivery(world.location, fate.id)
        return delivery if delivery.state is DeliveryState.SENT else None

    sent = await eventually(is_sent)
    assert (fate.state, fate.last_answer and fate.last_answer.text) == (
        DeliveryState.FAILED,
        "oops",
    )
    assert fate.next_attempt_at is not None
    assert again.deliveries == 1
    assert sent.attempts == 2
    assert {request.headers["webhook-id"] for request in world.hooks.requests} == {fate.id}


async def test_a_webhook_that_is_gone_is_switched_off(world: AlertWorld) -> None:
    world.hooks.will(server.answer(410))
    created = await world.have_webhook()

    await world.post(1)
    await world.fates(1)

    async def is_paused() -> Any:
        destination = await world.notifier.destination(world.location, created.id)
        return destination if destination.paused else None

    destination = await eventually(is_paused)
    assert destination.pause_reason is PauseReason.GONE
    (told,) = await world.mails_to("ana@staff.example")
    assert "Ops" in str(told["Subject"])


async def test_an_address_gets_alerts_once_its_link_was_followed(world: AlertWorld) -> None:
    created = await world.have(kind="email", name="Desk", address=DESK)
    await world.post(1)
    (too_early,) = [d for d in await world.fates(2) if d.message_id]
    (letter,) = await world.mails_to(DESK)
    (link,) = [link for link in links_in(letter) if "/api/alerts/verify/" in link]

    await world.notifier.verify(token_of(link))
    await world.post(2, text="Are dogs welcome?")
    alert = (await world.mails_to(DESK, 2))[1]

    assert (created.verified, too_early.reason) == (False, DeliveryReason.UNVERIFIED)
    body = alert.get_body(("plain",))
    assert body is not None
    assert "Are dogs welcome?" in body.get_content()
    result = await world.notifier.test_destination(world.location, created.id, ANA)
    sample = (await world.mails_to(DESK, 3))[2]
    assert result.delivered
    assert f"http://127.0.0.1:8081/#/locations/{world.location}/settings" in links_in(sample)
    unsubscribe = str(alert["List-Unsubscribe"]).strip("<>")
    await world.notifier.unsubscribe(token_of(unsubscribe))
    destination = await world.notifier.destination(world.location, created.id)
    assert destination.pause_reason is PauseReason.UNSUBSCRIBED


async def test_a_customer_who_does_not_read_gets_one_email_with_the_link_back(
    world: AlertWorld,
) -> None:
    message = await world.post(1, SenderType.OPERATOR, "At the pier, by the blue boat.")

    (mail,) = await world.mails_to(CUSTOMER)

    body = mail.get_body(("plain",))
    assert body is not None
    assert "At the pier, by the blue boat." in body.get_content()
    assert f"http://portal.example/c#{world.booking}" in links_in(mail)
    (unsubscribe,) = [link for link in links_in(mail) if "/api/alerts/unsubscribe/" in link]
    effect = await world.notifier.unsubscribe(token_of(unsubscribe))
    assert effect.address == CUSTOMER
    told = await world.notifier.explanation(world.location, message)
    assert [e.delivery and e.delivery.audience for e in told.explanations] == ["customer"]


async def test_a_customer_is_written_to_in_the_language_of_their_booking(
    config: ServiceConfig, publisher: Publisher
) -> None:
    async with alert_world(config, publisher, language="ar-EG") as world:
        english = AlertPolicy(sender_name="Lisbon River Tours", language="en")
        await world.notifier.change_policy(world.location, english, ANA, '"0"')
        desk = await world.have(kind="email", name="Desk", address=DESK)
        await world.post(1, SenderType.OPERATOR, "At the pier, by the blue boat.")

        (mail,) = await world.mails_to(CUSTOMER)
        (to_staff,) = await world.mails_to(DESK)

    assert desk.verified is False
    assert direction_of(mail) == '<html lang="ar" dir="rtl">'
    assert plain_of(mail).startswith("وصلك رد من Lisbon River Tours\n")
    (unsubscribe,) = [link for link in links_in(mail) if "/api/alerts/unsubscribe/" in link]
    assert unsubscribe.endswith("?language=ar")
    assert direction_of(to_staff) == '<html lang="en" dir="ltr">'


async def test_a_locations_language_is_that_of_its_alerts_and_of_its_pages_behind_links(
    world: AlertWorld, new_id: Callable[[str], str]
) -> None:
    await world.notifier.change_policy(world.location, AlertPolicy(language="ar"), ANA, '"0"')
    created = await world.have(kind="email", name="Desk", address=DESK)
    (letter,) = await world.mails_to(DESK)
    (link,) = [link for link in links_in(letter) if "/api/alerts/verify/" in link]

    desk = a_desk(new_id, notifier_url=world.notifier_url)
    async with running(desk.app) as client:
        path = link.removeprefix("http://127.0.0.1:8081")
        asked, done = await client.get(path), await client.post(path)
    await world.post(1)
    alert = (await world.mails_to(DESK, 2))[1]

    assert [direction_of(mail) for mail in (letter, alert)] == ['<html lang="ar" dir="rtl">'] * 2
    assert plain_of(alert).startswith("رسالة جديدة من Ada Lovelace\n")
    assert '<html lang="ar" dir="rtl">' in asked.text
    assert f"تم تأكيد {DESK}." in done.text
    assert (await world.notifier.destination(world.location, created.id)).verified


async def test_a_change_of_language_is_in_the_history(world: AlertWorld) -> None:
    for version, language in enumerate([None, "ar", None]):
        policy = AlertPolicy(quiet_period_seconds=60, language=language)
        await world.notifier.change_policy(world.location, policy, ANA, f'"{version}"')

    history = (await world.notifier.history(world.location)).items
    assert [(line.before, line.after) for line in history[:2]] == [
        ({"language": "ar"}, {"language": None}),
        ({"language": None}, {"language": "ar"}),
    ]


async def test_the_test_button_shows_what_was_answered(world: AlertWorld) -> None:
    created = await world.have_webhook()
    world.hooks.will(server.answer(204), server.answer(503, b"closed for lunch"))

    good = await world.notifier.test_destination(world.location, created.id, ANA)
    bad = await world.notifier.test_destination(world.location, created.id, ANA)

    assert (good.delivered, good.status, good.error) == (True, 204, None)
    assert (bad.delivered, bad.status, bad.answer) == (False, 503, "closed for lunch")
    types = [json.loads(request.body)["type"] for request in world.hooks.requests]
    assert types == ["destination_test"] * 2
    assert (await world.notifier.deliveries(world.location)).items == []


async def test_for_a_day_after_a_rotation_both_secrets_verify(world: AlertWorld) -> None:
    created = await world.have_webhook()
    rotated = await world.notifier.rotate_secret(world.location, created.id, ANA)

    await world.post(1)
    await world.fates(1)

    (request,) = world.hooks.requests
    assert created.secret is not None
    for secret in (created.secret, rotated.secret):
        Webhook(secret).verify(request.body, dict(request.headers))


async def test_each_change_is_kept_with_who_made_it(world: AlertWorld) -> None:
    created = await world.have_webhook()
    paused = DestinationChange(paused=True)
    await world.notifier.change_destination(world.location, created.id, paused, ANA, None)
    await world.notifier.change_policy(
        world.location, AlertPolicy(quiet_period_seconds=60), ANA, '"0"'
    )
    await world.notifier.delete_destination(world.location, created.id, ANA)

    history = (await world.notifier.history(world.location)).items
    assert [(line.what, line.changed_by and line.changed_by.name) for line in history] == [
        ("destination-deleted", "Ana Sousa"),
        ("policy-changed", "Ana Sousa"),
        ("destination-paused", "Ana Sousa"),
        ("destination-created", "Ana Sousa"),
    ]
    policy = await world.notifier.policy(world.location)
    assert (policy.version, policy.quiet_period_seconds) == (1, 60)
    assert (await world.notifier.destinations(world.location)).items == []


async def refusal(call: Any) -> tuple[HTTPStatus, str]:
    with pytest.raises(Problem) as refused:
        await call
    return refused.value.status, refused.value.kind


async def test_at_a_location_without_destinations_why_nobody_was_told_is_known(
    world: AlertWorld,
) -> None:
    told = await world.notifier.explanation(world.location, "message-1")

    reasons = [one.reason for one in told.explanations]
    assert reasons == [AlertDropped(reason=DeliveryReason.NO_DESTINATION)]


async def test_what_cannot_be_done_is_refused_with_a_reason(world: AlertWorld) -> None:
    notifier, here = world.notifier, world.location
    desk = await world.have(kind="email", name="Desk", address=DESK)
    hook = await world.have_webhook()
    rename = DestinationChange(name="Front desk")

    refusals = {
        "test": await refusal(notifier.test_destination(here, desk.id, ANA)),
        "rotate": await refusal(notifier.rotate_secret(here, desk.id, ANA)),
        "verify": await refusal(notifier.send_verification(here, hook.id, ANA)),
        "stale": await refusal(notifier.change_destination(here, hook.id, rename, ANA, '"7"')),
        "elsewhere": await refusal(notifier.destination("porto", hook.id)),
        "delivery": await refusal(notifier.delivery(here, "unknown")),
        "message": await refusal(notifier.explanation(here, "unknown")),
        "policy": await refusal(notifier.change_policy(here, AlertPolicy(), ANA, None)),
        "link": await refusal(notifier.verify("made-up")),
    }

    assert refusals == {
        "test": (409, "unverified"),
        "rotate": (409, "not-a-webhook"),
        "verify": (409, "nothing-to-verify"),
        "stale": (412, "version-conflict"),
        "elsewhere": (404, "not-found"),
        "delivery": (404, "not-found"),
        "message": (404, "not-found"),
        "policy": (428, "precondition-required"),
        "link": (410, "link-expired"),
    }


async def test_what_is_due_goes_out_while_kafka_is_away(
    config: ServiceConfig, publisher: Publisher
) -> None:
    away = config.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})

    async with alert_world(away, publisher) as world:
        await world.have(kind="email", name="Desk", address=DESK)

        assert await world.mails_to(DESK)
