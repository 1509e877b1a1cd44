"""Who may speak as one of our services: nobody without the secret, and for nobody but one service,
for a minute."""

import json
from dataclasses import replace
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from booking_chat.contracts.services import ServiceName
from booking_chat.service.http.caller import RENEW_SECONDS, Caller
from booking_chat.service.http.service_tokens import (
    LEEWAY_SECONDS,
    LIFE_SECONDS,
    TYPE,
    RefusedTokenError,
    ServiceCall,
    ServiceSecrets,
    sign_call,
    verify_call,
)
from support.clocks import Clock

NOW = 1_800_000_000.0
SECRET = "a secret of this test, 32 characters and more"
OTHER = "another secret of this test, as long as that"
SECRETS = ServiceSecrets(SECRET)
GATEWAY, CORE = ServiceName.OPERATOR_GATEWAY, ServiceName.CHAT_CORE
CLAIMS = {"iss": GATEWAY, "aud": CORE, "iat": NOW, "exp": NOW + LIFE_SECONDS}


def token(
    claims: dict[str, Any] | None = None, *, secret: str = SECRET, **header: str | None
) -> str:
    """As somebody might make one; a claim or a header that is None is left out."""
    said = {"alg": "HS256", "typ": TYPE, **header}
    whole = {**CLAIMS, **(claims or {})}
    return jws.serialize_compact(
        {name: value for name, value in said.items() if value is not None},
        json.dumps({name: value for name, value in whole.items() if value is not None}),
        OctKey.import_key(secret),
        ["HS256", "HS384", "HS512"],
    )


def is_refused(candidate: str, now: float = NOW, secrets: ServiceSecrets = SECRETS) -> bool:
    try:
        verify_call(candidate, CORE, now, secrets)
    except RefusedTokenError:
        return True
    return False


def test_a_token_says_who_calls_to_the_one_that_is_called() -> None:
    signed = sign_call(GATEWAY, CORE, NOW, SECRET)

    assert verify_call(signed, CORE, NOW, SECRETS) == ServiceCall(
        GATEWAY, NOW + LIFE_SECONDS + LEEWAY_SECONDS
    )
    assert not is_refused(token())


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(token(secret=OTHER), id="another secret"),
        pytest.param(token({"aud": "settings"}), id="for another service"),
        pytest.param(token({"aud": ["chat-core"]}), id="for a list of services"),
        pytest.param(token({"aud": None}), id="for nobody"),
        pytest.param(token({"iss": "ana"}), id="from somebody who is no service"),
        pytest.param(token({"iss": None}), id="from nobody"),
        pytest.param(token({"exp": None}), id="without an end"),
        pytest.param(token({"iat": None}), id="without a beginning"),
        pytest.param(token({"exp": NOW + LIFE_SECONDS + 1}), id="for longer than a minute"),
        pytest.param(token({"iat": NOW + 11, "exp": NOW + 20}), id="from the future"),
        pytest.param(token({"exp": str(int(NOW + 30))}), id="an end that is text"),
        pytest.param(token({"iat": 0, "exp": 1e400}), id="an end that is infinite"),
        pytest.param(token({"admin": True}), id="with a claim that nobody knows"),
        pytest.param(token(typ=None), id="of no type"),
        pytest.param(token(typ="JWT"), id="of another type"),
        pytest.param(token(alg="HS512"), id="by another algorithm"),
        pytest.param(
            jws.serialize_compact(
                {"alg": "RS256", "typ": TYPE}, json.dumps(CLAIMS), RSAKey.generate_key(2048)
            ),
            id="by a key of its own",
        ),
        pytest.param("eyJhbGciOiJub25lIn0." + token().split(".")[1] + ".", id="unsigned"),
        pytest.param(token()[:-2] + "AA", id="with another signature"),
        pytest.param(f"{token()}.x", id="with a part more"),
        pytest.param("", id="nothing"),
        pytest.param("é..", id="no ASCII"),
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_a_token_that_is_not_as_ours_is_refused(forged: str) -> None:
    assert is_refused(forged)


def test_a_token_is_over_after_its_minute_and_what_clocks_may_differ() -> None:
    signed = sign_call(GATEWAY, CORE, NOW, SECRET)

    assert not is_refused(signed, NOW - LEEWAY_SECONDS)
    assert is_refused(signed, NOW - LEEWAY_SECONDS - 1)
    assert not is_refused(signed, NOW + LIFE_SECONDS + LEEWAY_SECONDS - 1)
    assert is_refused(signed, NOW + LIFE_SECONDS + LEEWAY_SECONDS)


def test_a_secret_is_exchanged_while_everybody_is_understood() -> None:
    """The three steps of docs/operations.md: believe the new one, sign with it, forget the old."""
    steps = [
        ServiceSecrets(SECRET),
        ServiceSecrets(SECRET, also_accepted=OTHER),
        ServiceSecrets(OTHER, also_accepted=SECRET),
        ServiceSecrets(OTHER),
    ]
    by_step = [sign_call(GATEWAY, CORE, NOW, step.signing) for step in steps]

    neighbours = [
        is_refused(by_step[a], secrets=steps[b])
        for a in range(4)
        for b in range(4)
        if abs(a - b) <= 1
    ]
    assert neighbours == [False] * 10
    assert is_refused(by_step[0], secrets=steps[3])


def test_secrets_are_not_shown() -> None:
    shown = repr(replace(SECRETS, also_accepted=OTHER))

    assert SECRET not in shown
    assert OTHER not in shown


def test_a_caller_makes_a_token_for_each_service_and_renews_it_in_time() -> None:
    clock = Clock(NOW)
    caller = Caller(GATEWAY, SECRETS, clock)

    first = caller.authorization(CORE)
    for_another = caller.authorization(ServiceName.SETTINGS)
    clock.now = NOW + RENEW_SECONDS - 1
    same = caller.authorization(CORE)
    clock.now = NOW + RENEW_SECONDS
    renewed = caller.authorization(CORE)
    clock.now = NOW - 3600
    of_a_clock_set_back = caller.authorization(CORE)

    assert first == same == f"Bearer {sign_call(GATEWAY, CORE, NOW, SECRET)}"
    assert for_another == f"Bearer {sign_call(GATEWAY, ServiceName.SETTINGS, NOW, SECRET)}"
    assert renewed == f"Bearer {sign_call(GATEWAY, CORE, NOW + RENEW_SECONDS, SECRET)}"
    assert of_a_clock_set_back == f"Bearer {sign_call(GATEWAY, CORE, NOW - 3600, SECRET)}"
