"""Services as tests meet them: chat-core as a whole, or with copies to be damaged; a notifier."""

from collections.abc import AsyncIterator

import httpx
import pytest

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.values import CUSTOMER
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client, connect, disconnect
from chat_core.main import create_app
from support.alert_world import a_destination
from support.audited_core import CLIENT_IDS, EMPTY, QUIET, TALK
from support.chat import OPERATOR, at, mark_read, mark_unread, open_thread, post
from support.core_steps import World
from support.own_alerts import OwnAlerts, own_alerts
from support.own_core import OwnCore, an_own_core
from support.running_app import running


@pytest.fixture(scope="module")
async def healthy(config: ServiceConfig) -> AsyncIterator[OwnCore]:
    """Talk, marks, an empty thread, a repetition, a rejection and poison."""
    client, publisher = connect(config.mongo_url, config.mongo_driver), Publisher(config, "test")
    await publisher.start()
    core = await an_own_core(config, client, publisher)
    await core.know(TALK, QUIET, EMPTY)
    first, *others = [
        post(f"line {n} ☀️", by=by, booking_id=TALK, client_message_id=client_id, time=at(n))
        for n, (by, client_id) in enumerate(
            zip([CUSTOMER, OPERATOR, CUSTOMER, CUSTOMER, CUSTOMER], CLIENT_IDS, strict=True)
        )
    ]
    await core.take(
        first,
        *others[:2],
        mark_read(3, booking_id=TALK, time=at(10)),
        *others[2:],
        first,
        open_thread(EMPTY),
        post("Anyone there?", booking_id=QUIET, time=at(1)),
        mark_read(1, booking_id=QUIET, time=at(2)),
        mark_unread(booking_id=QUIET, time=at(3)),
        post("Who are you?", booking_id="booking-unknown"),
        OutgoingRecord(TALK.encode(), b"?", [("ce_type", b"\xff")]),
    )
    yield core
    await core.drop()
    await publisher.stop()
    await disconnect(client)


@pytest.fixture
async def copy(healthy: OwnCore) -> AsyncIterator[OwnCore]:
    """A copy of the healthy core, to be damaged."""
    copy = await healthy.copy()
    yield copy
    await copy.drop()


@pytest.fixture
async def core(config: ServiceConfig) -> AsyncIterator[httpx.AsyncClient]:
    """chat-core as a whole, spoken to over HTTP."""
    async with running(create_app(config)) as client:
        yield client


@pytest.fixture
async def world(publisher: Publisher, core: httpx.AsyncClient) -> World:
    """A location where messaging is on, and all that chat-core hears of it."""
    world = World(publisher, core)
    await world.switch(on=True)
    return world


@pytest.fixture
async def alerts(config: ServiceConfig, mongo: Client) -> AsyncIterator[OwnAlerts]:
    """A notifier's own store, and a location with one webhook."""
    async with own_alerts(config, mongo) as alerts:
        await alerts.have(a_destination("ops"))
        yield alerts
