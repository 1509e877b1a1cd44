"""Staff sign in from a browser: through the login service, into a session, and out again."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from devstack.ports import free_port
from operator_gateway.sign_in.cookies import LOGIN, SESSION
from support.gateway_steps import a_message, assert_problem
from support.serving import served, stream
from support.sign_in_steps import OWN_PAGE, Browser, House, a_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as house:
        yield house


def altered(address: str, **changes: str) -> str:
    """The address with parameters of its query changed."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return parts._replace(query=urlencode({**query, **changes})).geturl()


async def test_whoever_signs_in_is_known_from_then_on_and_back_where_it_was(house: House) -> None:
    async with house.browser() as browser:
        assert await browser.status_of_me() == 401

        landed = await browser.signs_in("staff-kenji", next_path="/#/locations/kyoto-gardens")

        assert landed == "/#/locations/kyoto-gardens"
        assert (await browser.gateway.get("/api/me")).json() == {
            "operatorId": "staff-kenji",
            "name": "Kenji Mori",
            "role": "standard",
            "locations": [
                {
                    "locationId": "kyoto-gardens",
                    "name": "Kyoto Garden Walks",
                    "timeZone": "Asia/Tokyo",
                }
            ],
        }


async def test_the_page_is_given_no_token_and_cannot_read_the_session(house: House) -> None:
    async with house.browser(cookie_secure=True) as browser:
        answer = await browser.gateway.get("/auth/login")
        attempt = answer.headers["set-cookie"]
        cookie = attempt.partition(";")[0]
        back = await browser.chooses(answer.headers["location"], "staff-ana")
        signed_in = await browser.gateway.get(back, headers={"cookie": cookie})
        session, forgotten = signed_in.headers.get_list("set-cookie")

    assert attempt.startswith(f"__Host-{LOGIN}=")
    assert attempt.endswith("; HttpOnly; Max-Age=600; Path=/; SameSite=lax; Secure")
    assert session.startswith(f"__Host-{SESSION}=")
    assert session.endswith("; HttpOnly; Max-Age=28800; Path=/; SameSite=strict; Secure")
    assert forgotten.startswith(f'__Host-{LOGIN}="";')
    assert signed_in.content == b""
    assert signed_in.headers["cache-control"] == "no-store"


async def test_a_session_acts_and_a_bearer_token_still_does(house: House) -> None:
    staff = (await house.identity.get("/demo/staff")).json()
    async with house.browser() as browser:
        await browser.signs_in()
        by_session = await browser.gateway.get("/api/locations/lisbon-river/settings")
        browser.gateway.cookies.clear()
        by_token = await browser.gateway.get(
            "/api/me", headers={"authorization": f"Bearer {staff[1]['token']}"}
        )

    assert by_session.status_code == 200
    assert by_token.json()["name"] == "Marta Costa"


async def test_another_site_cannot_act_by_a_session(house: House) -> None:
    thread = "/api/threads/00000000-0000-5000-8000-000000000000/messages"
    async with house.browser() as browser:
        await browser.signs_in()
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}):
            answer = await browser.gateway.post(thread, json=a_message(), headers=headers)
            assert_problem(answer, 403, "cross-site-request")

        by_the_page = await browser.gateway.post(thread, json=a_message(), headers=OWN_PAGE)

    assert_problem(by_the_page, 404, "not-found")


async def test_signing_out_ends_the_session_and_no_other_site_can_do_it(house: House) -> None:
    async with house.browser() as browser:
        await browser.signs_in()

        foreign = await browser.gateway.post("/auth/logout", headers={"sec-fetch-site": "none"})
        assert_problem(foreign, 403, "cross-site-request")
        assert await browser.status_of_me() == 200

        answer = await browser.gateway.post("/auth/logout", headers=OWN_PAGE)
        assert (answer.status_code, answer.content) == (204, b"")
        assert await browser.status_of_me() == 401


async def test_live_events_end_with_the_session(house: House) -> None:
    two_seconds = 2 / 60
    async with served(house.gateway(staff_session_minutes=two_seconds)) as service:
        browser = Browser(service.client, house.identity)
        await browser.signs_in()

        async with stream(service.client, "/api/locations/lisbon-river/events") as events:
            assert await events.ended()

        assert await browser.status_of_me() == 401


async def test_an_altered_session_is_none(house: House) -> None:
    async with house.browser() as browser:
        await browser.signs_in()
        cookie = browser.gateway.cookies[SESSION]
        browser.gateway.cookies.clear()
        browser.gateway.headers["cookie"] = f"{SESSION}={cookie[:-8]}AAAAAAAA"

        assert_problem(await browser.gateway.get("/api/me"), 401, "not-signed-in")


async def test_a_session_survives_a_restart_of_the_gateway(house: House) -> None:
    async with house.browser() as before:
        await before.signs_in()
        cookies = before.gateway.cookies
    async with house.browser() as after:
        after.gateway.cookies.update(cookies)

        assert await after.status_of_me() == 200


async def test_a_code_is_good_once(house: House) -> None:
    async with house.browser() as browser:
        request = await browser.asks_to_sign_in()
        attempt = browser.gateway.cookies[LOGIN]
        back = await browser.chooses(request, "staff-ana")
        assert await browser.comes_back(back) == "/"

        browser.gateway.cookies.clear()
        assert await browser.comes_back(back) == "/?sign-in=incomplete"

        # Even for somebody who has kept the attempt.
        browser.gateway.cookies.set(LOGIN, attempt)
        assert await browser.comes_back(back) == "/?sign-in=incomplete"
        assert await browser.status_of_me() == 401


async def test_a_code_of_another_browser_signs_nobody_in(house: House) -> None:
    async with house.browser() as victim, house.browser() as attacker:
        await victim.asks_to_sign_in()
        back = await attacker.chooses(await attacker.asks_to_sign_in(), "staff-ana")

        assert await victim.comes_back(back) == "/?sign-in=incomplete"
        assert await victim.status_of_me() == 401


async def test_a_code_that_was_asked_for_with_another_challenge_or_nonce_is_refused(
    house: House,
) -> None:
    for change in ({"code_challenge": "A" * 43}, {"nonce": "another"}):
        async with house.browser() as browser:
            request = altered(await browser.asks_to_sign_in(), **change)
            back = await browser.chooses(request, "staff-ana")

            assert await browser.comes_back(back) == "/?sign-in=incomplete"
            assert await browser.status_of_me() == 401


async def test_an_answer_to_another_question_is_refused(house: House) -> None:
    async with house.browser() as browser:
        back = await browser.chooses(await browser.asks_to_sign_in(), "staff-ana")

        assert await browser.comes_back(altered(back, state="other")) == "/?sign-in=incomplete"
        assert await browser.status_of_me() == 401


async def test_whoever_does_not_want_to_sign_in_is_not(house: House) -> None:
    async with house.browser() as browser:
        assert await browser.signs_in("nobody") == "/?sign-in=denied"
        assert await browser.status_of_me() == 401


async def test_while_the_login_service_is_away_that_is_said(house: House) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/token"
    async with house.browser(oidc_token_url=nowhere) as browser:
        assert await browser.signs_in() == "/?sign-in=unavailable"
        assert await browser.status_of_me() == 401


async def test_a_token_for_another_application_signs_nobody_in(house: House) -> None:
    async with house.browser(oidc_issuer="https://elsewhere.example.com") as browser:
        back = await browser.chooses(await browser.asks_to_sign_in(), "staff-ana")
        without_issuer = altered(back, iss="https://elsewhere.example.com")

        assert await browser.comes_back(without_issuer) == "/?sign-in=incomplete"
        assert await browser.status_of_me() == 401


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example"])
async def test_signing_in_leads_nowhere_else(house: House, elsewhere: str) -> None:
    async with house.browser() as browser:
        assert await browser.signs_in(next_path=elsewhere) == "/"
