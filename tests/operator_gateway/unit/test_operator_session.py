"""The dashboard's session: a cookie that holds for a working day and cannot be made or changed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from operator_gateway.access.operator import Location, Operator, Role
from operator_gateway.sign_in.cookie_cipher import CookieCipher
from operator_gateway.sign_in.session import SessionOverError, SessionTooLargeError, StaffSessions
from support.gateway_fakes import base64url

SIGNED_IN = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
SECRET = "a secret of this test, 32 characters and more"
EIGHT_HOURS = timedelta(hours=8)


def sessions(now: datetime = SIGNED_IN, secret: str = SECRET, purpose: str = "s") -> StaffSessions:
    return StaffSessions(CookieCipher(secret, purpose), EIGHT_HOURS, clock=lambda: now)


def an_operator(**changes: Any) -> Operator:
    return Operator(
        **{
            "operator_id": "operator-1",
            "name": "Zoë Ærø",
            "role": Role.ADMINISTRATOR,
            "locations": {
                "lisbon": Location(id="lisbon", name="Lisbon", time_zone="Europe/Lisbon"),
                "oslo": Location(id="oslo"),
            },
            "expires_at": SIGNED_IN + timedelta(minutes=5),
            "email": "zoe@example.com",
            **changes,
        }
    )


def is_over(cookie: str, at: StaffSessions) -> bool:
    try:
        at.operator(cookie)
    except SessionOverError:
        return True
    return False


def test_a_session_says_who_signed_in_and_lasts_from_then_on() -> None:
    lasting, cookie = sessions().begin(an_operator())

    assert lasting == an_operator(expires_at=SIGNED_IN + EIGHT_HOURS)
    assert sessions().operator(cookie) == lasting


def test_an_account_without_a_name_or_locations_has_a_session_too() -> None:
    lasting, cookie = sessions().begin(an_operator(name=None, email=None, locations={}))

    assert sessions().operator(cookie) == lasting


def test_a_session_is_over_after_its_time() -> None:
    _, cookie = sessions().begin(an_operator())

    assert not is_over(cookie, sessions(SIGNED_IN + EIGHT_HOURS - timedelta(seconds=1)))
    assert is_over(cookie, sessions(SIGNED_IN + EIGHT_HOURS))


def test_an_altered_session_is_none() -> None:
    _, cookie = sessions().begin(an_operator())
    # All but the last letter, some of whose bits mean nothing.
    altered = [
        cookie[:position] + ("A" if letter != "A" else "B") + cookie[position + 1 :]
        for position, letter in enumerate(cookie[:-1])
        if letter != "."
    ]

    assert [c for c in altered if not is_over(c, sessions())] == []


NESTED = base64url(b'{"alg":"dir","enc":"A256GCM","x":' + b"[" * 100_000)
ODD_HEADERS = [{"enc": ["A256GCM"]}, {"crit": 1}, {"crit": [["zip"]]}, {"zip": {}}, {"alg": []}]


@pytest.mark.parametrize("header", [*ODD_HEADERS, []])
def test_a_cookie_with_a_header_of_any_shape_is_no_session(header: Any) -> None:
    named = {"alg": "dir", "enc": "A256GCM", **header} if isinstance(header, dict) else header
    part = base64url(json.dumps(named).encode())

    assert is_over(f"{part}..{base64url(b'0' * 12)}.e30.{base64url(b'0' * 16)}", sessions())


def test_a_cookie_whose_header_is_nested_without_end_is_no_session() -> None:
    assert is_over(f"{NESTED}..e30.e30.e30", sessions())


@pytest.mark.parametrize("cookie", ["", "nonsense", "a.b.c", "a.b.c.d.e", "....", "ü"])
def test_what_we_never_gave_is_no_session(cookie: str) -> None:
    assert is_over(cookie, sessions())


def test_a_session_of_another_secret_or_purpose_is_none() -> None:
    _, cookie = sessions().begin(an_operator())

    assert is_over(cookie, sessions(secret="another secret of this test, long enough too"))
    assert is_over(cookie, sessions(purpose="login"))


def test_two_hundred_locations_fit_into_a_cookie() -> None:
    locations = {
        f"location-{number * 7919}": Location(
            id=f"location-{number * 7919}", name=f"Place {number * 104729}", time_zone="Asia/Tokyo"
        )
        for number in range(200)
    }

    lasting, cookie = sessions().begin(an_operator(locations=locations))

    assert sessions().operator(cookie) == lasting


def test_more_locations_than_a_browser_would_keep_are_said_to_be_too_many() -> None:
    many = {str(n): Location(id=str(n * 7919), name=f"{n * 104729}") for n in range(2000)}

    with pytest.raises(SessionTooLargeError, match="2000 locations"):
        sessions().begin(an_operator(locations=many))
