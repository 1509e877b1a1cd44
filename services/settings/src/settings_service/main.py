"""The settings service: what is plugged into what."""

import re
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from booking_chat.contracts.services import ServiceName
from booking_chat.service.app import serve, service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.health import Health
from booking_chat.service.http.service_guard import ANYTHING, Callers, answer_services_alone
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.parts import closed, started
from booking_chat.service.storage.mongo import DATABASE_AWAY, connect, ping
from settings_service.publication import Publication, announced_on_topic
from settings_service.routes import changing_routes, reading_routes
from settings_service.store import SettingsStore

NAME = "settings"
CALLERS: Callers = {
    ServiceName.OPERATOR_GATEWAY: ANYTHING,
    # It looks at the switches, and changes none.
    ServiceName.PORTAL_GATEWAY: re.compile(r"GET /locations/[^/]+/enabled"),
}


def create_app(config: ServiceConfig) -> FastAPI:
    client = connect(config.mongo_url, config.mongo_driver)
    store = SettingsStore(client)
    publisher = Publisher(config, NAME)
    publication = Publication(store, publisher.publish, partial(announced_on_topic, config))
    app = service_app(
        NAME,
        routers=[
            reading_routes(store),
            changing_routes(store, publication.wake, clock=lambda: datetime.now(UTC)),
        ],
        # Kafka is not asked: while it is away settings are answered and changed all the same.
        health=Health(ready={"mongo": lambda: ping(client)}),
        parts=[closed(client), started(publisher), started(publication)],
        away=DATABASE_AWAY,
    )
    answer_services_alone(app, ServiceName.SETTINGS, config.service_secrets, CALLERS)
    return app


def main() -> None:
    config = ServiceConfig()
    serve(NAME, config, lambda: create_app(config))


if __name__ == "__main__":
    main()
