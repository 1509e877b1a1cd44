"""How a customer's session begins and ends, over HTTP."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from portal_gateway.sign_in.session import COOKIE
from support.gateway_fakes import signed
from support.gateway_steps import a_message, assert_problem
from support.portal_steps import KEY, MESSAGES, Portal, a_portal
from support.running_app import running
from support.settings_fake import PORTAL_OFF


@pytest.fixture
def portal(new_id: Callable[[str], str]) -> Portal:
    return a_portal(new_id)


async def test_without_a_session_there_is_nothing(portal: Portal) -> None:
    async with running(portal.app) as client:
        answers = [
            await client.get("/api/conversation"),
            await client.get(MESSAGES),
            await client.get(f"{MESSAGES}/{uuid4()}"),
            await client.get("/api/conversation/events"),
            await client.post(MESSAGES, json=a_message()),
            await client.post("/api/conversation/read", json={"seq": 1}),
        ]

    for answer in answers:
        assert_problem(answer, 401, "not-signed-in")


async def test_an_expired_link_begins_no_session(portal: Portal) -> None:
    token = signed({"bookingId": portal.booking_id, "exp": 1}, KEY)
    async with running(portal.app) as client:
        answer = await client.post("/api/session", json={"token": token})

    assert_problem(answer, 401, "link-expired")
    assert portal.booking_id not in answer.text
    assert "set-cookie" not in answer.headers


async def test_a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use(
    portal: Portal,
) -> None:
    token = signed({"bookingId": portal.booking_id, "exp": 4102444800}, KEY)
    async with running(portal.app) as client:
        begun = await client.post("/api/session", json={"token": token})
        ended = await client.delete("/api/session")

    attributes = {part.strip().lower() for part in begun.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/api"} <= attributes
    assert ended.status_code == 204
    assert ended.headers["set-cookie"].startswith(f'{COOKIE}=""')
    assert "Max-Age=0" in ended.headers["set-cookie"]


async def test_a_link_brings_the_conversation_along_for_who_asks_for_it(portal: Portal) -> None:
    link = {"token": signed({"bookingId": portal.booking_id, "exp": 4102444800}, KEY)}
    async with running(portal.app) as client:
        alone = await client.post("/api/session", json=link)
        both = await client.post("/api/session?include=conversation", json=link)
        wrong = await client.post("/api/session?include=secrets", json=link)
    async with portal.visited() as client:
        conversation = await client.get("/api/conversation")

    assert set(alone.json()) == {"bookingId", "expiresAt"}
    assert both.json()["conversation"] == conversation.json()
    assert "set-cookie" in both.headers
    assert_problem(wrong, 422, "invalid-input")


async def test_with_the_portal_off_a_link_brings_nothing_along(portal: Portal) -> None:
    portal.settings.switches = PORTAL_OFF
    link = {"token": signed({"bookingId": portal.booking_id, "exp": 4102444800}, KEY)}
    async with running(portal.app) as client:
        answer = await client.post("/api/session?include=conversation", json=link)

    assert (answer.status_code, answer.json()["conversation"]) == (200, None)
    for secret in ("Zoë", "KAYAK7", "kayaking"):
        assert secret not in answer.text


async def test_whoever_means_another_booking_than_the_cookies_gets_and_changes_nothing(
    portal: Portal,
) -> None:
    """As in a tab whose cookie another link has replaced in another tab."""
    other = {"Booking-Id": "booking-of-another-tab"}
    async with portal.visited() as client:
        own = await client.get("/api/conversation", headers={"Booking-Id": portal.booking_id})
        answers = [
            await client.get("/api/conversation", headers=other),
            await client.get(MESSAGES, headers=other),
            await client.get(f"{MESSAGES}/{uuid4()}", headers=other),
            await client.get("/api/conversation/events", headers=other),
            await client.get("/api/conversation/availability", headers=other),
            await client.post(MESSAGES, json=a_message(), headers=other),
            await client.post("/api/conversation/read", json={"seq": 1}, headers=other),
        ]

    assert own.status_code == 200
    for answer in answers:
        assert_problem(answer, 401, "not-signed-in")
