"""A portal gateway under test, with one booking and a customer who visits it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from booking_chat.gateway.clients.alert_links import AlertLinksClient
from booking_chat.gateway.message_log import MessageLog, kafka_log
from booking_chat.service.config import ServiceConfig
from portal_gateway.config import PortalConfig
from portal_gateway.main import NAME, Dependencies, compose
from portal_gateway.sign_in.session import COOKIE
from support.chat import a_booking
from support.gateway_fakes import NOBODY, FakeCore, fixed_jwks, signed
from support.gateway_log import FakeLog
from support.gateway_steps import NO_ENGINES
from support.running_app import running
from support.service_calls import STAFFS_GATEWAY
from support.settings_fake import FakeSettings

KEY = OKPKey.generate_key("Ed25519")
MESSAGES = "/api/conversation/messages"


@dataclass(frozen=True, slots=True)
class Portal:
    """A gateway and what it asks others for, all about one booking."""

    app: FastAPI
    core: FakeCore
    settings: FakeSettings
    log: FakeLog
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


def a_portal(
    new_id: Callable[[str], str],
    *,
    notifier_url: str = NOBODY,
    kafka: ServiceConfig | None = None,
) -> Portal:
    """With `kafka` its message log is a real one, and what `Portal.log` would keep is there."""
    booking_id, location_id = new_id("booking"), new_id("location")
    core = FakeCore(a_booking(booking_id, location_id=location_id))
    settings, log = FakeSettings(), FakeLog()
    message_log = log.message_log() if kafka is None else kafka_log(kafka, NAME)
    app = a_gateway(core, settings, message_log, notifier_url)
    return Portal(app, core, settings, log, booking_id, location_id)


def a_gateway(
    core: FakeCore, settings: FakeSettings, log: MessageLog, notifier_url: str = NOBODY
) -> FastAPI:
    config = PortalConfig(
        **NO_ENGINES.model_dump(),
        core_url="http://core",
        settings_url="http://settings",
        notifier_url=notifier_url,
        portal_link_jwks_url="http://keys",
        session_secret="a secret of this test, 32 characters and more",
    )
    links = AlertLinksClient(notifier_url, STAFFS_GATEWAY)
    return compose(config, Dependencies(core, settings, links, fixed_jwks(KEY), log))
