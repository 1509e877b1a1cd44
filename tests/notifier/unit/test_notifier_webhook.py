"""What a webhook carries, and what its answers mean."""

import base64
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured
from cloudevents.core.formats.json import JSONFormat
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.http.destinations import DestinationKind
from notifier.channels.http.outcome import MAX_RETRY_AFTER
from notifier.channels.signing import new_secret, signature_headers
from notifier.channels.webhook import WebhookChannel, webhook_body
from notifier.domain.notices import Answer, Delivered, Failed, Gone, Outcome, Target
from support import http_receiver as server
from support.http_receiver import HttpReceiver
from support.notices import NOON, customer_wrote, event
from support.outgoing_door import door


@pytest.fixture
async def receiver() -> AsyncIterator[HttpReceiver]:
    async with HttpReceiver() as receiver:
        yield receiver


async def deliver(receiver: HttpReceiver, *secrets: str, now: datetime | None = None) -> Outcome:
    target = Target(DestinationKind.WEBHOOK, receiver.url, secrets=secrets or (new_secret(),))
    async with door() as outgoing:
        return await WebhookChannel(outgoing).deliver(customer_wrote(), target, now or NOON)


def verify(receiver: HttpReceiver, secret: str) -> None:
    """As whoever receives it does. Raises WebhookVerificationError."""
    (request,) = receiver.requests
    Webhook(secret).verify(request.body, dict(request.headers))


async def test_a_webhook_is_a_cloud_event(receiver: HttpReceiver) -> None:
    await deliver(receiver)

    (request,) = receiver.requests
    assert request.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert json.loads(request.body) == {
        "specversion": "1.0",
        "id": "delivery-1",
        "type": "customer_message_received",
        "source": "/notifier",
        "time": "2026-03-15T12:00:00.000Z",
        "datacontenttype": "application/json",
        "data": event().data.model_dump(mode="json"),
    }


async def test_a_public_cloud_events_library_reads_it(receiver: HttpReceiver) -> None:
    await deliver(receiver)

    (request,) = receiver.requests
    read = from_structured(HTTPMessage(dict(request.headers), request.body), JSONFormat())
    assert (read.get_id(), read.get_type(), read.get_time()) == (
        "delivery-1",
        "customer_message_received",
        NOON,
    )
    assert read.get_data() == event().data.model_dump(mode="json")


def test_a_sample_is_marked() -> None:
    sample = replace(customer_wrote(), kind=NoticeKind.DESTINATION_TEST)

    assert json.loads(webhook_body(sample))["sample"] is True
    assert "sample" not in json.loads(webhook_body(customer_wrote()))


def test_a_notice_without_an_event_is_not_for_webhooks() -> None:
    with pytest.raises(ValueError, match="customer_message_received has no event"):
        webhook_body(replace(customer_wrote(), event=None))


# --- Signatures


async def test_whoever_knows_the_secret_can_check_the_signature(receiver: HttpReceiver) -> None:
    secret = new_secret()

    await deliver(receiver, secret, now=datetime.now(UTC))

    verify(receiver, secret)
    with pytest.raises(WebhookVerificationError):
        verify(receiver, new_secret())


async def test_while_a_secret_is_exchanged_both_verify(receiver: HttpReceiver) -> None:
    new, old = new_secret(), new_secret()

    await deliver(receiver, new, old, now=datetime.now(UTC))

    verify(receiver, new)
    verify(receiver, old)


async def test_a_repeat_has_the_same_id_and_body_and_a_timestamp_of_its_own(
    receiver: HttpReceiver,
) -> None:
    await deliver(receiver, now=NOON)
    await deliver(receiver, now=NOON + timedelta(minutes=5))

    first, second = receiver.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == "delivery-1"
    assert first.body == second.body
    assert [request.headers["webhook-timestamp"] for request in (first, second)] == [
        "1773576000",
        "1773576300",
    ]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=9)), ZoneInfo("America/Denver")])
def test_the_signed_moment_is_the_same_in_every_zone(zone: timezone) -> None:
    secret = new_secret()

    headers = signature_headers("n-1", "{}", [secret], NOON.astimezone(zone))

    assert headers == signature_headers("n-1", "{}", [secret], NOON)


def test_a_signature_is_the_one_of_the_specification() -> None:
    """Computed by hand, after the specification's text."""
    secret = "whsec_" + base64.b64encode(b"k" * 24).decode()

    headers = signature_headers("n-1", '{"a":"ü"}', [secret], NOON)

    signed = hmac.digest(b"k" * 24, 'n-1.1773576000.{"a":"ü"}'.encode(), "sha256")
    assert headers == {
        "webhook-id": "n-1",
        "webhook-timestamp": "1773576000",
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


def test_secrets_are_random_and_as_long_as_the_specification_asks() -> None:
    one, another = new_secret(), new_secret()

    assert one != another
    assert one.startswith("whsec_")
    assert 24 <= len(base64.b64decode(one.removeprefix("whsec_"), validate=True)) <= 64


# --- Answers


@pytest.mark.parametrize("status", [200, 202, 299])
async def test_2xx_is_delivered(receiver: HttpReceiver, status: int) -> None:
    receiver.will(server.answer(status, b"ok"))

    assert await deliver(receiver) == Delivered(Answer(status, "ok"))


async def test_410_says_that_nobody_wants_it_any_more(receiver: HttpReceiver) -> None:
    receiver.will(server.answer(410, b"moved away"))

    assert await deliver(receiver) == Gone(Answer(410, "moved away"), "HTTP 410 Gone")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, "HTTP 400 Bad Request"),
        (401, "HTTP 401 Unauthorized"),
        (404, "HTTP 404 Not Found"),
        (500, "HTTP 500 Internal Server Error"),
        (599, "HTTP 599"),
    ],
)
async def test_other_answers_failed(receiver: HttpReceiver, status: int, error: str) -> None:
    receiver.will(server.answer(status, b"no"))

    assert await deliver(receiver) == Failed(Answer(status, "no"), error)


async def test_a_redirect_failed_and_says_why(receiver: HttpReceiver) -> None:
    receiver.will(server.redirect("http://10.0.0.5/"))

    assert await deliver(receiver) == Failed(
        Answer(307),
        "HTTP 307 Temporary Redirect: redirects are not followed; it points to http://10.0.0.5/",
    )


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        ("Sun, 15 Mar 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Sun, 15 Mar 2026 12:10:00 -0000", timedelta(minutes=10)),
        ("Sun, 15 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("9" * 400, MAX_RETRY_AFTER),
        ("Sun, 15 Mar 2126 12:10:00 GMT", MAX_RETRY_AFTER),
        ("Sun, 15 Mar 0001 12:10:00 GMT", timedelta(0)),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_who_asks_for_time_gets_it_a_day_at_most(
    receiver: HttpReceiver, status: int, said: str, wait: timedelta | None
) -> None:
    receiver.will(server.answer(status, headers={"Retry-After": said}))

    outcome = await deliver(receiver)

    assert isinstance(outcome, Failed)
    assert outcome.retry_after == wait


async def test_no_answer_failed_and_says_why() -> None:
    async with HttpReceiver() as gone:
        pass

    assert await deliver(gone) == Failed(Answer(None), "Connection refused")
