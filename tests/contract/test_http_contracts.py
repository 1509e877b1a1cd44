"""The HTTP interfaces of both gateways: their documents, and what would break their clients."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from booking_chat.gateway.live.event import LIVE_CONTRACTS
from devstack.contracts.documents import FOLDER, RELEASED, openapi_files
from devstack.contracts.http_breaks import find_http_breaks
from devstack.contracts.openapi import GATEWAYS

STALE = "docs/contracts is not what the code says: run `make contracts` and commit what it writes"
CONVERSATION = "/api/conversation"
MESSAGES = f"{CONVERSATION}/messages"
AGREED = "status may be anything in what is answered now"
"""Booking platforms have statuses of their own. Until the next release moves the documents on."""

Document = dict[str, Any]
Change = Callable[[Document], object]


def released(name: str) -> Document:
    document: Document = json.loads((RELEASED / name).read_text())
    return document


def breaks_after(change: Change) -> list[str]:
    """What is found once the portal's released document has been changed."""
    before = released("openapi-portal.json")
    after = deepcopy(before)
    change(after)
    return find_http_breaks(before, after)


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


def test_the_documents_are_what_the_gateways_say() -> None:
    written = {name: (FOLDER / name).read_text() for name in GATEWAYS}

    assert written == openapi_files(), STALE


@pytest.mark.parametrize("name", GATEWAYS)
def test_nothing_breaks_who_was_built_against_the_released_interface(name: str) -> None:
    current = json.loads((FOLDER / name).read_text())

    breaks = find_http_breaks(released(name), current)

    assert [found for found in breaks if not found.endswith(AGREED)] == []
    assert any(found.endswith(AGREED) for found in breaks), "released: nothing is left to agree on"


@pytest.mark.parametrize("name", GATEWAYS)
def test_every_live_event_has_its_schema(name: str) -> None:
    document = json.loads((FOLDER / name).read_text())
    schemas = {contract.__name__ for contract in LIVE_CONTRACTS.values()}

    assert schemas <= document["components"]["schemas"].keys()


def test_the_portals_document_has_nothing_that_only_staff_may_know() -> None:
    staff_only = {"ActingOperator", "DestinationView", "SettingsView", "UnreadThreads", "Me"}

    assert staff_only & released("openapi-portal.json")["components"]["schemas"].keys() == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda now: now["paths"].pop(MESSAGES),
            [f"GET {MESSAGES}: is gone", f"POST {MESSAGES}: is gone"],
            id="a route is gone",
        ),
        pytest.param(
            lambda now: now["paths"][MESSAGES]["get"]["parameters"].pop(0),
            [f"GET {MESSAGES}: query parameter limit is not known any more"],
            id="a parameter is gone",
        ),
        pytest.param(
            lambda now: now["paths"][MESSAGES]["get"]["parameters"][0]["schema"].update(
                maximum=100
            ),
            [
                (
                    f"GET {MESSAGES}: query parameter limit (the whole) may be above the maximum"
                    " 100, and is not taken any more"
                )
            ],
            id="a parameter takes less",
        ),
        pytest.param(
            lambda now: now["paths"][MESSAGES]["get"]["parameters"][0].update(required=True),
            [f"GET {MESSAGES}: query parameter limit is needed now"],
            id="a parameter is needed",
        ),
        pytest.param(
            lambda now: now["paths"][CONVERSATION]["get"]["parameters"].append(
                {"in": "query", "name": "side", "required": True, "schema": {"type": "string"}}
            ),
            [f"GET {CONVERSATION}: query parameter side is new and needed"],
            id="another parameter is needed",
        ),
        pytest.param(
            lambda now: schema(now, "NewMessage")["properties"]["text"].update(maxLength=2000),
            [
                (
                    f"POST {MESSAGES}: body: text may be above the maxLength 2000,"
                    " and is not taken any more"
                )
            ],
            id="a body takes less",
        ),
        pytest.param(
            lambda now: schema(now, "NewMessage")["properties"].pop("clientMessageId"),
            [f"POST {MESSAGES}: body: clientMessageId is not known, and is not taken any more"],
            id="a body loses a field",
        ),
        pytest.param(
            lambda now: schema(now, "NewMessage")["required"].append("channel"),
            [f"POST {MESSAGES}: body: channel is missing, and is not taken any more"],
            id="a body needs another field",
        ),
        pytest.param(
            lambda now: now["paths"][MESSAGES]["post"].pop("requestBody"),
            [f"POST {MESSAGES}: takes no body any more"],
            id="a body is gone",
        ),
        pytest.param(
            lambda now: now["paths"]["/api/session"]["delete"].update(
                requestBody={"required": True, "content": {}}
            ),
            ["DELETE /api/session: needs a body now"],
            id="a body is new and needed",
        ),
        pytest.param(
            lambda now: schema(now, "MessageAccepted")["required"].remove("messageId"),
            [f"POST {MESSAGES}: 202: messageId may be missing in what is answered now"],
            id="an answer may lack a field",
        ),
        pytest.param(
            lambda now: schema(now, "BookingStatus")["enum"].append("lost"),
            [
                f"GET {CONVERSATION}: 200: booking.status may be 'lost' in what is answered now",
                (
                    f"GET {CONVERSATION}: 200: thread.booking.status may be 'lost'"
                    " in what is answered now"
                ),
                (
                    "POST /api/session: 200: conversation.booking.status may be 'lost'"
                    " in what is answered now"
                ),
                (
                    "POST /api/session: 200: conversation.thread.booking.status may be 'lost'"
                    " in what is answered now"
                ),
            ],
            id="an answer has a value that clients do not know",
        ),
        pytest.param(
            lambda now: now["paths"][MESSAGES]["post"]["responses"].pop("202"),
            [f"POST {MESSAGES}: does not answer 202 any more"],
            id="an answer has another status",
        ),
        pytest.param(
            lambda now: now["paths"][f"{CONVERSATION}/events"]["get"]["responses"]["200"].update(
                content={"application/json": {}}
            ),
            [f"GET {CONVERSATION}/events: 200 is no longer text/event-stream"],
            id="an answer has another media type",
        ),
    ],
)
def test_what_breaks_a_client_is_named_with_its_route(change: Change, expected: list[str]) -> None:
    assert sorted(breaks_after(change)) == sorted(expected)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda now: now["paths"].update({"/api/more": {"get": {"responses": {"200": {}}}}}),
            id="another route",
        ),
        pytest.param(
            lambda now: schema(now, "NewMessage")["properties"].update(replyTo={"type": "string"}),
            id="another optional field in a body",
        ),
        pytest.param(
            lambda now: schema(now, "MessageAccepted")["properties"].update(
                seq={"type": "integer"}
            ),
            id="another field in an answer",
        ),
        pytest.param(
            lambda now: now["paths"][CONVERSATION]["get"]["parameters"].append(
                {"in": "query", "name": "side", "schema": {"type": "string"}}
            ),
            id="another optional parameter",
        ),
    ],
)
def test_what_is_only_added_breaks_nobody(change: Change) -> None:
    assert breaks_after(change) == []
