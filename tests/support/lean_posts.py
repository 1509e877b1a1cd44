"""A POST sent in front of the framework and by it: what is compared of the answers."""

from collections.abc import Sequence

import httpx
from prometheus_client import REGISTRY

LEAN = "application/json"
FRAMEWORK = "application/json; charset=utf-8"
"""Content types with a charset take the framework's way."""

Answered = tuple[int, dict[str, str], object, Sequence[str]]
"""Status, headers and body without what differs by booking, and the texts that the log has."""


def compared(answer: httpx.Response, texts: Sequence[str]) -> Answered:
    body = {name: value for name, value in answer.json().items() if name != "messageId"}
    length = {"content-length"} if answer.is_success else set()
    kept = {name: value for name, value in answer.headers.items() if name not in length}
    return answer.status_code, kept, body, texts


def accepted_posts(route: str) -> float:
    """How many POSTs of a route the metrics have counted as accepted."""
    labels = {"method": "POST", "route": route, "status": "202"}
    return REGISTRY.get_sample_value("booking_chat_http_request_seconds_count", labels) or 0.0
