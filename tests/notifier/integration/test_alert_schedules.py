"""Schedules on a test clock with real receivers that misbehave: only the clock is made up."""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import pairwise

import pytest

from booking_chat.contracts.http.deliveries import DeliveryState
from booking_chat.contracts.http.destinations import DestinationKind
from booking_chat.service.config import ServiceConfig
from booking_chat.service.storage.mongo import Client
from notifier.channels.assembly import Outbound, make_outbound
from notifier.channels.http.addresses import is_any
from notifier.channels.http.network import GuardedNetwork
from notifier.channels.http.outbound import OutboundClient
from notifier.channels.http.ports import FOR_DEVELOPMENT
from notifier.channels.webhook import WebhookChannel
from support import http_receiver as server
from support import smtp_receiver as mail_server
from support.alert_world import a_destination, posted
from support.http_receiver import HttpReceiver
from support.own_alerts import OwnAlerts, notifier_config, own_alerts
from support.smtp_receiver import SmtpReceiver

PAUSES = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000]
"""Seconds; the tenth more that chance may add is what is allowed to a schedule."""


@pytest.fixture
async def hooks() -> AsyncIterator[HttpReceiver]:
    async with HttpReceiver() as receiver:
        yield receiver


@pytest.fixture
async def mail() -> AsyncIterator[SmtpReceiver]:
    async with SmtpReceiver() as receiver:
        yield receiver


@pytest.fixture
async def outbound(config: ServiceConfig, mail: SmtpReceiver) -> AsyncIterator[Outbound]:
    settings = notifier_config(
        config,
        smtp_host="127.0.0.1",
        smtp_port=mail.port,
        smtp_security="none",
        mail_from="alerts@booking-chat.example",
    )
    outbound = make_outbound(settings)
    await outbound.start()
    yield outbound
    await outbound.stop()


@pytest.fixture
async def alerts(
    config: ServiceConfig, mongo: Client, hooks: HttpReceiver, outbound: Outbound
) -> AsyncIterator[OwnAlerts]:
    async with own_alerts(config, mongo) as alerts:
        alerts.real_channels = outbound.channels
        await alerts.have(a_destination("ops").updated(url=hooks.url))
        yield alerts


async def attempts(alerts: OwnAlerts) -> list[datetime]:
    """When a message's one alert was attempted, until there is nothing more to be done for it."""
    await alerts.hear(posted(1))
    moments = []
    while (delivery := await alerts.only()).next_attempt_at is not None:
        alerts.clock.now = delivery.next_attempt_at
        moments.append(alerts.clock.now)
        await alerts.send_due()
    return moments


def pauses(moments: list[datetime]) -> list[float]:
    return [(later - sooner).total_seconds() for sooner, later in pairwise(moments)]


def within_a_tenth(taken: list[float], wanted: list[int]) -> bool:
    return all(want <= took <= want * 1.1 for took, want in zip(taken, wanted, strict=True))


@pytest.mark.parametrize(
    "behaviour",
    [
        server.answer(500, b"oops"),
        server.answer(429),
        server.redirect("http://127.0.0.1/elsewhere"),
        server.endless(503),
        server.answer(500, b"x" * 10_000_000),
        server.reset(),
        server.close(),
        server.garbage(),
    ],
    ids=["500", "429", "redirect", "endless", "10 MB", "reset", "close", "garbage"],
)
async def test_whatever_a_webhook_does_instead_of_answering_the_schedule_holds(
    alerts: OwnAlerts, hooks: HttpReceiver, behaviour: server.Behaviour
) -> None:
    hooks.will(behaviour)

    taken = pauses(await attempts(alerts))

    assert within_a_tenth(taken, PAUSES)
    assert len({request.headers["webhook-id"] for request in hooks.requests}) == 1
    assert len({request.body for request in hooks.requests}) == 1
    assert len(hooks.requests) == (await alerts.only()).attempts == 9


@pytest.mark.parametrize(
    "behaviour",
    [server.hang(), server.hang_after_status(500), server.endless_head()],
    ids=["no answer", "half an answer", "endless head"],
)
async def test_one_that_hangs_is_cut_off_and_the_schedule_holds(
    alerts: OwnAlerts, outbound: Outbound, hooks: HttpReceiver, behaviour: server.Behaviour
) -> None:
    """With less patience than the 15 seconds of every day, which nine attempts would wait for."""
    network = GuardedNetwork(outbound.resolver.resolve, is_any, FOR_DEVELOPMENT)
    outgoing = OutboundClient(network, exchange_seconds=0.2)
    webhook = WebhookChannel(outgoing)
    alerts.real_channels = {**outbound.channels, DestinationKind.WEBHOOK: webhook}
    hooks.will(behaviour)

    taken = pauses(await attempts(alerts))
    await outgoing.stop()

    assert within_a_tenth(taken, PAUSES)
    assert len({request.headers["webhook-id"] for request in hooks.requests}) == 1
    assert len(hooks.requests) == (await alerts.only()).attempts == 9


async def test_the_pause_that_was_asked_for_is_kept_and_the_schedule_goes_on(
    alerts: OwnAlerts, hooks: HttpReceiver
) -> None:
    busy = server.answer(429, headers={"Retry-After": "600"})
    hooks.will(busy, server.answer(500), server.answer(200))

    taken = pauses(await attempts(alerts))

    # The second pause is the schedule's own: what one answer asked for is not remembered.
    assert within_a_tenth(taken, [600, 300])
    assert (await alerts.only()).state is DeliveryState.SENT


async def test_one_that_is_gone_is_not_tried_again(alerts: OwnAlerts, hooks: HttpReceiver) -> None:
    hooks.will(server.answer(410))

    await alerts.hear(posted(1))
    await alerts.send_due()
    alerts.clock.forward(days=3)
    await alerts.send_due()

    assert len(hooks.requests) == 1
    assert (await alerts.destination("ops")).paused


async def test_emails_are_repeated_by_the_same_schedule(
    alerts: OwnAlerts, mail: SmtpReceiver
) -> None:
    await alerts.of.destinations.delete_one({"_id": "ops"})
    await alerts.have(a_destination("desk", kind=DestinationKind.EMAIL))
    mail.at_addressee(mail_server.says("451 4.7.1 try later"))

    taken = pauses(await attempts(alerts))

    assert within_a_tenth(taken, PAUSES)
    assert (await alerts.only()).state is DeliveryState.FAILED
