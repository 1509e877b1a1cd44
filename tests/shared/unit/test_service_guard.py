"""An inside service answers our own services alone, each of them only what it has to know."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from structlog.testing import capture_logs

from booking_chat.contracts.services import ServiceName
from booking_chat.gateway.clients.alert_links import AlertLinksClient
from booking_chat.gateway.clients.core import CoreClient
from booking_chat.gateway.clients.settings import SettingsClient
from booking_chat.service.app import service_app
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.health import Health
from booking_chat.service.http.caller import Caller
from booking_chat.service.http.client import InternalClient
from booking_chat.service.http.problems import Problem
from booking_chat.service.http.service_guard import (
    MOST_KNOWN,
    Callers,
    answer_services_alone,
)
from booking_chat.service.http.service_tokens import LIFE_SECONDS, ServiceSecrets, sign_call
from chat_core.main import CALLERS as CALLERS_OF_CORE
from notifier.main import CALLERS as CALLERS_OF_NOTIFIER
from notifier.main import create_app as create_notifier
from settings_service.main import CALLERS as CALLERS_OF_SETTINGS
from settings_service.main import create_app as create_settings
from support.clocks import Clock
from support.gateway_steps import NO_ENGINES, assert_problem
from support.http_receiver import HttpReceiver, answer
from support.own_alerts import notifier_config
from support.serving import served

NOW = 1_800_000_000.0
SECRET = "a secret of this test, 32 characters and more"
SECRETS = ServiceSecrets(SECRET)
PORTAL, STAFF = ServiceName.PORTAL_GATEWAY, ServiceName.OPERATOR_GATEWAY
CORE, SETTINGS, NOTIFIER = ServiceName.CHAT_CORE, ServiceName.SETTINGS, ServiceName.NOTIFIER


def a_service(clock: Clock, callers: Callers = CALLERS_OF_SETTINGS) -> FastAPI:
    router = APIRouter()

    @router.get("/locations/{location_id}/enabled")
    async def enabled(location_id: str) -> str:
        return location_id

    @router.put("/locations/{location_id}")
    async def change(location_id: str) -> str:
        return location_id

    app = service_app("settings", [router], Health(), parts=[])
    answer_services_alone(app, SETTINGS, SECRETS, callers, clock)
    return app


@asynccontextmanager
async def asking(app: FastAPI, *authorization: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = [("Authorization", value) for value in authorization]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://settings", headers=headers
    ) as client:
        yield client


def bearer(caller: ServiceName, called: ServiceName = SETTINGS, now: float = NOW) -> str:
    return f"Bearer {sign_call(caller, called, now, SECRET)}"


SWITCHES = "/locations/lisbon/enabled"


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param([], id="nothing"),
        pytest.param([bearer(STAFF).removeprefix("Bearer ")], id="no scheme"),
        pytest.param([bearer(STAFF).replace("Bearer", "Basic")], id="another scheme"),
        pytest.param([bearer(STAFF, CORE)], id="a token for another service"),
        pytest.param([bearer(STAFF), bearer(STAFF)], id="two tokens"),
        pytest.param(["Bearer "], id="an empty token"),
    ],
)
async def test_whoever_does_not_say_who_calls_is_told_nothing(authorization: list[str]) -> None:
    async with asking(a_service(Clock(NOW)), *authorization) as client:
        known, unknown = await client.get(SWITCHES), await client.get("/no/such/route")
        too_large = await client.put("/locations/lisbon", content=b"x" * 70_000)

    for refused in (known, unknown, too_large):
        assert_problem(refused, 401, "unknown-service")
        assert refused.headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_our_own_services_are_answered_and_health_is_open_to_everybody() -> None:
    async with asking(a_service(Clock(NOW)), bearer(STAFF)) as client:
        switches = await client.get(SWITCHES)
        changed = await client.put("/locations/lisbon")
    async with asking(a_service(Clock(NOW))) as anybody:
        health = [await anybody.get(f"/health/{kind}") for kind in ("live", "ready")]

    assert (switches.json(), changed.json()) == ("lisbon", "lisbon")
    assert [answered.status_code for answered in health] == [200, 503]


async def test_a_caller_is_refused_what_it_does_not_have_to_know() -> None:
    async with asking(a_service(Clock(NOW)), bearer(PORTAL)) as client:
        switches = await client.get(SWITCHES)
        changed = await client.put("/locations/lisbon")
    async with asking(a_service(Clock(NOW)), bearer(CORE)) as stranger:
        by_a_stranger = await stranger.get(SWITCHES)

    assert switches.status_code == 200
    for refused in (changed, by_a_stranger):
        assert_problem(refused, 403, "not-permitted")
        assert refused.headers["www-authenticate"] == 'Bearer error="insufficient_scope"'


@pytest.mark.parametrize(
    ("callers", "asked", "portal_may"),
    [
        (CALLERS_OF_CORE, "GET /bookings/booking-1", True),
        (CALLERS_OF_CORE, "GET /bookings/booking-1/conversation", True),
        (CALLERS_OF_CORE, "GET /threads/thread-1/messages", True),
        (CALLERS_OF_CORE, "GET /locations/lisbon/threads", False),
        (CALLERS_OF_CORE, "GET /locations/lisbon/bookings", False),
        (CALLERS_OF_SETTINGS, "GET /locations/lisbon/enabled", True),
        (CALLERS_OF_SETTINGS, "GET /locations/lisbon", False),
        (CALLERS_OF_SETTINGS, "PUT /locations/lisbon", False),
        (CALLERS_OF_SETTINGS, "PUT /locations/lisbon/enabled", False),
        (CALLERS_OF_NOTIFIER, "POST /alerts/unsubscriptions", True),
        (CALLERS_OF_NOTIFIER, "POST /alerts/verifications", False),
        (CALLERS_OF_NOTIFIER, "GET /locations/lisbon/alerts/destinations", False),
    ],
)
def test_the_customers_gateway_may_ask_what_customers_see(
    callers: Callers,
    asked: str,
    portal_may: bool,  # noqa: FBT001 - a case
) -> None:
    assert (callers[PORTAL].fullmatch(asked) is not None) is portal_may
    assert callers[STAFF].fullmatch(asked) is not None
    assert set(callers) == {PORTAL, STAFF}


async def test_a_token_that_was_believed_is_refused_once_it_is_over() -> None:
    clock = Clock(NOW)
    async with asking(a_service(clock), bearer(STAFF)) as client:
        before = await client.get(SWITCHES)
        clock.now = NOW + LIFE_SECONDS + 11
        after = await client.get(SWITCHES)

    assert (before.status_code, after.status_code) == (200, 401)


async def test_however_many_tokens_come_all_of_them_are_answered() -> None:
    clock, statuses = Clock(NOW), set()
    app = a_service(clock)
    for _ in range(MOST_KNOWN + 10):
        clock.now += 1
        async with asking(app, bearer(STAFF, now=clock.now)) as client:
            statuses.add((await client.get(SWITCHES)).status_code)

    assert statuses == {200}


def create_the_notifier() -> FastAPI:
    return create_notifier(notifier_config(NO_ENGINES))


def create_the_settings_service() -> FastAPI:
    return create_settings(NO_ENGINES)


@pytest.mark.parametrize("create", [create_the_notifier, create_the_settings_service])
async def test_the_services_themselves_ask_who_calls(create: Callable[[], FastAPI]) -> None:
    change = {"portalEnabled": True, "supportMessaging": True}

    async with asking(create(), bearer(STAFF)) as client:
        by_another_secret = await client.put("/locations/lisbon", json=change)
        del client.headers["authorization"]
        by_nobody = await client.put("/locations/lisbon", json=change)
        document = await client.get("/openapi.json")

    for refused in (by_another_secret, by_nobody, document):
        assert_problem(refused, 401, "unknown-service")


async def test_a_gateway_says_who_it_is_to_each_service_that_it_asks() -> None:
    caller = Caller(PORTAL, SECRETS, Clock(NOW))
    async with HttpReceiver() as receiver:
        receiver.will(*[answer(404, b'{"title": "nothing"}')] * 3)
        core, settings = CoreClient(receiver.url, caller), SettingsClient(receiver.url, caller)
        links = AlertLinksClient(receiver.url, caller)
        for client, question in (
            (core, lambda: core.booking("b")),
            (settings, lambda: settings.enabled("l")),
            (links, lambda: links.unsubscribe("t" * 43)),
        ):
            await client.start()
            with pytest.raises(Problem):
                await question()
            await client.stop()

    assert [request.headers["authorization"] for request in receiver.requests] == [
        bearer(PORTAL, CORE),
        bearer(PORTAL, SETTINGS),
        bearer(PORTAL, NOTIFIER),
    ]


async def test_services_with_different_secrets_are_a_fault_of_ours_not_of_who_asks() -> None:
    """Passed on, a 401 would sign staff out who are signed in."""
    async with served(a_service(Clock(NOW))) as service:
        url = str(service.client.base_url)
        stranger = Caller(STAFF, ServiceSecrets("another secret of this test, as long"), Clock(NOW))
        client = InternalClient(url, "The settings", lambda: stranger.authorization(SETTINGS))
        await client.start()
        with capture_logs() as lines, pytest.raises(Problem) as refused:
            await client.request("GET", SWITCHES)
        await client.stop()

    assert (refused.value.status, refused.value.kind) == (503, "unavailable")
    (line,) = lines
    assert line["event"] == "a service is away"
    assert line["error"] == (
        "refused us with 401: The token is refused: "
        "it is not signed with our secret, or not of this shape."
    )


def test_production_has_no_service_without_a_secret() -> None:
    with pytest.raises(ValueError, match="BOOKING_CHAT_SERVICE_SECRET is missing"):
        create_settings(ServiceConfig())

    with_one = ServiceConfig(service_secret=SECRET, service_secret_also_accepted=SECRET[::-1])
    assert with_one.service_secrets == ServiceSecrets(SECRET, SECRET[::-1])


def test_production_refuses_the_secret_of_development_and_a_short_one() -> None:
    everybodys = ServiceConfig(environment=Environment.DEVELOPMENT).service_secrets.signing

    with pytest.raises(ValueError, match="SERVICE_SECRET holds a development secret"):
        ServiceConfig(service_secret=everybodys)
    with pytest.raises(ValueError, match="at least 32"):
        ServiceConfig(service_secret="x" * 31)
