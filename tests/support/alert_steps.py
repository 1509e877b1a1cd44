"""The notifier as a whole: its app on real engines, spoken to as gateways do, and receivers."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, TypeVar
from uuid import uuid4

from fastapi import FastAPI

from booking_chat.contracts.base import KeyedContract
from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.http.deliveries import DeliveryView
from booking_chat.contracts.http.destinations import CreatedDestination, NewDestination
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.topics import BOOKINGS, EVENTS, LOCATIONS, Topic
from booking_chat.contracts.values import SenderType
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from notifier.main import create_app
from operator_gateway.clients.notifier import NotifierClient
from support.alert_world import ANA, posted
from support.chat import a_booking
from support.http_receiver import HttpReceiver
from support.own_alerts import notifier_config
from support.service_calls import STAFFS_GATEWAY
from support.serving import served
from support.smtp_receiver import SmtpReceiver

PATIENCE_SECONDS = 30

Found = TypeVar("Found")


@dataclass
class AlertWorld:
    """A location of its own, whose customers' address is `zoe@example.com`.

    `language` is that of its booking.
    """

    notifier: NotifierClient
    notifier_url: str
    publisher: Publisher
    hooks: HttpReceiver
    mail: SmtpReceiver
    language: str | None = None
    location: str = field(default_factory=lambda: f"location-{uuid4()}")
    booking: str = field(default_factory=lambda: f"booking-{uuid4()}")

    async def open(self) -> None:
        """The location's page is on, and its booking is known."""
        on = LocationSettingsChanged(
            location_id=self.location,
            portal_enabled=True,
            support_messaging=True,
            version=1,
            changed_at=datetime.now(UTC),
        )
        booking = a_booking(self.booking, location_id=self.location, language=self.language)
        await self._publish(LOCATIONS, "LocationSettingsChanged", on)
        await self._publish(BOOKINGS, "BookingChanged", booking)

    async def have(self, **wanted: Any) -> CreatedDestination:
        new = NewDestination.model_validate(wanted)
        return await self.notifier.create_destination(self.location, new, ANA)

    async def have_webhook(self) -> CreatedDestination:
        return await self.have(kind="webhook", name="Ops", url=self.hooks.url)

    async def post(
        self, seq: int, by: SenderType = SenderType.CUSTOMER, text: str = "Is there parking?"
    ) -> str:
        """Somebody's message as chat-core tells of it; its id."""
        message = posted(
            seq,
            by=by,
            booking=self.booking,
            location=self.location,
            text=text,
            sent_at=datetime.now(UTC),
        )
        await self._publish(EVENTS, "MessagePosted", message)
        return message.message_id

    async def fates(self, count: int) -> list[DeliveryView]:
        """What became of the deliveries of the location, once so many are attempted or dropped."""

        async def settled() -> list[DeliveryView] | None:
            page = await self.notifier.deliveries(self.location)
            done = [d for d in page.items if d.last_answer is not None or d.state == "dropped"]
            return done if len(done) >= count else None

        return await eventually(settled)

    async def mails_to(self, address: str, count: int = 1) -> list[EmailMessage]:
        async def arrived() -> list[EmailMessage] | None:
            mails = [m.message for m in self.mail.mails if address in m.addressees]
            return mails if len(mails) >= count else None

        return await eventually(arrived)

    async def _publish(self, topic: Topic, kind: str, data: KeyedContract) -> None:
        envelope = Envelope(str(uuid4()), kind, "/test", datetime.now(UTC), data)
        await self.publisher.publish_all(topic, [(encode(envelope), None)])


async def eventually(found: Callable[[], Awaitable[Found | None]]) -> Found:
    """The first answer that is not None."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (answer := await found()) is None:
            await asyncio.sleep(0.05)
        return answer


def links_in(mail: EmailMessage) -> Sequence[str]:
    body = mail.get_body(("plain",))
    assert body is not None
    return re.findall(r"https?://\S+", body.get_content())


def token_of(link: str) -> str:
    return link.rsplit("/", 1)[-1]


def _signer() -> FastAPI:
    """Whoever signs customers' links."""
    app = FastAPI(openapi_url=None)
    app.state.streams = []

    @app.post("/links")
    async def link(wanted: dict[str, str]) -> dict[str, str]:
        return {"url": f"http://portal.example/c#{wanted['bookingId']}"}

    return app


@asynccontextmanager
async def alert_world(
    config: ServiceConfig, publisher: Publisher, *, language: str | None = None, **settings: Any
) -> AsyncIterator[AlertWorld]:
    async with AsyncExitStack() as stack:
        hooks = await stack.enter_async_context(HttpReceiver())
        mail = await stack.enter_async_context(SmtpReceiver())
        signer = await stack.enter_async_context(served(_signer()))
        own = {
            "smtp_host": "127.0.0.1",
            "smtp_port": mail.port,
            "smtp_security": "none",
            "mail_from": "alerts@booking-chat.example",
            "portal_link_url": f"{signer.client.base_url}/links",
            "customer_unread_seconds": 1,
        }
        app = create_app(notifier_config(config, **{**own, **settings}))
        service = await stack.enter_async_context(served(app))
        url = str(service.client.base_url)
        notifier = NotifierClient(url, STAFFS_GATEWAY)
        await notifier.start()
        stack.push_async_callback(notifier.stop)
        world = AlertWorld(notifier, url, publisher, hooks, mail, language)
        await world.open()
        yield world
