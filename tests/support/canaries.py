"""`python -m support.canaries`: bad input of every kind, in a process that logs as a service does.

On standard output are its log lines, and then one line of JSON with what else was written: the
headers of dead letters, what is kept of parked records, and the text of the metrics.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import uuid4

import httpx
from fastapi import APIRouter
from prometheus_client import generate_latest
from pydantic import BaseModel

from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.envelope import OutgoingRecord, Record, Undecodable, decode, encode
from booking_chat.contracts.records import BOOKING_RECORDS
from booking_chat.contracts.topics import BOOKINGS, Topic
from booking_chat.contracts.topics import COMMANDS as COMMAND_TOPIC
from booking_chat.service.app import service_app
from booking_chat.service.health import Health
from booking_chat.service.logging import configure_logging
from booking_chat.service.messaging.consumer import (
    DeadLetterQueue,
    with_backoff,
)
from booking_chat.service.parking.cause import Cause
from booking_chat.service.storage.mongo import BulkWriteError, DuplicateKeyError
from booking_chat.service.storage.readable import note_unreadable
from devstack.contracts.examples import EXAMPLES
from support.dead_letters import Letters
from support.logged_records import logged
from support.portal_steps import MESSAGES, a_portal
from support.running_app import running

EMAIL = "canary.ferreira@example.com"
TEXT = "My canary sings at seven"
WORDS = ("canary", "ferreira", "sings")
HANDLED = "dead_letter_"


class Guest(BaseModel):
    """A model that hides nothing by itself."""

    email: int


def failures() -> list[Exception]:
    """Errors whose own words quote what they are about."""
    document = {"_id": 1, "email": EMAIL, "text": TEXT}
    raising: list[Callable[[], object]] = [
        lambda: Guest.model_validate({"email": EMAIL}),
        f"{TEXT}\udce9".encode,
        lambda: f"{TEXT} é".encode("latin-1").decode(),
    ]
    found: list[Exception] = [
        BulkWriteError({"writeErrors": [{"code": 121, "errmsg": TEXT, "op": document}]}),
        DuplicateKeyError(TEXT, 11000, {"keyPattern": {"email": 1}, "keyValue": {"email": EMAIL}}),
    ]
    for fails in raising:
        try:
            fails()
        except ValueError as error:
            found.append(error)
    return found


def changed(name: str, **fields: object) -> OutgoingRecord:
    record = encode(EXAMPLES[name])
    return replace(record, value=json.dumps({**json.loads(record.value or b""), **fields}).encode())


def with_header(record: OutgoingRecord, name: str) -> OutgoingRecord:
    headers = [(n, TEXT.encode() if n == name else value) for n, value in record.headers]
    return replace(record, headers=headers)


def bad_commands() -> list[OutgoingRecord]:
    good = encode(EXAMPLES["PostMessage"])
    return [
        changed("PostMessage", text=TEXT * 1000),
        changed("PostMessage", text=[TEXT], **{EMAIL: TEXT}),
        changed("PostMessage", clientMessageId=EMAIL),
        replace(good, value=f'{{"text": "{TEXT}'.encode()),
        replace(good, key=EMAIL.encode()),
        with_header(good, "ce_type"),
        with_header(good, "ce_time"),
    ]


def bad_bookings() -> list[OutgoingRecord]:
    customer = {"customerId": "c-1", "name": TEXT, "email": [EMAIL]}
    return [
        changed("BookingChanged", customer=customer),
        changed("BookingChanged", startTime=TEXT),
        changed("BookingChanged", note={"said": TEXT}),
    ]


async def set_aside(letters: Letters) -> None:
    queue = DeadLetterQueue(letters, "chat-core")
    for record in as_read(bad_commands(), COMMAND_TOPIC):
        await queue.send(record, unreadable(decode(record, COMMANDS)))
    for record in as_read(bad_bookings(), BOOKINGS):
        await queue.send(record, unreadable(decode(record, BOOKING_RECORDS)))


def unreadable(decoded: object) -> Undecodable:
    assert isinstance(decoded, Undecodable)
    return decoded


def as_read(records: Sequence[OutgoingRecord], topic: Topic) -> list[Record]:
    return [replace(logged(r, topic), offset=n) for n, r in enumerate(records)]


async def fail_in_a_consumer() -> None:
    for number, failure in enumerate(failures()):

        async def fails(_: Sequence[Record], error: Exception = failure) -> None:
            raise error

        try:
            await with_backoff(f"consumer-{number}", fails, pauses=lambda: iter([0.0]))([])
        except Exception as error:  # noqa: BLE001 - whatever was raised comes back
            note_unreadable("threads", number, error)


async def ask_the_portal() -> None:
    portal = a_portal(lambda kind: f"{kind}-{uuid4()}")
    message = {"clientMessageId": str(uuid4()), "text": TEXT}
    async with portal.visited() as client:
        await client.post(MESSAGES, json=message)
        await client.post(MESSAGES, json={**message, "text": TEXT * 1000})
        await client.post(MESSAGES, json={**message, "clientMessageId": EMAIL, EMAIL: TEXT})
        await client.post(MESSAGES, content=f'{{"text": "{TEXT}'.encode())
        await client.post("/api/session", json={"token": EMAIL})
        await client.get(f"/api/{EMAIL}", params={"q": TEXT})


async def fail_in_a_request() -> None:
    router = APIRouter()

    @router.post("/{number}")
    async def fails(number: int) -> None:
        raise failures()[number]

    app = service_app("test", [router], Health(), parts=[])
    async with running(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            for number in range(len(failures())):
                await client.post(f"/{number}", json={"email": EMAIL})


async def main() -> None:
    configure_logging("canaries", "DEBUG")
    letters = Letters()
    await set_aside(letters)
    await fail_in_a_consumer()
    await ask_the_portal()
    await fail_in_a_request()
    parked = [Cause.of(failure) for failure in failures()]
    added = [
        f"{name}: {value.decode()}"
        for letter in letters.said
        for name, value in letter.headers
        if name.startswith(HANDLED)
    ]
    json.dump(
        {
            "letters": len(letters.said),
            "headers": added,
            "parked": [f"{cause.error}\n{cause.trace}" for cause in parked],
            "metrics": generate_latest().decode(),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    asyncio.run(main())
