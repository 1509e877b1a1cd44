"""Steps that tests of both gateways share."""

from typing import Any
from uuid import uuid4

import httpx

from booking_chat.service.config import Environment, ServiceConfig

NO_ENGINES = ServiceConfig(environment=Environment.DEVELOPMENT)
"""The settings of a gateway whose message log is in memory."""


def a_message(text: str = "Hello") -> dict[str, str]:
    return {"clientMessageId": str(uuid4()), "text": text}


def assert_problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    return body
