"""Steps that tests of both gateways share."""

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest

from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.http.problems import Problem

NO_ENGINES = ServiceConfig(environment=Environment.DEVELOPMENT)
"""The settings of a gateway whose message log is in memory."""


def a_message(text: str = "Hello") -> dict[str, str]:
    return {"clientMessageId": str(uuid4()), "text": text}


def assert_problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    return body


async def problem_of(question: Awaitable[object]) -> tuple[HTTPStatus, str]:
    """What is wrong with a question, as a person is told."""
    with pytest.raises(Problem) as refused:
        await question
    return refused.value.status, refused.value.title
