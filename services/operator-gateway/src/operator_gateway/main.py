"""The operator gateway: what is plugged into what."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from fastapi import FastAPI

from booking_chat.contracts.commands import OPERATOR_SOURCE
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.app import gateway_app, live_hub
from booking_chat.gateway.clients.core import CoreClient
from booking_chat.gateway.clients.notifier import NotifierClient
from booking_chat.gateway.clients.settings import EnabledChecks, SettingsClient
from booking_chat.gateway.command_log import CommandLog
from booking_chat.gateway.jwks import Jwks, jwks_at
from booking_chat.gateway.link_pages import link_routes, unsubscription, verification
from booking_chat.service.app import serve
from booking_chat.service.http.pages import serve_page
from booking_chat.service.messaging.publisher import Publisher
from operator_gateway.alerts import alert_routes
from operator_gateway.config import OperatorConfig
from operator_gateway.cookies import Cookies
from operator_gateway.identity import TokenPolicy
from operator_gateway.live import channels_of
from operator_gateway.location_routes import live_routes, location_routes
from operator_gateway.login import Provider
from operator_gateway.login_service import LoginService
from operator_gateway.places import Places
from operator_gateway.sealing import Seal
from operator_gateway.session import StaffSessions
from operator_gateway.settings_routes import settings_routes
from operator_gateway.sign_in import Dashboard, SignIn
from operator_gateway.sign_in_routes import Login, sign_in_routes
from operator_gateway.thread_routes import command_routes, opening_routes, reading_routes

NAME = "operator-gateway"
Clock = Callable[[], datetime]


def create_app(config: OperatorConfig) -> FastAPI:
    return compose(
        config,
        CoreClient(config.core_url),
        SettingsClient(config.settings_url),
        NotifierClient(config.notifier_url),
        jwks_at(config.oidc_jwks_url, config),
    )


def compose(
    config: OperatorConfig,
    core: CoreClient,
    settings: SettingsClient,
    notifier: NotifierClient,
    jwks: Jwks,
) -> FastAPI:
    """The service around what it asks others for."""
    clock = partial(datetime.now, UTC)
    publisher = Publisher(config, NAME)
    enabled = EnabledChecks(settings)
    hub = live_hub(config, channels_of, enabled)
    dashboard = dashboard_of(config, clock)
    policy = TokenPolicy(config.oidc_issuer, config.oidc_audience)
    sign_in = SignIn(jwks, policy, dashboard, clock)
    admission = Admission(core, enabled)
    places = Places(core, admission)
    commands = CommandLog(publisher, OPERATOR_SOURCE, clock, new_id=lambda: str(uuid4()))
    app = gateway_app(
        NAME,
        config,
        routers=[
            location_routes(core, sign_in),
            live_routes(hub, sign_in),
            reading_routes(core, places, sign_in),
            opening_routes(commands, admission, places, sign_in),
            command_routes(commands, admission, places, sign_in),
            settings_routes(settings, sign_in),
            *alert_routes(notifier, sign_in),
            link_routes(verification(notifier), unsubscription(notifier)),
            sign_in_routes(dashboard, login_of(config, jwks, clock)),
        ],
        asks=[core, settings, notifier],
        publisher=publisher,
        hub=hub,
    )
    serve_page(app, config.page_folder("dashboard"), "/")
    return app


def dashboard_of(config: OperatorConfig, clock: Clock) -> Dashboard:
    seal = Seal(config.session_secret.get_secret_value(), "staff session")
    return Dashboard(
        origin=config.dashboard_url,
        cookies=Cookies(secure=config.cookie_secure),
        sessions=StaffSessions(seal, config.staff_session_lifetime, clock),
    )


def login_of(config: OperatorConfig, jwks: Jwks, clock: Clock) -> Login:
    provider = Provider(
        issuer=config.oidc_issuer,
        authorization_url=config.oidc_authorization_url,
        client_id=config.oidc_client_id,
        redirect_url=f"{config.dashboard_url}/auth/callback",
        scope=config.oidc_scope,
    )
    service = LoginService(config.oidc_token_url, config.oidc_client_id, config.oidc_client_secret)
    seal = Seal(config.session_secret.get_secret_value(), "login")
    return Login(provider, service, jwks, seal, clock)


def main() -> None:
    config = OperatorConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
