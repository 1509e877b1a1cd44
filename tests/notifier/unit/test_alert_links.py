"""The pages behind the links in alert emails: looking changes nothing, the button acts."""

from collections.abc import AsyncIterator, Callable

import pytest
from fastapi import FastAPI

from support.notifier_fake import Asked, FakeNotifier, a_fake_notifier
from support.operator_steps import a_desk
from support.portal_steps import a_portal
from support.running_app import running

TOKEN = "eyJh.bGci-_~0"
VERIFY = f"/api/alerts/verify/{TOKEN}"
UNSUBSCRIBE = f"/api/alerts/unsubscribe/{TOKEN}"


@pytest.fixture
async def notifier() -> AsyncIterator[FakeNotifier]:
    async with a_fake_notifier() as fake:
        fake.answer = (200, {"address": "desk@lisbon-river.example"})
        yield fake


@pytest.fixture
def dashboard(new_id: Callable[[str], str], notifier: FakeNotifier) -> FastAPI:
    return a_desk(new_id, notifier_url=notifier.url).app


@pytest.fixture
def portal(new_id: Callable[[str], str], notifier: FakeNotifier) -> FastAPI:
    return a_portal(new_id, notifier_url=notifier.url).app


@pytest.mark.parametrize("path", [VERIFY, UNSUBSCRIBE])
async def test_a_mail_scanner_that_follows_the_link_changes_nothing(
    dashboard: FastAPI, notifier: FakeNotifier, path: str
) -> None:
    async with running(dashboard) as client:
        page = await client.get(path)

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<form method="post"><button>' in page.text
    assert notifier.asked == []


@pytest.mark.parametrize(
    ("path", "asks", "says"),
    [
        (VERIFY, "/alerts/verifications", "desk@lisbon-river.example is confirmed."),
        (UNSUBSCRIBE, "/alerts/unsubscriptions", "desk@lisbon-river.example gets no more emails"),
    ],
)
async def test_the_button_does_what_the_link_says(
    dashboard: FastAPI, notifier: FakeNotifier, path: str, asks: str, says: str
) -> None:
    async with running(dashboard) as client:
        done = await client.post(path)

    assert (done.status_code, says in done.text) == (200, True)
    assert notifier.asked == [Asked("POST", asks, body={"token": TOKEN})]


async def test_customers_unsubscribe_at_their_own_door_with_one_click(
    portal: FastAPI, notifier: FakeNotifier
) -> None:
    async with running(portal) as client:
        page = await client.get(UNSUBSCRIBE)
        done = await client.post(UNSUBSCRIBE, data={"List-Unsubscribe": "One-Click"})
        verification = await client.post(VERIFY)

    assert (page.status_code, done.status_code, verification.status_code) == (200, 200, 404)
    assert notifier.asked == [Asked("POST", "/alerts/unsubscriptions", body={"token": TOKEN})]


async def test_a_link_of_the_past_says_so(dashboard: FastAPI, notifier: FakeNotifier) -> None:
    notifier.answer = (410, {"type": "/problems/link-expired", "title": "Too old."})
    async with running(dashboard) as client:
        done = await client.post(VERIFY)

    assert (done.status_code, "This link does not work any more" in done.text) == (410, True)


@pytest.mark.parametrize("token", ["%3Cscript%3E", "a%20b", "x" * 1025])
async def test_what_cannot_be_a_token_asks_nobody(
    dashboard: FastAPI, notifier: FakeNotifier, token: str
) -> None:
    async with running(dashboard) as client:
        page = await client.get(f"/api/alerts/verify/{token}")
        done = await client.post(f"/api/alerts/verify/{token}")

    assert (page.status_code, done.status_code) == (410, 410)
    assert "script" not in page.text + done.text
    assert notifier.asked == []


async def test_while_the_notifier_is_away_the_page_asks_to_try_again(
    new_id: Callable[[str], str],
) -> None:
    async with running(a_desk(new_id).app) as client:
        done = await client.post(VERIFY)

    assert (done.status_code, done.headers["retry-after"]) == (503, "60")
    assert "Please try again in a minute." in done.text


async def test_an_address_cannot_break_out_of_its_page(
    dashboard: FastAPI, notifier: FakeNotifier
) -> None:
    notifier.answer = (200, {"address": "<script>alert(1)</script>"})
    async with running(dashboard) as client:
        done = await client.post(VERIFY)

    assert "<script>" not in done.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; is confirmed." in done.text


async def test_a_page_runs_nothing_loads_nothing_and_tells_nobody(dashboard: FastAPI) -> None:
    async with running(dashboard) as client:
        page = await client.get(VERIFY)

    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == (
        "no-referrer",
        "no-store",
    )
