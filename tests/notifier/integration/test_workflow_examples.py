"""docs/workflow-systems.md: what it shows works as it stands there, as a program of its own."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from booking_chat.contracts.alerts import ChatMessageCreated, CustomerMessageReceived
from booking_chat.contracts.envelope import Envelope, encode
from booking_chat.contracts.http.deliveries import NoticeKind
from booking_chat.contracts.topics import ALERTS
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from devstack.contracts.examples import EXAMPLES
from devstack.ports import free_port
from notifier.channels.signing import new_secret, signature_headers
from notifier.channels.webhook import MEDIA_TYPE, webhook_body
from notifier.domain.notices import LocationFacts, Notice

DOCS = Path(__file__).parents[3] / "docs"
PATIENCE_SECONDS = 30


@asynccontextmanager
async def example(name: str, *arguments: str) -> AsyncIterator[Process]:
    program = DOCS / "examples" / name
    process = await asyncio.create_subprocess_exec(sys.executable, program, *arguments, stdout=PIPE)
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


async def lines_about(process: Process, text: str, *, count: int) -> list[str]:
    """The first lines that a program prints with this text in them."""
    assert process.stdout is not None
    found: list[str] = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(found) < count:
            line = (await process.stdout.readline()).decode()
            assert line, "the program ended"
            found += [line.rstrip("\n")] if text in line else []
    return found


def about(booking_id: str, name: str) -> Envelope[Any]:
    """An example of an alert, for a booking of its own."""
    envelope = EXAMPLES[name]
    return replace(envelope, data=envelope.data.model_copy(update={"booking_id": booking_id}))


@pytest.mark.parametrize("name", ["consume_alerts.py", "receive_webhooks.py"])
def test_the_page_shows_the_very_program(name: str) -> None:
    program = (DOCS / "examples" / name).read_text().strip()

    assert f"```python\n{program}\n```" in (DOCS / "workflow-systems.md").read_text()


def test_a_consumer_takes_no_more_than_ten_lines() -> None:
    lines = (DOCS / "examples" / "consume_alerts.py").read_text().splitlines()

    assert len([line for line in lines if line.strip()]) == 10


async def test_the_consumer_hears_both_events_in_order_and_goes_on_where_it_stopped(
    config: ServiceConfig, publisher: Publisher, new_id: Callable[[str], str]
) -> None:
    booking = new_id("booking")
    older = about(booking, "chat_message_created")
    newer = about(booking, "customer_message_received")
    await publisher.publish_all(ALERTS, [(encode(older), None), (encode(newer), None)])

    async with example("consume_alerts.py", config.kafka_bootstrap) as consumer:
        first = await lines_about(consumer, booking, count=2)
    await publisher.publish_all(ALERTS, [(encode(newer), None)])
    async with example("consume_alerts.py", config.kafka_bootstrap) as consumer:
        (copy,) = await lines_about(consumer, booking, count=1)

    assert first == [
        f"{alert.id} {alert.type} {json.loads(encode(alert).value or b'')}"
        for alert in (older, newer)
    ]
    assert copy == first[1]


def a_call(name: str, secrets: tuple[str, ...], now: datetime) -> tuple[str, dict[str, str]]:
    """Body and headers as the notifier sends them."""
    event = EXAMPLES[name]
    assert isinstance(event.data, CustomerMessageReceived | ChatMessageCreated)
    location = LocationFacts(event.data.location_id, None, "UTC")
    body = webhook_body(Notice(event.id, NoticeKind(name), location, event))
    return body, {"content-type": MEDIA_TYPE, **signature_headers(event.id, body, secrets, now)}


async def until_it_listens(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                await client.get("/")
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
            else:
                return


async def test_the_receiver_takes_what_is_signed_and_nothing_else() -> None:
    old, new, port, now = new_secret(), new_secret(), free_port(), datetime.now(UTC)
    body, signed = a_call("customer_message_received", (new, old), now)
    _, by_another = a_call("customer_message_received", (new_secret(),), now)
    _, yesterdays = a_call("customer_message_received", (old,), now - timedelta(days=1))
    async with (
        example("receive_webhooks.py", old, str(port)) as receiver,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        await until_it_listens(client)
        answers = [
            (await client.post("/", content=content, headers=headers)).status_code
            for content, headers in [
                (body, signed),
                (body.replace("Zoë", "Eve"), signed),
                (body, by_another),
                (body, yesterdays),
            ]
        ]
        (line,) = await lines_about(receiver, "customer_message_received", count=1)

    assert answers == [204, 401, 401, 401]
    event = json.loads(body)
    assert line == f"{event['id']} customer_message_received {event['data']}"
