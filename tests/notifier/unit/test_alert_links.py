"""The pages behind the links in alert emails: looking changes nothing, the button acts."""

import re
from collections.abc import AsyncIterator, Callable

import pytest
from fastapi import FastAPI

from booking_chat.contracts.languages import Language
from booking_chat.gateway.link_texts.languages import link_texts_in
from support.catalogues import NAME, rendered
from support.notifier_fake import Asked, FakeNotifier, a_fake_notifier
from support.operator_steps import a_desk
from support.portal_steps import a_portal
from support.running_app import running

ENGLISH_WORDS = re.compile(r"[A-Za-z]+")
TOKEN = "eyJh.bGci-_~0"
VERIFY = f"/api/alerts/verify/{TOKEN}"
UNSUBSCRIBE = f"/api/alerts/unsubscribe/{TOKEN}"


def words_of(page: str) -> str:
    """What a person reads, but for the address."""
    body = page[page.index("<main>") :].replace("desk@lisbon-river.example", "")
    return re.sub(r"<[^>]*>", " ", body)


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
async def test_a_mail_scanner_that_asks_for_the_head_alone_is_answered_as_for_the_page(
    dashboard: FastAPI, notifier: FakeNotifier, path: str
) -> None:
    async with running(dashboard) as client:
        head, page = await client.head(path), await client.get(path)

    assert (head.status_code, head.headers) == (page.status_code, page.headers)
    assert notifier.asked == []


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


@pytest.mark.parametrize(
    ("language", "opens"),
    [
        ("ar", '<html lang="ar" dir="rtl">'),
        ("ar-EG", '<html lang="ar" dir="rtl">'),
        ("en", '<html lang="en" dir="ltr">'),
        ("fr", '<html lang="en" dir="ltr">'),
        ("%3Cb%3E%00" * 99, '<html lang="en" dir="ltr">'),
    ],
)
async def test_a_page_is_in_the_language_that_its_link_says(
    portal: FastAPI, language: str, opens: str
) -> None:
    async with running(portal) as client:
        page = await client.get(f"{UNSUBSCRIBE}?language={language}")
        done = await client.post(f"{UNSUBSCRIBE}?language={language}")

    assert [(answer.status_code, opens in answer.text) for answer in (page, done)] == [
        (200, True),
        (200, True),
    ]


async def test_a_link_from_before_there_were_languages_leads_to_an_english_page(
    portal: FastAPI,
) -> None:
    async with running(portal) as client:
        page = await client.get(UNSUBSCRIBE)

    assert '<html lang="en" dir="ltr">' in page.text
    assert "No more of these emails" in page.text


@pytest.mark.parametrize("path", [VERIFY, UNSUBSCRIBE])
async def test_every_page_of_an_arabic_link_is_in_arabic(
    dashboard: FastAPI, notifier: FakeNotifier, path: str
) -> None:
    async with running(dashboard) as client:
        asked = await client.get(f"{path}?language=ar")
        done = await client.post(f"{path}?language=ar")
        notifier.answer = (410, {"type": "/problems/link-expired", "title": "Too old."})
        expired = await client.post(f"{path}?language=ar")
        notifier.answer = (503, {"type": "/problems/unavailable", "title": "Away."})
        away = await client.post(f"{path}?language=ar")

    pages = [asked, done, expired, away]
    assert [page.status_code for page in pages] == [200, 200, 410, 503]
    assert [ENGLISH_WORDS.findall(words_of(page.text)) for page in pages] == [[]] * 4
    assert "desk@lisbon-river.example" in done.text


ENGLISH = rendered(link_texts_in(Language.ENGLISH), {})
ARABIC = rendered(link_texts_in(Language.ARABIC), {})


@pytest.mark.parametrize("place", ENGLISH)
def test_every_text_is_there_in_each_language(place: str) -> None:
    assert ENGLISH[place] != ARABIC[place] != ""
    assert (NAME in ENGLISH[place]) is (NAME in ARABIC[place])
    assert ENGLISH_WORDS.findall(ARABIC[place]) == []


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
