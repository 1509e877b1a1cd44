"""The development identity provider: what a business's login and booking emails do elsewhere.

It gives tokens to whoever asks, so it runs with BOOKING_CHAT_ENVIRONMENT=development only.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from fastapi import APIRouter, FastAPI

from booking_chat.contracts.base import StrictContract, TolerantContract
from booking_chat.contracts.values import Id
from booking_chat.service.app import serve, service_app
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.health import Health
from devstack.authorization import Client, Codes
from devstack.authorization_routes import AUTHORIZE_PATH, TOKEN_PATH, authorization_routes
from devstack.demo_people import STAFF
from devstack.paths import RunFolder
from devstack.ready import StaffMember
from devstack.tokens import STAFF_ALGORITHM, SigningKeys, load_or_make_keys, staff_claims

NAME = "identity"
Clock = Callable[[], datetime]


class IdentityConfig(ServiceConfig):
    """`portal_url`, `dashboard_url` and the issuer are addresses as browsers reach them."""

    oidc_issuer: str = "http://127.0.0.1:8000"
    oidc_audience: str = "booking-chat"
    oidc_client_id: str = "booking-chat-dashboard"
    portal_url: str = "http://127.0.0.1:8001"
    dashboard_url: str = "http://127.0.0.1:8002"
    identity_folder: Path = RunFolder().identity


class LinkRequest(StrictContract):
    booking_id: Id


class Link(TolerantContract):
    url: str


def discovery_routes(config: IdentityConfig, keys: SigningKeys) -> APIRouter:
    router = APIRouter()

    @router.get("/.well-known/openid-configuration")
    async def configuration() -> dict[str, Any]:
        return {
            "issuer": config.oidc_issuer,
            "authorization_endpoint": f"{config.oidc_issuer}{AUTHORIZE_PATH}",
            "token_endpoint": f"{config.oidc_issuer}{TOKEN_PATH}",
            "jwks_uri": f"{config.oidc_issuer}/jwks.json",
            "authorization_response_iss_parameter_supported": True,
            "code_challenge_methods_supported": ["S256"],
            "grant_types_supported": ["authorization_code"],
            "id_token_signing_alg_values_supported": [STAFF_ALGORITHM],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email"],
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": ["none"],
        }

    @router.get("/jwks.json")
    async def staff_keys() -> Any:
        return keys.staff_jwks()

    @router.get("/portal-links/jwks.json")
    async def link_keys() -> Any:
        return keys.link_jwks()

    return router


def demo_routes(config: IdentityConfig, keys: SigningKeys, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/demo")

    @router.get("/staff")
    async def staff() -> list[StaffMember]:
        """The demo's staff, each with a token that lasts a working day."""
        now = clock()
        return [
            StaffMember(
                name=person.name,
                role=person.role,
                locations=[location.id for location in person.locations],
                token=keys.staff_token(
                    staff_claims(person, config.oidc_issuer, config.oidc_audience, now)
                ),
            )
            for person in STAFF
        ]

    @router.post("/links")
    async def link(request: LinkRequest) -> Link:
        """The link that a booking's confirmation email would hold."""
        token = keys.link_token(request.booking_id, clock())
        return Link(url=f"{config.portal_url}/c#{token}")

    return router


def create_app(config: IdentityConfig) -> FastAPI:
    keys = load_or_make_keys(config.identity_folder)
    clock = partial(datetime.now, UTC)
    client = Client(config.oidc_client_id, f"{config.dashboard_url}/auth/callback")
    codes = Codes(clock, new_code=partial(token_urlsafe, 32))
    return service_app(
        NAME,
        routers=[
            discovery_routes(config, keys),
            demo_routes(config, keys, clock),
            authorization_routes(
                client, config.oidc_issuer, config.oidc_audience, keys, codes, clock
            ),
        ],
        health=Health(),
        parts=[],
    )


def main() -> None:
    config = IdentityConfig()
    if config.environment is not Environment.DEVELOPMENT:
        sys.exit(
            "The development identity provider gives tokens to anybody. "
            "It starts with BOOKING_CHAT_ENVIRONMENT=development only."
        )
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
