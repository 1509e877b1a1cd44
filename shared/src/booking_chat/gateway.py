"""What both gateways are made of, whatever their routes."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from booking_chat.core_client import CoreClient
from booking_chat.live import LiveFeed, LiveHub
from booking_chat.service.app import service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.health import Health
from booking_chat.service.kafka import KafkaUnavailableError, Publisher
from booking_chat.service.parts import started
from booking_chat.settings_client import SettingsClient


def gateway_app(
    name: str,
    config: ServiceConfig,
    routers: Sequence[APIRouter],
    *,
    core: CoreClient,
    settings: SettingsClient,
    publisher: Publisher,
    hub: LiveHub,
) -> FastAPI:
    """A gateway is ready once it misses no live event.

    It stays ready while chat-core or the settings service is away: commands are accepted then.
    """
    return service_app(
        name,
        routers=routers,
        health=Health(ready={"kafka": publisher.check}),
        parts=[
            started(core),
            started(settings),
            started(publisher),
            started(LiveFeed(config, name, hub)),
        ],
        streams=[hub],
        away={KafkaUnavailableError: "The message log"},
    )
