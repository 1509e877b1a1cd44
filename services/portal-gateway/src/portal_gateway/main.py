"""The portal gateway: what is plugged into what."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from fastapi import FastAPI

from booking_chat.contracts.commands import PORTAL_SOURCE
from booking_chat.contracts.services import ServiceName
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.app import gateway_app, live_hub
from booking_chat.gateway.clients.alert_links import AlertLinksClient
from booking_chat.gateway.clients.core import CoreClient
from booking_chat.gateway.clients.settings import SettingsClient
from booking_chat.gateway.command_log import CommandLog
from booking_chat.gateway.enabled import EnabledChecks
from booking_chat.gateway.jwks import Jwks, jwks_at
from booking_chat.gateway.link_pages import link_routes, unsubscription
from booking_chat.gateway.live.event import tellings
from booking_chat.gateway.message_log import MessageLog, kafka_log
from booking_chat.gateway.ports import AlertLinks, ConversationReader, SwitchesReader
from booking_chat.service.app import serve
from booking_chat.service.http.caller import Caller
from booking_chat.service.http.pages import serve_page
from portal_gateway.access.bookings import BookingAccess
from portal_gateway.access.live_events import channels_of, peek
from portal_gateway.config import PortalConfig
from portal_gateway.routes.commands import command_routes, lean_post
from portal_gateway.routes.conversation import conversation_of, conversation_routes, live_routes
from portal_gateway.routes.page import PAGE_PATH, page_routes
from portal_gateway.routes.session import session_routes
from portal_gateway.sign_in.session import Sessions

NAME = "portal-gateway"


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the gateway asks of others, as ports."""

    core: ConversationReader
    settings: SwitchesReader
    links: AlertLinks
    jwks: Jwks
    log: MessageLog


def create_app(config: PortalConfig) -> FastAPI:
    caller = Caller(ServiceName.PORTAL_GATEWAY, config.service_secrets)
    needs = Dependencies(
        core=CoreClient(config.core_url, caller),
        settings=SettingsClient(config.settings_url, caller),
        links=AlertLinksClient(config.notifier_url, caller),
        jwks=jwks_at(config.portal_link_jwks_url, config),
        log=kafka_log(config, NAME),
    )
    return compose(config, needs)


def compose(config: PortalConfig, needs: Dependencies) -> FastAPI:
    """The service around what it asks others for."""
    clock = partial(datetime.now, UTC)
    core, log = needs.core, needs.log
    sessions = Sessions(config.session_secret.get_secret_value(), clock)
    admission = Admission(core, EnabledChecks(needs.settings))
    tell = partial(tellings, place_of=admission.bookings.place_of)
    hub = live_hub(config, channels_of, peek, tell, admission)
    access = BookingAccess(admission)
    commands = CommandLog(log.publisher, PORTAL_SOURCE, clock, new_id=lambda: str(uuid4()))
    posting = lean_post(commands, access, sessions)
    app = gateway_app(
        NAME,
        # The busiest first: a request is matched in this order.
        routers=[
            command_routes(posting, commands, access, sessions),
            conversation_routes(core, access, sessions),
            live_routes(hub, access, sessions),
            session_routes(
                needs.jwks,
                sessions,
                partial(conversation_of, core, access),
                clock,
                cookie_secure=config.cookie_secure,
            ),
            link_routes(unsubscription(needs.links)),
            page_routes(),
        ],
        asks=[core, needs.settings, needs.links],
        log=log,
        hub=hub,
        secure=config.cookie_secure,
        lean=[posting],
    )
    serve_page(app, config.page_folder("portal"), PAGE_PATH)
    return app


def main() -> None:
    config = PortalConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
