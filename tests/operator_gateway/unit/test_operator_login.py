"""Signing in through the login service: what is sent, what may come back, where it leads."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest

from operator_gateway.sign_in.code_flow import (
    Attempt,
    LoginError,
    Outcome,
    Provider,
    authorization_code,
    authorization_request,
    begin,
    kept_attempt,
    own_path,
)
from operator_gateway.sign_in.cookie_cipher import CookieCipher

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
SECRET = "a secret of this test, 32 characters and more"
CIPHER = CookieCipher(SECRET, "login")
PROVIDER = Provider(
    issuer="https://login.example.com",
    authorization_url="https://login.example.com/authorize",
    client_id="dashboard",
    redirect_url="https://dashboard.example.com/auth/callback",
    scope="openid profile",
)


def an_attempt(next_path: str | None = "/#/inbox") -> Attempt:
    numbers = count(1)
    return begin(next_path, NOW, new_secret=lambda: f"secret-{next(numbers)}-{'x' * 40}")


def outcome_of(answer: dict[str, str], attempt: Attempt) -> Outcome:
    with pytest.raises(LoginError) as ended:
        authorization_code(answer, attempt, PROVIDER)
    return ended.value.outcome


def kept(
    cookie: str | None, cipher: CookieCipher = CIPHER, now: datetime = NOW
) -> Attempt | Outcome:
    try:
        return kept_attempt(cookie, cipher, now)
    except LoginError as error:
        return error.outcome


def test_the_login_service_is_asked_for_a_code_that_only_we_can_use() -> None:
    attempt = an_attempt()

    address = urlsplit(authorization_request(PROVIDER, attempt))

    digest = sha256(attempt.verifier.encode()).digest()
    assert f"{address.scheme}://{address.netloc}{address.path}" == PROVIDER.authorization_url
    assert parse_qs(address.query) == {
        "response_type": ["code"],
        "client_id": ["dashboard"],
        "redirect_uri": ["https://dashboard.example.com/auth/callback"],
        "scope": ["openid profile"],
        "state": [attempt.state],
        "nonce": [attempt.nonce],
        "code_challenge": [urlsafe_b64encode(digest).decode().rstrip("=")],
        "code_challenge_method": ["S256"],
    }


def test_state_nonce_and_verifier_are_three_secrets() -> None:
    attempt = an_attempt()

    assert len({attempt.state, attempt.nonce, attempt.verifier}) == 3


def test_an_attempt_comes_back_as_it_was_for_ten_minutes() -> None:
    attempt = an_attempt()
    cookie = CIPHER.encrypt(attempt.model_dump())

    assert kept(cookie, now=NOW + timedelta(minutes=10, seconds=-1)) == attempt
    assert kept(cookie, now=NOW + timedelta(minutes=10)) is Outcome.INCOMPLETE


@pytest.mark.parametrize("cookie", [None, "", "nonsense", "a.b.c.d.e"])
def test_a_browser_that_did_not_begin_cannot_end(cookie: str | None) -> None:
    assert kept(cookie) is Outcome.INCOMPLETE


@pytest.mark.parametrize("position", range(0, 200, 7))
def test_an_altered_attempt_is_none(position: int) -> None:
    cookie = CIPHER.encrypt(an_attempt().model_dump())
    other = "A" if cookie[position] != "A" else "B"

    altered = cookie[:position] + other + cookie[position + 1 :]

    assert kept(altered) is Outcome.INCOMPLETE


def test_what_another_gateway_or_another_purpose_has_encrypted_is_no_attempt() -> None:
    content = an_attempt().model_dump()

    foreign = CookieCipher("another secret of this test, long enough too", "login").encrypt(content)
    of_a_session = CookieCipher(SECRET, "staff session").encrypt(content)

    assert kept(foreign) is Outcome.INCOMPLETE
    assert kept(of_a_session) is Outcome.INCOMPLETE


def test_nothing_of_an_attempt_can_be_read_from_its_cookie() -> None:
    attempt = an_attempt()

    cookie = CIPHER.encrypt(attempt.model_dump())

    assert not [secret for secret in (attempt.state, attempt.verifier) if secret in cookie]
    assert CIPHER.encrypt(attempt.model_dump()) != cookie


def test_the_code_is_taken_from_an_answer_to_our_question() -> None:
    attempt = an_attempt()

    plain = authorization_code({"code": "c", "state": attempt.state}, attempt, PROVIDER)
    named = authorization_code(
        {"code": "c", "state": attempt.state, "iss": PROVIDER.issuer}, attempt, PROVIDER
    )

    assert (plain, named) == ("c", "c")


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"state": "another"}, Outcome.INCOMPLETE),
        ({"state": ""}, Outcome.INCOMPLETE),
        ({"state": "ünïcode"}, Outcome.INCOMPLETE),
        ({"state": "another", "error": "access_denied"}, Outcome.INCOMPLETE),
        ({"iss": "https://elsewhere.example.com"}, Outcome.INCOMPLETE),
        ({"code": ""}, Outcome.INCOMPLETE),
        ({"error": "access_denied"}, Outcome.DENIED),
        ({"error": "server_error"}, Outcome.UNAVAILABLE),
        ({"error": "temporarily_unavailable"}, Outcome.UNAVAILABLE),
    ],
)
def test_every_other_answer_says_why_nobody_is_signed_in(
    changes: dict[str, str], outcome: Outcome
) -> None:
    attempt = an_attempt()
    answer = {"code": "c", "state": attempt.state, **changes}

    assert outcome_of(answer, attempt) is outcome


@pytest.mark.parametrize(
    "path", ["/", "/#/locations/lisbon", "/?q=a%20b#/x", "/a//b", "/ä", "/a?next=https://b.example"]
)
def test_after_signing_in_a_browser_goes_back_to_where_it_was(path: str) -> None:
    assert own_path(path) == path
    assert an_attempt(path).next == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "inbox",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/a\r\nSet-Cookie: a=b",
        "/a\x00b",
        "/a\\b",
        "/" + "a" * 1000,
    ],
)
def test_no_next_leads_away_from_the_dashboard(path: str | None) -> None:
    assert own_path(path) == "/"
