"""The portal gateway: what is plugged into what."""

from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from fastapi import FastAPI

from booking_chat.contracts.commands import PORTAL_SOURCE
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.app import gateway_app, live_hub
from booking_chat.gateway.clients.core import CoreClient
from booking_chat.gateway.clients.notifier import NotifierClient
from booking_chat.gateway.clients.settings import EnabledChecks, SettingsClient
from booking_chat.gateway.command_log import CommandLog
from booking_chat.gateway.jwks import Jwks, jwks_at
from booking_chat.gateway.link_pages import link_routes, unsubscription
from booking_chat.service.app import serve
from booking_chat.service.http.pages import serve_page
from booking_chat.service.messaging.publisher import Publisher
from portal_gateway.command_routes import command_routes
from portal_gateway.config import PortalConfig
from portal_gateway.conversation_routes import conversation_of, conversation_routes, live_routes
from portal_gateway.live import channels_of
from portal_gateway.page import PAGE_PATH, page_routes
from portal_gateway.session import Sessions
from portal_gateway.session_routes import session_routes
from portal_gateway.visits import Visits

NAME = "portal-gateway"


def create_app(config: PortalConfig) -> FastAPI:
    return compose(
        config,
        CoreClient(config.core_url),
        SettingsClient(config.settings_url),
        NotifierClient(config.notifier_url),
        jwks_at(config.portal_link_jwks_url, config),
    )


def compose(
    config: PortalConfig,
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
    sessions = Sessions(config.session_secret.get_secret_value(), clock)
    visits = Visits(Admission(core, enabled))
    commands = CommandLog(publisher, PORTAL_SOURCE, clock, new_id=lambda: str(uuid4()))
    app = gateway_app(
        NAME,
        config,
        # The busiest first: a request is matched in this order.
        routers=[
            command_routes(commands, visits, sessions),
            conversation_routes(core, visits, sessions),
            live_routes(hub, visits, sessions),
            session_routes(
                jwks,
                sessions,
                partial(conversation_of, core, visits),
                clock,
                cookie_secure=config.cookie_secure,
            ),
            link_routes(unsubscription(notifier)),
            page_routes(),
        ],
        asks=[core, settings, notifier],
        publisher=publisher,
        hub=hub,
    )
    serve_page(app, config.page_folder("portal"), PAGE_PATH)
    return app


def main() -> None:
    config = PortalConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
