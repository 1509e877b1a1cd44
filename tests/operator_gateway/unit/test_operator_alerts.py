"""How staff look after their location's alerts: what the gateway lets through, and as whom."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from support.alert_examples import (
    BY,
    DELIVERY,
    DESTINATION,
    EXPLANATION,
    HISTORY,
    POLICY,
    POLICY_VIEW,
    ROTATED,
    TEST_RESULT,
    page,
)
from support.gateway_steps import assert_problem
from support.notifier_fake import Asked, FakeNotifier, a_fake_notifier
from support.operator_steps import Desk, a_desk

ADMINISTRATOR = {"role": "administrator", "email": "ana@staff.example"}
WEBHOOK = {"kind": "webhook", "name": "Ops", "url": "https://hooks.example.com/in"}


@dataclass(frozen=True)
class Call:
    """A call at the gateway and what the notifier is asked for it, below the location's alerts."""

    method: str
    path: str
    body: Any = None
    asks: Any = None
    answer: Any = None
    status: int = 200


def act(wanted: Any = None) -> dict[str, Any]:
    return {"by": BY} if wanted is None else {"by": BY, "wanted": wanted}


SINCE = {"since": "2026-03-15T09:30:00Z", "destinationId": "destination-1"}
LOOKING = [
    Call("GET", "/deliveries", answer=page(DELIVERY)),
    Call("GET", "/deliveries/delivery-1", answer=DELIVERY),
    Call("GET", "/messages/message-1", answer=EXPLANATION),
]
ADMINISTERING = [
    Call("GET", "/destinations", answer=page(DESTINATION)),
    Call("GET", "/destinations/destination-1", answer=DESTINATION),
    Call(
        "POST",
        "/destinations",
        WEBHOOK,
        act(WEBHOOK),
        {**DESTINATION, "secret": "whsec_c2VjcmV0"},
        201,
    ),
    Call(
        "PATCH", "/destinations/destination-1", {"paused": True}, act({"paused": True}), DESTINATION
    ),
    Call("DELETE", "/destinations/destination-1", asks=act(), status=204),
    Call("POST", "/destinations/destination-1/test", asks=act(), answer=TEST_RESULT),
    Call("POST", "/destinations/destination-1/rotate-secret", asks=act(), answer=ROTATED),
    Call("POST", "/destinations/destination-1/send-verification", asks=act(), status=204),
    Call("POST", "/deliveries/delivery-1/resend", asks=act(), answer=DELIVERY),
    Call("POST", "/deliveries/resend-failed", SINCE, act(SINCE), {"deliveries": 7}),
    Call("GET", "/policy", answer=POLICY_VIEW),
    Call("PUT", "/policy", POLICY, act(POLICY), POLICY_VIEW),
    Call("GET", "/history", answer=HISTORY),
]


def name_of(call: Call) -> str:
    return f"{call.method} {call.path}"


@pytest.fixture
async def notifier() -> AsyncIterator[FakeNotifier]:
    async with a_fake_notifier() as fake:
        yield fake


@pytest.fixture
def desk(new_id: Callable[[str], str], notifier: FakeNotifier) -> Desk:
    return a_desk(new_id, notifier_url=notifier.url)


@pytest.mark.parametrize("call", [*LOOKING, *ADMINISTERING], ids=name_of)
async def test_an_administrators_call_reaches_the_notifier_with_who_acts(
    desk: Desk, notifier: FakeNotifier, call: Call
) -> None:
    notifier.answer = (call.status, call.answer)
    async with desk.staffed(**ADMINISTRATOR) as client:
        answer = await client.request(
            call.method, f"{desk.location}/alerts{call.path}", json=call.body
        )

    assert answer.status_code == call.status, answer.text
    assert (answer.json() if answer.content else None) == call.answer
    limit = {"limit": "50"} if call.path in {"/deliveries", "/history"} else {}
    assert notifier.asked == [
        Asked(call.method, f"/locations/{desk.location_id}/alerts{call.path}", limit, call.asks)
    ]


async def statuses(desk: Desk, location: str, calls: list[Call], **claims: Any) -> dict[str, str]:
    """Status and type of problem that each call gets from an operator with these claims."""
    got = {}
    async with desk.staffed(**claims) as client:
        for call in calls:
            answer = await client.request(
                call.method, f"{location}/alerts{call.path}", json=call.body
            )
            kind = answer.json().get("type", "") if answer.content else ""
            got[name_of(call)] = f"{answer.status_code} {kind}".strip()
    return got


async def test_all_staff_of_the_location_see_what_became_of_alerts(
    desk: Desk, notifier: FakeNotifier
) -> None:
    notifier.answer = (200, {**page(DELIVERY), **DELIVERY, **EXPLANATION})

    got = await statuses(desk, desk.location, LOOKING)

    assert got == {name_of(call): "200" for call in LOOKING}


async def test_only_administrators_see_and_change_where_alerts_go(
    desk: Desk, notifier: FakeNotifier
) -> None:
    got = await statuses(desk, desk.location, ADMINISTERING)

    assert got == {name_of(call): "403 /problems/administrators-only" for call in ADMINISTERING}
    assert notifier.asked == []


async def test_alerts_of_a_location_of_others_are_as_if_there_were_none(
    desk: Desk, notifier: FakeNotifier
) -> None:
    calls = [*LOOKING, *ADMINISTERING]

    got = await statuses(desk, desk.other_location, calls, **ADMINISTRATOR)

    assert got == {name_of(call): "404 /problems/not-found" for call in calls}
    assert notifier.asked == []


async def test_deliveries_are_asked_for_by_destination_state_and_message(
    desk: Desk, notifier: FakeNotifier
) -> None:
    notifier.answer = (200, page())
    query = {
        "destinationId": "destination-1",
        "state": "failed",
        "messageId": "message-1",
        "cursor": "abc",
        "limit": "20",
    }
    async with desk.staffed() as client:
        await client.get(f"{desk.location}/alerts/deliveries", params=query)

    assert [asked.query for asked in notifier.asked] == [query]


@pytest.mark.parametrize(
    "query", [{"state": "grouped"}, {"limit": "201"}, {"messageId": "a b"}, {"destinationId": ""}]
)
async def test_a_query_that_makes_no_sense_names_its_parameter(
    desk: Desk, notifier: FakeNotifier, query: dict[str, str]
) -> None:
    async with desk.staffed() as client:
        answer = await client.get(f"{desk.location}/alerts/deliveries", params=query)

    problem = assert_problem(answer, 422, "invalid-input")
    assert [error["field"] for error in problem["errors"]] == list(query)
    assert notifier.asked == []


async def test_the_etag_of_what_is_read_is_what_a_change_names(
    desk: Desk, notifier: FakeNotifier
) -> None:
    tag = {"If-Match": '"5"'}
    async with desk.staffed(**ADMINISTRATOR) as client:
        notifier.answer = (200, POLICY_VIEW)
        policy = await client.get(f"{desk.location}/alerts/policy")
        await client.put(f"{desk.location}/alerts/policy", json=POLICY, headers=tag)
        notifier.answer = (200, DESTINATION)
        destination = await client.get(f"{desk.location}/alerts/destinations/destination-1")
        await client.patch(
            f"{desk.location}/alerts/destinations/destination-1", json={}, headers=tag
        )

    assert (policy.headers["etag"], destination.headers["etag"]) == ('"5"', '"3"')
    assert [asked.if_match for asked in notifier.asked] == [None, '"5"', None, '"5"']


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (Call("POST", "/destinations", {**WEBHOOK, "url": "ftp://example.com"}), "url"),
        (Call("POST", "/destinations", {**WEBHOOK, "kind": "email"}), "url"),
        (Call("POST", "/destinations", {**WEBHOOK, "name": "a\r\nBcc: b@example.com"}), "name"),
        (Call("POST", "/destinations", {**WEBHOOK, "secret": "mine"}), "secret"),
        (Call("PATCH", "/destinations/destination-1", {"paused": "yes"}), "paused"),
        (Call("PUT", "/policy", {**POLICY, "timeZone": "Lisbon"}), "timeZone"),
        (Call("POST", "/deliveries/resend-failed", {}), "since"),
    ],
)
async def test_bad_input_is_told_by_its_field_and_goes_no_further(
    desk: Desk, notifier: FakeNotifier, call: Call, field: str
) -> None:
    async with desk.staffed(**ADMINISTRATOR) as client:
        answer = await client.request(
            call.method, f"{desk.location}/alerts{call.path}", json=call.body
        )

    problem = assert_problem(answer, 422, "invalid-input")
    assert field in [error["field"] for error in problem["errors"]]
    assert notifier.asked == []


async def test_what_the_notifier_objects_to_is_passed_on_with_its_field(
    desk: Desk, notifier: FakeNotifier
) -> None:
    errors = [{"field": "url", "message": "is not a public address"}]
    notifier.answer = (422, {"type": "/problems/invalid-input", "title": "No.", "errors": errors})
    async with desk.staffed(**ADMINISTRATOR) as client:
        answer = await client.post(f"{desk.location}/alerts/destinations", json=WEBHOOK)

    assert assert_problem(answer, 422, "invalid-input")["errors"] == errors


async def test_when_to_ask_again_is_passed_on_too(desk: Desk, notifier: FakeNotifier) -> None:
    notifier.answer = (429, {"type": "/problems/too-soon", "title": "A moment ago."})
    notifier.headers = {"Retry-After": "60"}
    async with desk.staffed(**ADMINISTRATOR) as client:
        answer = await client.post(
            f"{desk.location}/alerts/destinations/destination-1/send-verification"
        )

    assert_problem(answer, 429, "too-soon")
    assert answer.headers["retry-after"] == "60"


async def test_an_operator_whose_email_is_none_is_named_without_one(
    desk: Desk, notifier: FakeNotifier
) -> None:
    notifier.answer = (204, None)
    async with desk.staffed(role="administrator", email="not an address") as client:
        await client.delete(f"{desk.location}/alerts/destinations/destination-1")

    assert [asked.body for asked in notifier.asked] == [{"by": {**BY, "email": None}}]


async def test_while_the_notifier_is_away_only_alerts_are(new_id: Callable[[str], str]) -> None:
    desk = a_desk(new_id)
    async with desk.staffed() as client:
        alerts = await client.get(f"{desk.location}/alerts/deliveries")
        threads = await client.get(f"{desk.location}/threads")
        ready = await client.get("/health/ready")

    assert_problem(alerts, 503, "unavailable")
    assert (threads.status_code, ready.status_code) == (200, 200)


async def test_openapi_shows_the_shapes_of_alerts(desk: Desk) -> None:
    async with desk.staffed() as client:
        paths = (await client.get("/openapi.json")).json()["paths"]

    alerts = "/api/locations/{location_id}/alerts"
    answers = {
        f"{method.upper()} {path.removeprefix(alerts)}": operation["responses"]
        .get("200", operation["responses"].get("201", {}))
        .get("content", {})
        .get("application/json", {})
        .get("schema", {})
        .get("$ref", "")
        .rsplit("/", 1)[-1]
        for path, operations in paths.items()
        if path.startswith(alerts)
        for method, operation in operations.items()
    }
    one, delivery = "/destinations/{destination_id}", "/deliveries/{delivery_id}"
    assert answers == {
        "GET /destinations": "Page_DestinationView_",
        "POST /destinations": "CreatedDestination",
        f"GET {one}": "DestinationView",
        f"PATCH {one}": "DestinationView",
        f"DELETE {one}": "",
        f"POST {one}/test": "TestResult",
        f"POST {one}/rotate-secret": "RotatedSecret",
        f"POST {one}/send-verification": "",
        "GET /deliveries": "Page_DeliveryView_",
        f"GET {delivery}": "DeliveryView",
        f"POST {delivery}/resend": "DeliveryView",
        "POST /deliveries/resend-failed": "Resent",
        "GET /messages/{message_id}": "MessageExplanation",
        "GET /policy": "AlertPolicyView",
        "PUT /policy": "AlertPolicyView",
        "GET /history": "Page_AlertChange_",
    }
