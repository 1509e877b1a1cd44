"""A portal gateway under test, with one booking and a customer who visits it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from booking_chat.gateway.clients.notifier import NotifierClient
from booking_chat.service.config import ServiceConfig
from chat import a_booking
from gateway_fakes import NOBODY, FakeCore, FakeSettings, fixed_jwks, signed
from portal_gateway.config import PortalConfig
from portal_gateway.main import compose
from portal_gateway.session import COOKIE
from running_app import running

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


def a_portal(
    config: ServiceConfig, new_id: Callable[[str], str], notifier_url: str = NOBODY
) -> Portal:
    booking_id, location_id = new_id("booking"), new_id("location")
    core = FakeCore(a_booking(booking_id, location_id=location_id))
    settings = FakeSettings()
    app = a_gateway(config, core, settings, notifier_url)
    return Portal(app, core, settings, booking_id, location_id)


def a_gateway(
    config: ServiceConfig, core: FakeCore, settings: FakeSettings, notifier_url: str = NOBODY
) -> FastAPI:
    portal_config = PortalConfig(
        **config.model_dump(),
        core_url="http://core",
        settings_url="http://settings",
        notifier_url=notifier_url,
        portal_link_jwks_url="http://keys",
        session_secret="a secret of this test, 32 characters and more",
    )
    notifier = NotifierClient(notifier_url)
    return compose(portal_config, core, settings, notifier, fixed_jwks(KEY))
