"""The operator gateway: what is plugged into what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from fastapi import FastAPI

from booking_chat.contracts.commands import OPERATOR_SOURCE
from booking_chat.contracts.services import ServiceName
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.app import gateway_app, live_hub
from booking_chat.gateway.command_log import CommandLog
from booking_chat.gateway.enabled import EnabledChecks
from booking_chat.gateway.jwks import Jwks, jwks_at
from booking_chat.gateway.link_pages import link_routes, unsubscription, verification
from booking_chat.gateway.message_log import MessageLog, kafka_log
from booking_chat.service.app import serve
from booking_chat.service.http.caller import Caller
from booking_chat.service.http.pages import serve_page
from operator_gateway.access.live_events import channels_of, peek, tellings_to_staff
from operator_gateway.access.resolver import ThreadResolver
from operator_gateway.clients.core import StaffCoreClient
from operator_gateway.clients.notifier import NotifierClient
from operator_gateway.clients.settings import StaffSettingsClient
from operator_gateway.config import OperatorConfig
from operator_gateway.ports import InboxReader, SettingsEditor
from operator_gateway.routes.alerts import alert_routes
from operator_gateway.routes.locations import live_routes, location_routes
from operator_gateway.routes.posting import Posting
from operator_gateway.routes.settings import settings_routes
from operator_gateway.routes.sign_in import sign_in_routes
from operator_gateway.routes.threads import command_routes, opening_routes, reading_routes
from operator_gateway.sign_in.authenticator import Authenticator, Dashboard
from operator_gateway.sign_in.code_flow import Provider
from operator_gateway.sign_in.cookie_cipher import CookieCipher
from operator_gateway.sign_in.cookies import Cookies
from operator_gateway.sign_in.identity_provider import IdentityProvider
from operator_gateway.sign_in.login import Login
from operator_gateway.sign_in.session import StaffSessions
from operator_gateway.sign_in.tokens import TokenPolicy

NAME = "operator-gateway"
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the gateway asks of others, as ports."""

    core: InboxReader
    settings: SettingsEditor
    notifier: NotifierClient
    jwks: Jwks
    log: MessageLog


def create_app(config: OperatorConfig) -> FastAPI:
    caller = Caller(ServiceName.OPERATOR_GATEWAY, config.service_secrets)
    needs = Dependencies(
        core=StaffCoreClient(config.core_url, caller),
        settings=StaffSettingsClient(config.settings_url, caller),
        notifier=NotifierClient(config.notifier_url, caller),
        jwks=jwks_at(config.oidc_jwks_url, config),
        log=kafka_log(config, NAME),
    )
    return compose(config, needs)


def compose(config: OperatorConfig, needs: Dependencies) -> FastAPI:
    """The service around what it asks others for."""
    clock = partial(datetime.now, UTC)
    core, settings, notifier = needs.core, needs.settings, needs.notifier
    admission = Admission(core, EnabledChecks(settings))
    tell = partial(tellings_to_staff, place_of=admission.bookings.place_of)
    hub = live_hub(config, channels_of, peek, tell, admission)
    dashboard = dashboard_of(config, clock)
    policy = TokenPolicy(config.oidc_issuer, config.oidc_audience)
    authenticator = Authenticator(needs.jwks, policy, dashboard, clock)
    resolver = ThreadResolver(core, admission)
    commands = CommandLog(needs.log.publisher, OPERATOR_SOURCE, clock, new_id=lambda: str(uuid4()))
    posting = Posting(commands, admission, resolver, authenticator)
    app = gateway_app(
        NAME,
        routers=[
            location_routes(core, resolver, authenticator),
            live_routes(hub, authenticator),
            reading_routes(core, resolver, authenticator),
            opening_routes(commands, admission, resolver, authenticator),
            command_routes(posting),
            settings_routes(settings, authenticator),
            *alert_routes(notifier, authenticator),
            link_routes(verification(notifier), unsubscription(notifier)),
            sign_in_routes(dashboard, login_of(config, needs.jwks, clock)),
        ],
        asks=[core, settings, notifier],
        log=needs.log,
        hub=hub,
        lean=[posting.lean],
        secure=config.cookie_secure,
    )
    serve_page(app, config.page_folder("dashboard"), "/")
    return app


def dashboard_of(config: OperatorConfig, clock: Clock) -> Dashboard:
    cipher = CookieCipher(config.session_secret.get_secret_value(), "staff session")
    return Dashboard(
        origin=config.dashboard_url,
        cookies=Cookies(secure=config.cookie_secure),
        sessions=StaffSessions(cipher, config.staff_session_lifetime, clock),
    )


def login_of(config: OperatorConfig, jwks: Jwks, clock: Clock) -> Login:
    provider = Provider(
        issuer=config.oidc_issuer,
        authorization_url=config.oidc_authorization_url,
        client_id=config.oidc_client_id,
        redirect_url=f"{config.dashboard_url}/auth/callback",
        scope=config.oidc_scope,
    )
    service = IdentityProvider(
        config.oidc_token_url, config.oidc_client_id, config.oidc_client_secret
    )
    cipher = CookieCipher(config.session_secret.get_secret_value(), "login")
    return Login(provider, service, jwks, cipher, clock)


def main() -> None:
    config = OperatorConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
