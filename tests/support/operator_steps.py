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
from booking_chat.gateway.message_log import MessageLog, kafka_log
from booking_chat.service.config import ServiceConfig
from operator_gateway.clients.notifier import NotifierClient
from operator_gateway.config import OperatorConfig
from operator_gateway.main import NAME, Dependencies, compose
from support.chat import a_booking
from support.gateway_fakes import NOBODY, FakeCore, fixed_jwks, signed
from support.gateway_log import FakeLog
from support.gateway_steps import NO_ENGINES
from support.running_app import running
from support.service_calls import STAFFS_GATEWAY
from support.settings_fake import FakeSettings

KEY = RSAKey.generate_key(2048)
ANA = Sender(sender_type=SenderType.OPERATOR, sender_id="operator-1", sender_name="Ana Sousa")
BEN = Sender(sender_type=SenderType.OPERATOR, sender_id="operator-2", sender_name="Ben")


@dataclass(frozen=True, slots=True)
class Desk:
    """A gateway and what it asks others for: a booking at a location, and one elsewhere."""

    app: FastAPI
    core: FakeCore
    settings: FakeSettings
    log: FakeLog
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


def a_desk(
    new_id: Callable[[str], str],
    *,
    notifier_url: str = NOBODY,
    kafka: ServiceConfig | None = None,
) -> Desk:
    """With `kafka` its message log is a real one, and what `Desk.log` would keep is there."""
    here, elsewhere = new_id("location"), new_id("location")
    booking, other = new_id("booking"), new_id("booking")
    core = FakeCore(a_booking(booking, location_id=here), a_booking(other, location_id=elsewhere))
    core.with_thread.update({booking, other})
    settings, log = FakeSettings(), FakeLog()
    message_log = log.message_log() if kafka is None else kafka_log(kafka, NAME)
    app = a_gateway(core, settings, message_log, notifier_url)
    return Desk(app, core, settings, log, booking, here, other, elsewhere)


def a_gateway(
    core: FakeCore, settings: FakeSettings, log: MessageLog, notifier_url: str = NOBODY
) -> FastAPI:
    config = OperatorConfig(
        **NO_ENGINES.model_dump(),
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
    notifier = NotifierClient(notifier_url, STAFFS_GATEWAY)
    return compose(config, Dependencies(core, settings, notifier, fixed_jwks(KEY), log))
