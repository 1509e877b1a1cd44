"""What both gateways are made of, whatever their routes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI
from pydantic import Field, SecretStr

from booking_chat.gateway.admission import Admission
from booking_chat.gateway.answer_headers import AnswerHeaders
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.live.hub import STREAMS_PER_PERSON, LiveHub, Peek, Tell
from booking_chat.gateway.message_log import MessageLog
from booking_chat.service.app import service_app
from booking_chat.service.config import ServiceConfig
from booking_chat.service.health import Health
from booking_chat.service.http.lean_post import LeanPost
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.parts import StartStop, started


class GatewayConfig(ServiceConfig):
    """`session_secret` guards sessions in cookies; `cookie_secure` is off only without TLS.

    `live_streams_per_person` is how many streams of live events one operator, or everybody with a
    booking's link, may have open in one process.
    `pages_folder` holds the built pages, each in a folder of its own.
    """

    core_url: str
    settings_url: str
    notifier_url: str
    session_secret: Annotated[SecretStr, Field(min_length=32)]
    cookie_secure: bool = True
    live_streams_per_person: Annotated[int, Field(ge=1, le=10_000)] = STREAMS_PER_PERSON
    pages_folder: Path | None = None

    def page_folder(self, page: str) -> Path | None:
        return self.pages_folder / page if self.pages_folder else None


def live_hub(
    config: GatewayConfig,
    channels_of: Callable[[LiveEvent], Sequence[str]],
    peek: Peek,
    tell: Tell,
    admission: Admission,
) -> LiveHub:
    """A gateway's live events; what is remembered of switches and bookings hears them first."""
    return LiveHub(
        channels_of,
        observe=admission.hear,
        peek=peek,
        passed=admission.bookings.passed,
        tell=tell,
        streams_per_person=config.live_streams_per_person,
    )


def gateway_app(
    name: str,
    routers: Sequence[APIRouter],
    *,
    asks: Sequence[StartStop],
    log: MessageLog,
    hub: LiveHub,
    secure: bool,
    lean: Sequence[LeanPost[Any]] = (),
) -> FastAPI:
    """A gateway is ready once it misses no live event.

    `secure` is whether browsers come by TLS.
    It stays ready while the services that it `asks` are away: commands are accepted then.
    """
    app = service_app(
        name,
        routers=routers,
        health=Health(ready={"kafka": log.publisher.check, "topics": log.topics.check}),
        parts=[
            *(started(client) for client in asks),
            # Before anything is accepted.
            started(log.topics),
            started(log.publisher),
            started(log.feed(hub)),
        ],
        streams=[hub],
        lean=lean,
        away={KafkaUnavailableError: "The message log"},
    )
    app.add_middleware(AnswerHeaders, secure=secure)
    return app
