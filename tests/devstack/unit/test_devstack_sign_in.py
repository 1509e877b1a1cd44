"""The development identity provider asks for no password, and checks everything else."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from booking_chat.gateway.jwks import parse_jwks
from booking_chat.gateway.signatures import verified_claims
from devstack.authorization import (
    AuthorizationRequest,
    Client,
    Codes,
    RefusedError,
    authorization_request,
)
from devstack.demo_people import ANA, LISBON, Staff
from devstack.identity import IdentityConfig, create_app
from devstack.sign_in_page import choice_page, refused_page
from support.running_app import running

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
CLIENT = Client("the-dashboard", "http://dashboard/auth/callback")
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The pair of RFC 7636, appendix B."""
QUERY = {
    "response_type": "code",
    "client_id": CLIENT.id,
    "redirect_uri": CLIENT.redirect_uri,
    "scope": "openid profile",
    "state": "state-1",
    "nonce": "nonce-1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
FORM = {
    "grant_type": "authorization_code",
    "client_id": CLIENT.id,
    "redirect_uri": CLIENT.redirect_uri,
    "code": "code-1",
    "code_verifier": VERIFIER,
}


def request() -> AuthorizationRequest:
    return authorization_request(QUERY, CLIENT)


def codes(clock: Callable[[], datetime] = lambda: NOW) -> Codes:
    return Codes(clock, new_code=lambda: "code-1")


@pytest.fixture
async def identity(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    config = IdentityConfig(
        oidc_issuer="http://identity",
        oidc_client_id=CLIENT.id,
        dashboard_url="http://dashboard",
        identity_folder=tmp_path,
    )
    async with running(create_app(config)) as client:
        yield client


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "another"},
        {"redirect_uri": "http://evil.example/auth/callback"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"state": ""},
        {"nonce": ""},
    ],
)
async def test_a_request_that_breaks_the_rules_is_told_to_the_person_and_leads_nowhere(
    identity: httpx.AsyncClient, change: dict[str, str]
) -> None:
    with pytest.raises(RefusedError):
        authorization_request({**QUERY, **change}, CLIENT)

    answer = await identity.get("/authorize", params={**QUERY, **change, "person": ANA.id})

    assert (answer.status_code, answer.headers.get("location")) == (400, None)
    assert "This sign-in cannot be" in answer.text


def test_a_code_is_good_once() -> None:
    kept = codes()
    kept.issue(request(), ANA)

    assert kept.redeem(FORM, CLIENT) == (ANA, "nonce-1")
    with pytest.raises(RefusedError, match="used"):
        kept.redeem(FORM, CLIENT)


@pytest.mark.parametrize(("seconds", "is_good"), [(59, True), (60, False)])
def test_a_code_is_good_for_a_minute(
    seconds: int,
    is_good: bool,  # noqa: FBT001 - a column of the table
) -> None:
    moments = iter([NOW, NOW + timedelta(seconds=seconds)])
    kept = codes(clock=lambda: next(moments))
    kept.issue(request(), ANA)

    if is_good:
        assert kept.redeem(FORM, CLIENT) == (ANA, "nonce-1")
    else:
        with pytest.raises(RefusedError, match="too old"):
            kept.redeem(FORM, CLIENT)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_id": "another"}, "invalid_client"),
        ({"redirect_uri": "http://evil.example"}, "invalid_grant"),
        ({"code": "code-2"}, "invalid_grant"),
        ({"code_verifier": "another"}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
    ],
)
def test_whoever_redeems_a_code_has_to_be_who_asked_for_it(
    change: dict[str, str], error: str
) -> None:
    kept = codes()
    kept.issue(request(), ANA)

    with pytest.raises(RefusedError) as refused:
        kept.redeem({**FORM, **change}, CLIENT)

    assert refused.value.error == error


async def test_the_page_offers_everybody_and_runs_no_script(identity: httpx.AsyncClient) -> None:
    page = await identity.get("/authorize", params=QUERY)
    style = await identity.get("/sign-in.css")

    names = ["Ana Ferreira", "Marta Costa", "Kenji Mori", "An account without a name"]
    assert [name for name in names if name in page.text] == names
    assert "<script" not in page.text
    assert page.headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'self'"
    )
    assert style.headers["content-type"] == "text/css; charset=utf-8"


def test_nothing_on_the_page_is_taken_for_markup() -> None:
    somebody = Staff("<b>", '"><script>', "&amp", "<i>", (LISBON,))

    page = choice_page([(somebody, '"><script>')], cancel='"><script>') + refused_page("<script>")

    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page


async def test_whoever_is_chosen_comes_back_with_a_code_for_tokens(
    identity: httpx.AsyncClient,
) -> None:
    chosen = await identity.get("/authorize", params={**QUERY, "person": "staff-marta"})
    back = httpx.URL(chosen.headers["location"])
    answer = await identity.post("/token", data={**FORM, "code": back.params["code"]})

    assert f"{back.scheme}://{back.host}{back.path}" == CLIENT.redirect_uri
    assert (back.params["state"], back.params["iss"]) == ("state-1", "http://identity")
    tokens: dict[str, Any] = answer.json()
    keys = parse_jwks((await identity.get("/jwks.json")).content, production=False)
    id_claims = verified_claims(tokens["id_token"], keys, ["RS256"])
    claims = verified_claims(tokens["access_token"], keys, ["RS256"])
    assert (id_claims["aud"], id_claims["nonce"]) == (CLIENT.id, "nonce-1")
    assert (claims["aud"], claims["sub"]) == ("booking-chat", "staff-marta")
    assert answer.headers["cache-control"] == "no-store"


async def test_whoever_gives_up_comes_back_without_a_code(identity: httpx.AsyncClient) -> None:
    answer = await identity.get("/authorize", params={**QUERY, "person": "nobody"})

    assert httpx.URL(answer.headers["location"]).params["error"] == "access_denied"


async def test_a_code_that_is_none_gets_oauths_own_error(identity: httpx.AsyncClient) -> None:
    answer = await identity.post("/token", data=FORM)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
