"""A browser that signs in to a gateway through the development identity provider."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI

from booking_chat.gateway.jwks import jwks_at
from devstack.identity import IdentityConfig
from devstack.identity import create_app as create_identity
from devstack.ports import free_port
from operator_gateway.clients.notifier import NotifierClient
from operator_gateway.config import OperatorConfig
from operator_gateway.main import Dependencies, compose
from support.gateway_fakes import FakeCore
from support.gateway_log import FakeLog
from support.gateway_steps import NO_ENGINES
from support.running_app import running
from support.service_calls import STAFFS_GATEWAY
from support.serving import served
from support.settings_fake import FakeSettings

DASHBOARD = "http://service"
CLIENT_ID = "the-dashboard"
OWN_PAGE = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Browser:
    """Its cookies are the client's; every step is one request, and no redirect is followed."""

    gateway: httpx.AsyncClient
    identity: httpx.AsyncClient

    async def asks_to_sign_in(self, next_path: str = "/") -> str:
        """The address at the login service that the gateway sends the browser to."""
        answer = await self.gateway.get("/auth/login", params={"next": next_path})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def chooses(self, authorization_request: str, person: str) -> str:
        """The address at the gateway that the login service sends the browser back to."""
        answer = await self.identity.get(f"{authorization_request}&person={person}")
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def comes_back(self, address: str) -> str:
        """Where the gateway sends the browser in the end."""
        way = urlsplit(address)
        answer = await self.gateway.get(f"{way.path}?{way.query}")
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def signs_in(self, person: str = "staff-ana", next_path: str = "/") -> str:
        request = await self.asks_to_sign_in(next_path)
        return await self.comes_back(await self.chooses(request, person))

    async def status_of_me(self) -> int:
        return (await self.gateway.get("/api/me")).status_code


@dataclass(frozen=True, slots=True)
class House:
    """A gateway's settings and the identity provider that they name."""

    config: OperatorConfig
    identity: httpx.AsyncClient

    def gateway(self, **changes: Any) -> FastAPI:
        """A gateway with some settings changed."""
        config = self.config.model_copy(update=changes)
        jwks = jwks_at(config.oidc_jwks_url, config)
        notifier = NotifierClient(config.notifier_url, STAFFS_GATEWAY)
        log = FakeLog().message_log()
        return compose(config, Dependencies(FakeCore(), FakeSettings(), notifier, jwks, log))

    @asynccontextmanager
    async def browser(self, **changes: Any) -> AsyncIterator[Browser]:
        """A new browser at a gateway of its own."""
        async with running(self.gateway(**changes)) as gateway:
            yield Browser(gateway, self.identity)


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[House]:
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    identity = create_identity(
        IdentityConfig(
            oidc_issuer=issuer,
            oidc_client_id=CLIENT_ID,
            dashboard_url=DASHBOARD,
            identity_folder=folder,
        )
    )
    gateway = OperatorConfig(
        **NO_ENGINES.model_dump(),
        core_url="http://core",
        settings_url="http://settings",
        notifier_url="http://notifier",
        session_secret="a secret of this test, 32 characters and more",
        cookie_secure=False,
        dashboard_url=DASHBOARD,
        oidc_issuer=issuer,
        oidc_audience="booking-chat",
        oidc_jwks_url=f"{issuer}/jwks.json",
        oidc_authorization_url=f"{issuer}/authorize",
        oidc_token_url=f"{issuer}/token",
        oidc_client_id=CLIENT_ID,
    )
    async with served(identity, port) as service:
        yield House(gateway, service.client)
