"""Keys of whoever signs: fetched when needed, and no oftener than needed."""

import json

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from booking_chat.gateway.jwks import Jwks, parse_jwks
from booking_chat.gateway.signatures import InvalidSignatureError
from booking_chat.service.http.problems import Problem
from support.gateway_fakes import FakeJwksServer, jwks_of, seconds_from, signed

OLD, NEW = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("Ed25519")


def test_keys_of_every_asymmetric_kind_are_found_by_their_kid() -> None:
    published = jwks_of(rsa=RSAKey.generate_key(2048), ec=ECKey.generate_key("P-256"), ed=OLD)

    assert {"rsa", "ec", "ed"} == set(parse_jwks(published, production=True))


@pytest.mark.parametrize(
    "entry",
    [
        {**OctKey.generate_key(256).as_dict(), "kid": "shared-secret"},
        {**OLD.as_dict(private=False), "kid": "for-encryption", "use": "enc"},
        {**OLD.as_dict(private=False), "kid": 7},
        {"kty": "RSA", "kid": "without-numbers"},
        {"kty": "unheard-of", "kid": "x"},
        "no key",
    ],
)
def test_what_cannot_check_a_signature_is_left_out(entry: object) -> None:
    good = {**NEW.as_dict(private=False), "kid": "good"}

    keys = parse_jwks(json.dumps({"keys": [entry, good]}).encode(), production=False)

    assert list(keys) == ["good"]


def test_production_leaves_out_keys_for_development() -> None:
    entry = {**OLD.as_dict(private=False), "kid": "development-only-1"}
    published = json.dumps({"keys": [entry]}).encode()

    assert parse_jwks(published, production=True) == {}
    assert list(parse_jwks(published, production=False)) == ["development-only-1"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"keys": 1}', b"\xff"])
def test_what_is_no_jwks_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its text is of no consequence
        parse_jwks(content, production=False)


async def test_keys_are_fetched_once_for_many_tokens() -> None:
    server = FakeJwksServer(jwks_of(old=OLD))
    jwks = Jwks(server.fetch, production=False)
    assert server.fetched == 0

    for _ in range(3):
        await jwks.keys_for(signed({}, OLD, kid="old"))

    assert server.fetched == 1


async def test_a_new_key_is_learned_but_no_oftener_than_every_10_seconds() -> None:
    clock, move = seconds_from()
    server = FakeJwksServer(jwks_of(old=OLD))
    jwks = Jwks(server.fetch, production=False, clock=clock)
    await jwks.keys_for(signed({}, OLD, kid="old"))
    server.content = jwks_of(old=OLD, new=NEW)

    move(9.9)
    too_early = await jwks.keys_for(signed({}, NEW, kid="new"))
    move(0.1)
    in_time = await jwks.keys_for(signed({}, NEW, kid="new"))

    assert {"old"} == set(too_early)
    assert {"old", "new"} == set(in_time)
    assert server.fetched == 2


async def test_known_keys_stay_good_while_their_publisher_is_away() -> None:
    clock, move = seconds_from()
    server = FakeJwksServer(jwks_of(old=OLD))
    jwks = Jwks(server.fetch, production=False, clock=clock)
    await jwks.keys_for(signed({}, OLD, kid="old"))
    server.away = True
    move(60)

    keys = await jwks.keys_for(signed({}, NEW, kid="new"))

    assert {"old"} == set(keys)


async def test_without_any_keys_nobody_can_tell_until_they_are_there() -> None:
    clock, move = seconds_from()
    server = FakeJwksServer(jwks_of(old=OLD))
    server.away = True
    jwks = Jwks(server.fetch, production=False, clock=clock)

    with pytest.raises(Problem) as unknown:
        await jwks.keys_for(signed({}, OLD, kid="old"))
    server.away = False
    move(1)
    keys = await jwks.keys_for(signed({}, OLD, kid="old"))

    assert (unknown.value.status, unknown.value.kind) == (503, "unavailable")
    assert {"old"} == set(keys)


async def test_what_is_no_token_has_nothing_fetched() -> None:
    server = FakeJwksServer(jwks_of(old=OLD))

    with pytest.raises(InvalidSignatureError):
        await Jwks(server.fetch, production=False).keys_for("no token")

    assert server.fetched == 0
