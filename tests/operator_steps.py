"""An operator gateway under test, and the staff who use it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from joserfc.jwk import RSAKey

from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import Sender, SenderType
from booking_chat.gateway.clients.notifier import NotifierClient
from booking_chat.service.config import ServiceConfig
from chat import a_booking
from gateway_fakes import NOBODY, FakeCore, FakeSettings, fixed_jwks, signed
from operator_gateway.config import OperatorConfig
from operator_gateway.main import compose
from running_app import running

KEY = RSAKey.generate_key(2048)
ANA = Sender(sender_type=SenderType.OPERATOR, sender_id="operator-1", sender_name="Ana Sousa")
BEN = Sender(sender_type=SenderType.OPERATOR, sender_id="operator-2", sender_name="Ben")


@dataclass(frozen=True, slots=True)
class Desk:
    """A gateway and what it asks others for: a booking at a location, and one elsewhere."""

    app: FastAPI
    core: FakeCore
    settings: FakeSettings
    booking_id: str
    location_id: str
    other_booking_id: str
    other_location_id: str

    @property
    def thread(self) -> str:
        return f"/api/threads/{thread_id(self.booking_id)}"

    @property
    def other_thread(self) -> str:
        return f"/api/threads/{thread_id(self.other_booking_id)}"

    @property
    def location(self) -> str:
        return f"/api/locations/{self.location_id}"

    @property
    def other_location(self) -> str:
        return f"/api/locations/{self.other_location_id}"

    def token(self, **changes: Any) -> str:
        claims = {
            "iss": "https://login.example.com",
            "aud": "booking-chat",
            "sub": "operator-1",
            "exp": int((datetime.now(UTC) + timedelta(hours=1)).timestamp()),
            "given_name": "Ana",
            "family_name": "Sousa",
            "role": "standard",
            "locations": [{"id": self.location_id, "name": "Lisbon", "timeZone": "Europe/Lisbon"}],
            **changes,
        }
        return signed(claims, KEY, alg="RS256")

    def sign_in(self, client: httpx.AsyncClient, **changes: Any) -> None:
        client.headers["authorization"] = f"Bearer {self.token(**changes)}"

    @asynccontextmanager
    async def staffed(self, **changes: Any) -> AsyncIterator[httpx.AsyncClient]:
        """A signed-in operator; `changes` are claims."""
        async with running(self.app) as client:
            self.sign_in(client, **changes)
            yield client


def a_desk(config: ServiceConfig, new_id: Callable[[str], str], notifier_url: str = NOBODY) -> Desk:
    here, elsewhere = new_id("location"), new_id("location")
    booking, other = new_id("booking"), new_id("booking")
    core = FakeCore(a_booking(booking, location_id=here), a_booking(other, location_id=elsewhere))
    core.with_thread.update({booking, other})
    settings = FakeSettings()
    app = a_gateway(config, core, settings, notifier_url)
    return Desk(app, core, settings, booking, here, other, elsewhere)


def a_gateway(
    config: ServiceConfig, core: FakeCore, settings: FakeSettings, notifier_url: str = NOBODY
) -> FastAPI:
    operator_config = OperatorConfig(
        **config.model_dump(),
        core_url="http://core",
        settings_url="http://settings",
        notifier_url=notifier_url,
        session_secret="a secret of this test, 32 characters and more",
        oidc_issuer="https://login.example.com",
        oidc_audience="booking-chat",
        oidc_jwks_url="http://keys",
        oidc_authorization_url="https://login.example.com/authorize",
        oidc_token_url="https://login.example.com/token",
        oidc_client_id="dashboard",
        dashboard_url="https://dashboard.example.com",
    )
    notifier = NotifierClient(notifier_url)
    return compose(operator_config, core, settings, notifier, fixed_jwks(KEY))
