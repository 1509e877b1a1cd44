import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from joserfc import jws

from booking_chat.gateway.jwks import parse_jwks
from booking_chat.gateway.signatures import verified_claims
from devstack.demo_people import DESK, KENJI
from devstack.identity import IdentityConfig, create_app
from devstack.ready import Ready, StaffMember
from devstack.tokens import load_or_make_keys, staff_claims
from support.running_app import running

NOW = datetime(2027, 6, 14, 12, 0, tzinfo=UTC)
STAFF_SECONDS = 12 * 60 * 60


def identity(folder: Path) -> IdentityConfig:
    return IdentityConfig(
        oidc_issuer="http://identity", portal_url="http://portal", identity_folder=folder
    )


def test_a_staff_token_says_who_may_do_what_where_and_how_long() -> None:
    assert staff_claims(KENJI, "http://identity", "booking-chat", NOW) == {
        "iss": "http://identity",
        "aud": "booking-chat",
        "sub": "staff-kenji",
        "given_name": "Kenji",
        "family_name": "Mori",
        "email": "staff-kenji@staff.example",
        "role": "standard",
        "locations": [
            {"id": "kyoto-gardens", "name": "Kyoto Garden Walks", "timeZone": "Asia/Tokyo"}
        ],
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + STAFF_SECONDS,
    }


def test_an_account_without_a_name_has_no_name_in_its_token() -> None:
    claims = staff_claims(DESK, "http://identity", "booking-chat", NOW)

    assert {"given_name", "family_name"} & claims.keys() == set()


def test_keys_are_the_same_after_a_restart_and_different_in_another_folder(tmp_path: Path) -> None:
    keys = load_or_make_keys(tmp_path / "one")

    assert load_or_make_keys(tmp_path / "one").staff_jwks() == keys.staff_jwks()
    assert load_or_make_keys(tmp_path / "two").staff_jwks() != keys.staff_jwks()


def test_the_published_keys_hold_nothing_private_and_say_that_they_are_for_development(
    tmp_path: Path,
) -> None:
    keys = load_or_make_keys(tmp_path)
    published = [*keys.staff_jwks()["keys"], *keys.link_jwks()["keys"]]

    assert all("development-only" in key["kid"] for key in published)
    assert [key.keys() & {"d", "p", "q"} for key in published] == [set(), set()]


def test_production_leaves_the_development_keys_out(tmp_path: Path) -> None:
    published = json.dumps(load_or_make_keys(tmp_path).link_jwks()).encode()

    assert parse_jwks(published, production=True) == {}


def test_the_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    load_or_make_keys(tmp_path)

    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


async def test_the_demos_staff_can_prove_who_they_are(tmp_path: Path) -> None:
    async with running(create_app(identity(tmp_path))) as client:
        staff = [
            StaffMember.model_validate(item) for item in (await client.get("/demo/staff")).json()
        ]
        keys = parse_jwks((await client.get("/jwks.json")).content, production=False)

    claims = [verified_claims(person.token, keys, ["RS256"]) for person in staff]
    assert [(person.name, person.role) for person in staff] == [
        ("Ana Ferreira", "administrator"),
        ("Marta Costa", "standard"),
        ("Kenji Mori", "standard"),
        ("Support", "standard"),
    ]
    assert [[place["id"] for place in claim["locations"]] for claim in claims] == [
        person.locations for person in staff
    ]


async def test_a_customers_link_carries_its_token_behind_the_hash(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    async with running(create_app(identity(tmp_path))) as client:
        answer = await client.post("/demo/links", json={"bookingId": "booking-1"})
        keys = parse_jwks((await client.get("/portal-links/jwks.json")).content, production=False)

    page, token = answer.json()["url"].split("#")
    claims = verified_claims(token, keys, ["Ed25519"])
    assert page == "http://portal/c"
    assert claims.keys() == {"bookingId", "exp"}
    assert claims["bookingId"] == "booking-1"
    assert claims["exp"] > (before + timedelta(days=1)).timestamp()
    assert jws.extract_compact(token.encode()).headers()["alg"] == "Ed25519"


async def test_the_discovery_document_says_where_the_keys_are(tmp_path: Path) -> None:
    async with running(create_app(identity(tmp_path))) as client:
        document = (await client.get("/.well-known/openid-configuration")).json()

    assert document["issuer"] == "http://identity"
    assert document["jwks_uri"] == "http://identity/jwks.json"


def test_it_does_not_start_outside_of_development(tmp_path: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-m", "devstack", "identity"],
        env={"BOOKING_CHAT_IDENTITY_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 1
    assert "BOOKING_CHAT_ENVIRONMENT=development" in started.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_ready_file_has_the_promised_keys_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "ready.json"

    Ready(
        portal="http://portal",
        dashboard="http://dashboard",
        settings="http://settings",
        identity="http://identity",
        catcher="http://catcher",
        metrics={"chat-core": "http://metrics"},
        mongo="mongodb://mongo",
        kafka="kafka:9092",
        customer_links=[],
        staff=[StaffMember(name="Ana", role="standard", locations=["here"], token="token")],
    ).write(path)

    assert json.loads(path.read_text()) == {
        "portal": "http://portal",
        "dashboard": "http://dashboard",
        "settings": "http://settings",
        "identity": "http://identity",
        "catcher": "http://catcher",
        "metrics": {"chat-core": "http://metrics"},
        "mongo": "mongodb://mongo",
        "kafka": "kafka:9092",
        "customerLinks": [],
        "staff": [{"name": "Ana", "role": "standard", "locations": ["here"], "token": "token"}],
    }
    assert path.stat().st_mode & 0o777 == 0o600
