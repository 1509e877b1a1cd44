"""The core and the notifier keep the same read marks: both run the scenarios of the pages."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from booking_chat.contracts.events import (
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.contracts.values import SenderType
from chat_core.domain.thread import Thread, evolve
from notifier.domain.threads import KnownThread

Heard = MessagePosted | ThreadRead | ThreadMarkedUnread

_FILE = Path(__file__).parents[2] / "scenarios" / "read-marks.json"
SCENARIOS: list[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))["scenarios"]
_NAMES = {"bookingId": "booking-1", "threadId": "thread-1", "locationId": "lisbon"}
_MESSAGE = {
    "messageId": "message-1",
    "clientMessageId": "5f0c1f5e-8a4e-4a0e-9a55-0d6a5f6b7c8d",
    "senderName": "Zoë Lindqvist",
    "text": "Hello",
    "customerName": "Zoë Lindqvist",
    "confirmationCode": "LIS1019",
}
_READERS: dict[str, Callable[[dict[str, Any]], Heard]] = {
    "MessagePosted": lambda data: MessagePosted.model_validate({**_MESSAGE, **data}),
    "ThreadRead": ThreadRead.model_validate,
    "ThreadMarkedUnread": ThreadMarkedUnread.model_validate,
}
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each["name"])


@each_scenario
def test_the_core_keeps_what_a_fresh_fetch_shows(scenario: dict[str, Any]) -> None:
    opened = ThreadOpened(
        booking_id="booking-1",
        thread_id="thread-1",
        location_id="lisbon",
        opened_by=SenderType.CUSTOMER,
        opened_at=datetime.fromisoformat("2026-03-15T12:00:00Z"),
    )

    thread = reduce(evolve, _events(scenario), evolve(None, opened))

    expected = scenario["expected"]
    assert _core_state(thread) == {key: expected[key] for key in _core_state(thread)}


@each_scenario
def test_the_notifier_follows_whatever_is_delivered_again_or_late(
    scenario: dict[str, Any],
) -> None:
    events = list(_events(scenario))
    delivered = [events[i] for i in scenario.get("delivered", range(len(events)))]

    thread = reduce(_hear, delivered, KnownThread(id="thread-1"))

    expected = scenario["expected"]
    assert _notifier_state(thread) == {key: expected[key] for key in _notifier_state(thread)}


def _events(scenario: dict[str, Any]) -> Iterable[Heard]:
    return (_READERS[each["type"]]({**_NAMES, **each["data"]}) for each in scenario["events"])


def _hear(thread: KnownThread, event: Heard) -> KnownThread:
    """As the planner hands events on: a message at or below `heard` is a copy."""
    match event:
        case MessagePosted():
            return thread.with_message(event) if event.seq > thread.heard else thread
        case ThreadRead():
            return thread.with_reading(event)
        case ThreadMarkedUnread():
            return thread.with_unreading(event)


def _core_state(thread: Thread) -> dict[str, Any]:
    return {
        "lastSeq": thread.last_seq,
        "operatorRead": _mark(thread.operator_read.seq, thread.operator_read.at),
        "customerRead": _mark(thread.customer_read.seq, thread.customer_read.at),
        "operatorUnread": thread.operator_unread,
    }


def _notifier_state(thread: KnownThread) -> dict[str, Any]:
    return {
        "lastSeq": thread.heard,
        "operatorRead": _mark(thread.operator_read.seq, thread.operator_read.at),
        "customerRead": _mark(thread.customer_read.seq, thread.customer_read.at),
    }


def _mark(seq: int, at: datetime | None) -> dict[str, Any]:
    return {"seq": seq, "at": at and at.isoformat().replace("+00:00", "Z")}
