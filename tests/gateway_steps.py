"""Steps that tests of both gateways share."""

from typing import Any
from uuid import uuid4

import httpx

from booking_chat.contracts.commands import COMMANDS as COMMAND_CONTRACTS
from booking_chat.contracts.envelope import Envelope, decode
from booking_chat.contracts.topics import COMMANDS
from booking_chat.service.config import ServiceConfig
from topic_reader import records_of


def a_message(text: str = "Hello") -> dict[str, str]:
    return {"clientMessageId": str(uuid4()), "text": text}


async def only_command(config: ServiceConfig, booking_id: str) -> Envelope[Any]:
    """The one command of a booking on the topic."""
    (record,) = await records_of(config.kafka_bootstrap, COMMANDS, booking_id, at_least=1)
    envelope = decode(record, COMMAND_CONTRACTS)
    assert isinstance(envelope, Envelope)
    return envelope


def assert_problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    return body
