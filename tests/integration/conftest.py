"""A healthy core with a bit of everything, and copies of it to be damaged."""

from collections.abc import AsyncIterator

import pytest

from audited_core import CLIENT_IDS, EMPTY, QUIET, TALK
from booking_chat.contracts.values import CUSTOMER
from booking_chat.envelope import OutgoingRecord
from booking_chat.service.config import ServiceConfig
from booking_chat.service.kafka import Publisher
from booking_chat.service.mongo import connect
from chat import OPERATOR, at, mark_read, mark_unread, open_thread, post
from own_core import OwnCore, an_own_core


@pytest.fixture(scope="module")
async def healthy(config: ServiceConfig) -> AsyncIterator[OwnCore]:
    """Talk, marks, an empty thread, a repetition, a rejection and poison."""
    client, publisher = connect(config.mongo_url), Publisher(config, "test")
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
    client.close()


@pytest.fixture
async def core(healthy: OwnCore) -> AsyncIterator[OwnCore]:
    """A copy of the healthy core, to be damaged."""
    core = await healthy.copy()
    yield core
    await core.drop()
