"""Who may see a booking: whoever holds a link that its business has signed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from booking_chat.gateway.jwks import parse_jwks
from booking_chat.service.http.problems import Problem
from portal_gateway.sign_in.links import PortalLink, verify_link
from support.gateway_fakes import base64url, forged, jwks_of, signed, signed_bytes, unsigned

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
KEY = OKPKey.generate_key("Ed25519")
OTHER_KEY = OKPKey.generate_key("Ed25519")
KEYS = parse_jwks(jwks_of(key_1=KEY), production=True)


def payload(*, booking_id: Any = "booking-1", expires_in: timedelta = timedelta(days=90)) -> Any:
    return {"bookingId": booking_id, "exp": int((NOW + expires_in).timestamp())}


def refusal_of(token: str) -> Problem:
    with pytest.raises(Problem) as refused:
        verify_link(token, KEYS, NOW)
    return refused.value


@pytest.mark.parametrize("algorithm", ["Ed25519", "EdDSA"])
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_a_signed_link_gives_its_booking_until_it_expires(algorithm: str) -> None:
    token = signed(payload(), KEY, alg=algorithm)

    link = verify_link(token, KEYS, NOW)

    assert PortalLink("booking-1", NOW + timedelta(days=90)) == link


def test_a_link_may_say_more_than_is_known_here() -> None:
    token = signed({**payload(), "campaign": "spring"}, KEY)

    link = verify_link(token, KEYS, NOW)

    assert link.booking_id == "booking-1"


@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=400)])
def test_a_link_is_over_from_the_second_it_expires(age: timedelta) -> None:
    token = signed(payload(expires_in=-age), KEY)

    refused = refusal_of(token)

    assert (refused.status, refused.kind) == (401, "link-expired")
    assert refused.detail == "Ask the business where you booked to send you a new one."


def test_an_altered_payload_is_not_believed() -> None:
    header, _, signature = signed(payload(), KEY).split(".")
    _, other_payload, _ = signed(payload(booking_id="booking-2"), KEY).split(".")

    refused = refusal_of(f"{header}.{other_payload}.{signature}")

    assert (refused.status, refused.kind) == (401, "link-invalid")


def test_nothing_of_a_booking_is_in_a_refusal() -> None:
    refused = refusal_of(signed(payload(expires_in=-timedelta(days=1)), KEY))

    assert "booking-1" not in str(refused.to_body())


def test_a_signature_by_another_key_under_our_key_id_is_not_believed() -> None:
    assert refusal_of(signed(payload(), OTHER_KEY)).kind == "link-invalid"


def test_a_key_that_is_not_published_is_not_believed() -> None:
    assert refusal_of(signed(payload(), OTHER_KEY, kid="key-2")).kind == "link-invalid"


def test_a_link_that_names_no_key_is_not_believed() -> None:
    assert refusal_of(signed(payload(), KEY, kid=None)).kind == "link-invalid"


def test_an_unsigned_link_is_not_believed() -> None:
    assert refusal_of(unsigned(payload())).kind == "link-invalid"


@pytest.mark.parametrize(
    "secret", [KEY.as_pem(private=False), KEY.as_der(private=False)], ids=["PEM", "DER"]
)
def test_the_public_key_does_not_serve_as_a_shared_secret(secret: bytes) -> None:
    assert refusal_of(forged(payload(), secret)).kind == "link-invalid"


@pytest.mark.parametrize("token", ["", "abc", "a.b.c", "é.é.é", "\udc80.b.c", "..", "a" * 4096])
def test_what_is_no_token_is_refused(token: str) -> None:
    assert refusal_of(token).kind == "link-invalid"


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        "booking-1",
        payload(booking_id=""),
        payload(booking_id=7),
        payload(booking_id="with space"),
        {"bookingId": "booking-1"},
        {"bookingId": "booking-1", "exp": "tomorrow"},
        {"bookingId": "booking-1", "exp": 10**30},
        {"bookingId": "booking-1", "exp": 10**400},
        {"bookingId": "booking-1", "exp": 253_402_300_799},
        {"bookingId": "booking-1", "exp": -62_135_596_800},
        {"bookingId": "booking-1", "exp": "1790000000"},
        {"bookingId": "booking-1", "exp": True},
        {"bookingId": "booking-1", "exp": float("nan")},
        {"bookingId": "booking-1", "exp": float("inf")},
        {"bookingId": "\ud800", "exp": 1_790_000_000},
    ],
)
def test_a_signed_payload_that_makes_no_sense_is_refused(content: Any) -> None:
    assert refusal_of(signed(content, KEY)).kind == "link-invalid"


@pytest.mark.parametrize("part", ["header", "payload"])
def test_json_that_is_nested_without_end_is_refused(part: str) -> None:
    nested = b'{"alg":"Ed25519","kid":"key-1","x":' + b"[" * 100_000
    token = signed_bytes(nested, KEY) if part == "payload" else f"{base64url(nested)}.e30.e30"

    assert refusal_of(token).kind == "link-invalid"


@pytest.mark.parametrize("header", [{"crit": 1}, {"crit": [["b64"]]}, {"alg": []}, {"kid": {}}, []])
def test_a_header_of_any_shape_is_refused(header: Any) -> None:
    named = {"alg": "Ed25519", "kid": "key-1", **header} if isinstance(header, dict) else header
    token = f"{base64url(json.dumps(named).encode())}.e30.e30"

    assert refusal_of(token).kind == "link-invalid"
