"""A session is a cookie for one booking."""

from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey
from pydantic import ValidationError

from booking_chat.service.config import Environment
from booking_chat.service.http.problems import Problem
from portal_gateway.config import PortalConfig
from portal_gateway.sign_in.links import PortalLink
from portal_gateway.sign_in.session import (
    COOKIE,
    Carried,
    Session,
    Sessions,
    session_of,
    sign_session,
    verify_session,
)
from support.gateway_fakes import base64url, signed

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
SECRET = "a secret of this test, 32 characters and more"
KEY = OctKey.import_key(SECRET)


@pytest.mark.parametrize(("link_days", "session_days"), [(1, 1), (30, 30), (31, 30), (400, 30)])
def test_a_session_lasts_as_long_as_its_link_but_30_days_at_most(
    link_days: int, session_days: int
) -> None:
    link = PortalLink("booking-1", NOW + timedelta(days=link_days))

    session = session_of(link, NOW)

    assert Session("booking-1", NOW + timedelta(days=session_days)) == session


def test_a_cookie_gives_back_its_session() -> None:
    session = Session("booking-1", NOW + timedelta(days=1))

    cookie = sign_session(session, KEY)

    assert session == verify_session(cookie, KEY, NOW)


def cookies_that_do_not_hold() -> dict[str, str]:
    tomorrow = Session("booking-1", NOW + timedelta(days=1))
    header, _, signature = sign_session(tomorrow, KEY).split(".")
    other_payload = sign_session(Session("booking-2", tomorrow.expires_at), KEY).split(".")[1]
    link = {"bookingId": "booking-1", "exp": int(tomorrow.expires_at.timestamp())}
    return {
        "over": sign_session(Session("booking-1", NOW), KEY),
        "of another booking": f"{header}.{other_payload}.{signature}",
        "of another secret": sign_session(tomorrow, OctKey.import_key("another secret" * 3)),
        "a link": signed(link, OKPKey.generate_key("Ed25519")),
        "empty": "",
        "no token": "booking-1",
        "a nested header": f"{base64url(b'[' * 100_000)}.e30.e30",
        "an odd header": base64url(b'{"alg":"HS256","crit":1}') + ".e30.e30",
        "a nested payload": jws.serialize_compact({"alg": "HS256"}, b"[" * 100_000, KEY, ["HS256"]),
        "of the year 9999": sign_session(
            Session("booking-1", datetime.max.replace(tzinfo=UTC)), KEY
        ),
    }


@pytest.mark.parametrize("kind", cookies_that_do_not_hold())
def test_a_cookie_that_is_not_ours_or_is_over_is_no_session(kind: str) -> None:
    cookie = cookies_that_do_not_hold()[kind]

    with pytest.raises(Problem) as refused:
        verify_session(cookie, KEY, NOW)

    assert (refused.value.status, refused.value.kind) == (401, "not-signed-in")


def test_without_a_cookie_there_is_no_session() -> None:
    with pytest.raises(Problem) as refused:
        Sessions(SECRET, clock=lambda: NOW).verify(Carried({}))

    assert refused.value.kind == "not-signed-in"


def test_a_session_that_began_is_known_again() -> None:
    sessions = Sessions(SECRET, clock=lambda: NOW)

    session, cookie = sessions.begin(PortalLink("booking-1", NOW + timedelta(hours=1)))

    assert session == sessions.verify(Carried({COOKIE: cookie}))
    assert session == sessions.verify(Carried({COOKIE: cookie}))
    assert sessions.seconds_left(session) == 3600


def settings_with(secret: str, environment: Environment) -> PortalConfig:
    return PortalConfig(
        environment=environment,
        core_url="http://core",
        settings_url="http://settings",
        notifier_url="http://notifier",
        portal_link_jwks_url="http://keys",
        session_secret=secret,
    )


def test_production_refuses_the_development_secret() -> None:
    with pytest.raises(ValidationError, match="BOOKING_CHAT_SESSION_SECRET"):
        settings_with("development-only " * 3, Environment.PRODUCTION)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 32"):
        settings_with("x" * 31, Environment.DEVELOPMENT)


def test_the_secret_is_not_in_what_settings_look_like() -> None:
    assert SECRET not in repr(settings_with(SECRET, Environment.PRODUCTION))
