"""Who is calling: only a token of our issuer, for us, that holds right now."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.values import Sender, SenderType
from booking_chat.gateway.jwks import parse_jwks
from booking_chat.service.http.problems import Problem
from operator_gateway.access.operator import Location, Operator, Role
from operator_gateway.sign_in.tokens import TokenPolicy, verify_id_token, verify_token
from support.gateway_fakes import (
    SigningKey,
    base64url,
    forged,
    jwks_of,
    signed,
    signed_bytes,
    unsigned,
)

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
POLICY = TokenPolicy(issuer="https://login.example.com", audience="booking-chat")
RSA, EC, ED = RSAKey.generate_key(2048), ECKey.generate_key("P-256"), OKPKey.generate_key("Ed25519")
KEYS = parse_jwks(jwks_of(rsa=RSA, ec=EC, ed=ED), production=True)


def claims(**changes: Any) -> dict[str, Any]:
    """Ana's claims; a change to None leaves a claim out."""
    full = {
        "iss": POLICY.issuer,
        "aud": POLICY.audience,
        "sub": "operator-1",
        "exp": int((NOW + timedelta(hours=1)).timestamp()),
        "given_name": "Ana",
        "family_name": "Sousa",
        "role": "administrator",
        "locations": [{"id": "lisbon", "name": "Lisbon", "timeZone": "Europe/Lisbon"}, "oslo"],
        **changes,
    }
    return {name: value for name, value in full.items() if value is not None}


def operator_of(**changes: Any) -> Operator:
    return verify_token(signed(claims(**changes), ED, kid="ed"), KEYS, POLICY, NOW)


def refusal_of(token: str) -> Problem:
    with pytest.raises(Problem) as refused:
        verify_token(token, KEYS, POLICY, NOW)
    return refused.value


@pytest.mark.parametrize(
    ("algorithm", "kid", "key"),
    [("RS256", "rsa", RSA), ("ES256", "ec", EC), ("Ed25519", "ed", ED), ("EdDSA", "ed", ED)],
)
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_a_token_says_who_an_operator_is(algorithm: str, kid: str, key: SigningKey) -> None:
    token = signed(claims(), key, alg=algorithm, kid=kid)

    operator = verify_token(token, KEYS, POLICY, NOW)

    assert operator == Operator(
        operator_id="operator-1",
        name="Ana Sousa",
        role=Role.ADMINISTRATOR,
        locations={
            "lisbon": Location(id="lisbon", name="Lisbon", time_zone="Europe/Lisbon"),
            "oslo": Location(id="oslo"),
        },
        expires_at=NOW + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("Ana", "Sousa", "Ana Sousa"),
        ("Ana", None, "Ana"),
        (None, "Sousa", "Sousa"),
        (" ", "", None),
        (None, None, None),
        ("A" * 150, "B" * 150, "A" * 150 + " " + "B" * 49),
    ],
)
def test_an_operators_name_is_what_the_account_has_of_it(
    given: str | None, family: str | None, name: str | None
) -> None:
    operator = operator_of(given_name=given, family_name=family)

    assert name == operator.name
    assert operator.sender == Sender(
        sender_type=SenderType.OPERATOR, sender_id="operator-1", sender_name=name
    )


@pytest.mark.parametrize(
    ("claim", "email"),
    [
        ("ana@staff.example", "ana@staff.example"),
        (None, None),
        ("", None),
        (7, None),
        ("ana@staff.example\r\nBcc: everyone@example.com", None),
        ("a" * 250 + "@staff.example", None),
    ],
)
def test_an_email_that_mail_could_not_be_sent_to_is_as_none(claim: Any, email: str | None) -> None:
    operator = operator_of(email=claim)

    assert operator.acting == ActingOperator(
        operator_id="operator-1", name="Ana Sousa", email=email
    )


@pytest.mark.parametrize("role", ["standard", None, "owner", "Administrator", 7, ["administrator"]])
def test_whoever_is_not_said_to_be_an_administrator_is_none(role: Any) -> None:
    assert operator_of(role=role).role is Role.STANDARD


def test_a_token_without_locations_allows_none() -> None:
    assert operator_of(locations=None).locations == {}


def test_a_token_may_be_for_several_audiences() -> None:
    assert operator_of(aud=["other", "booking-chat"]).operator_id == "operator-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example.com"},
        {"aud": "other"},
        {"aud": ["other"]},
        {"iss": None},
        {"aud": None},
        {"sub": None},
        {"sub": "with space"},
        {"exp": None},
        {"exp": "never"},
        {"exp": 10**30},
        {"exp": 253_402_300_799},
        {"exp": 253_370_764_800},
        {"exp": "1790000000"},
        {"exp": True},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"exp": [1_790_000_000]},
        {"nbf": -62_135_596_800},
        {"nbf": "1700000000"},
        {"nbf": False},
        {"nbf": float("nan")},
        {"nbf": float("-inf")},
        {"given_name": "\ud800"},
        {"locations": "lisbon"},
        {"locations": [{"name": "Lisbon"}]},
    ],
)
def test_a_wrong_or_missing_claim_is_refused(changes: dict[str, Any]) -> None:
    refused = refusal_of(signed(claims(**changes), ED, kid="ed"))

    assert (refused.status, refused.kind) == (401, "not-signed-in")
    assert refused.headers == {"WWW-Authenticate": "Bearer"}


@pytest.mark.parametrize(("seconds", "holds"), [(1, True), (0, True), (-29, True), (-30, False)])
def test_an_expired_token_holds_30_seconds_longer_for_clocks_that_differ(
    seconds: int,
    holds: bool,  # noqa: FBT001 - a column of the table
) -> None:
    token = signed(claims(exp=int(NOW.timestamp()) + seconds), ED, kid="ed")

    if holds:
        assert verify_token(token, KEYS, POLICY, NOW).operator_id == "operator-1"
    else:
        assert refusal_of(token).kind == "not-signed-in"


@pytest.mark.parametrize("fraction", [0.0, 0.5])
def test_times_may_have_fractions_of_a_second(fraction: float) -> None:
    operator = operator_of(exp=NOW.timestamp() + 60 + fraction)

    assert operator.expires_at == NOW + timedelta(seconds=60 + fraction)


def test_a_token_may_last_to_the_end_of_the_year_9998() -> None:
    assert operator_of(exp=253_370_764_799).expires_at == datetime(
        9998, 12, 31, 23, 59, 59, tzinfo=UTC
    )


@pytest.mark.parametrize("part", ["header", "payload"])
def test_json_that_is_nested_without_end_is_refused(part: str) -> None:
    nested = b'{"alg":"Ed25519","kid":"ed","x":' + b"[" * 100_000
    whole = signed_bytes(nested, ED, kid="ed")
    token = whole if part == "payload" else f"{base64url(nested)}.e30.e30"

    assert refusal_of(token).kind == "not-signed-in"


def test_a_token_for_later_does_not_hold_yet() -> None:
    token = signed(claims(nbf=int(NOW.timestamp()) + 31), ED, kid="ed")

    assert refusal_of(token).kind == "not-signed-in"


def test_an_unsigned_token_is_refused() -> None:
    assert refusal_of(unsigned(claims(), kid="ed")).kind == "not-signed-in"


@pytest.mark.parametrize(("kid", "key"), [("rsa", RSA), ("ec", EC), ("ed", ED)])
def test_a_public_key_does_not_serve_as_a_shared_secret(kid: str, key: SigningKey) -> None:
    token = forged(claims(), key.as_pem(private=False), kid=kid)

    assert refusal_of(token).kind == "not-signed-in"


def test_a_key_is_good_for_its_own_algorithm_only() -> None:
    assert refusal_of(signed(claims(), EC, alg="ES256", kid="rsa")).kind == "not-signed-in"


def test_a_foreign_key_is_refused() -> None:
    stranger = OKPKey.generate_key("Ed25519")

    assert refusal_of(signed(claims(), stranger, kid="ed")).kind == "not-signed-in"
    assert refusal_of(signed(claims(), stranger, kid="stranger")).kind == "not-signed-in"


def id_token(**changes: Any) -> str:
    return signed(claims(nonce="nonce-1", **changes), ED, kid="ed")


def test_an_id_token_is_for_the_request_that_had_its_nonce() -> None:
    token = id_token()

    assert verify_id_token(token, KEYS, POLICY, "nonce-1", NOW) == operator_of()
    with pytest.raises(Problem, match="not signed in"):
        verify_id_token(token, KEYS, POLICY, "nonce-2", NOW)


def test_an_id_token_without_a_nonce_is_refused() -> None:
    with pytest.raises(Problem, match="not signed in"):
        verify_id_token(signed(claims(), ED, kid="ed"), KEYS, POLICY, "nonce-1", NOW)


@pytest.mark.parametrize(("party", "holds"), [("booking-chat", True), ("another", False)])
def test_an_id_token_that_was_issued_to_another_application_is_refused(
    party: str,
    holds: bool,  # noqa: FBT001 - a column of the table
) -> None:
    token = id_token(aud=["booking-chat", "another"], azp=party)

    if holds:
        assert verify_id_token(token, KEYS, POLICY, "nonce-1", NOW) == operator_of()
    else:
        with pytest.raises(Problem, match="not signed in"):
            verify_id_token(token, KEYS, POLICY, "nonce-1", NOW)
