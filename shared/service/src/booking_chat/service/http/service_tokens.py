"""The tokens by which services know each other (docs/adr/0035). Pure.

A token is a compact JWS, HS256 with the secret of the installation. It says who calls (`iss`), whom
(`aud`), and is good for a minute, for that one service.
"""

import json
from dataclasses import dataclass, field

from joserfc import jws
from joserfc.jwk import OctKey

from booking_chat.contracts.base import StrictContract
from booking_chat.contracts.services import ServiceName
from booking_chat.service.http.jose import MALFORMED, NumericDate

TYPE = "booking-chat-service+jwt"
"""Of no other token that is signed here, so none is taken for another."""
LIFE_SECONDS = 60
LEEWAY_SECONDS = 10
"""How far the clocks of two services may be apart."""
_ALGORITHMS = ("HS256",)


@dataclass(frozen=True, slots=True)
class ServiceSecrets:
    """`signing` makes tokens; `also_accepted` is believed too, while one replaces the other."""

    signing: str = field(repr=False)
    also_accepted: str | None = field(default=None, repr=False)

    @property
    def accepted(self) -> tuple[str, ...]:
        also = () if self.also_accepted is None else (self.also_accepted,)
        return (self.signing, *also)


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """Who calls, and until when that may be believed, in seconds since 1970."""

    caller: ServiceName
    expires_at: float


class RefusedTokenError(Exception):
    """A token that is not ours, not for this service, or not of this time."""


class _Claims(StrictContract):
    iss: ServiceName
    aud: ServiceName
    iat: NumericDate
    exp: NumericDate


def sign_call(caller: ServiceName, called: ServiceName, now: float, secret: str) -> str:
    """A token for the minute from `now`, in seconds since 1970."""
    claims = {"iss": caller, "aud": called, "iat": int(now), "exp": int(now) + LIFE_SECONDS}
    header = {"alg": _ALGORITHMS[0], "typ": TYPE}
    return jws.serialize_compact(header, json.dumps(claims), _key(secret), _ALGORITHMS)


def verify_call(
    token: str, called: ServiceName, now: float, secrets: ServiceSecrets
) -> ServiceCall:
    """Raises RefusedTokenError unless the token is one for `called`, at this time."""
    claims = _signed_claims(token, secrets)
    if claims.aud is not called:
        raise RefusedTokenError(f"it is for {claims.aud}")
    if claims.exp - claims.iat > LIFE_SECONDS:
        raise RefusedTokenError("it is good for too long")
    if claims.iat > now + LEEWAY_SECONDS:
        raise RefusedTokenError("it is from the future")
    expires_at = claims.exp + LEEWAY_SECONDS
    if expires_at <= now:
        raise RefusedTokenError("it is over")
    return ServiceCall(claims.iss, expires_at)


def _signed_claims(token: str, secrets: ServiceSecrets) -> _Claims:
    for secret in secrets.accepted:
        try:
            signed = jws.deserialize_compact(token, _key(secret), _ALGORITHMS)
            if signed.headers().get("typ") != TYPE:
                raise RefusedTokenError("it is a token for something else")
            return _Claims.model_validate_json(signed.payload or b"")
        except MALFORMED:
            continue
    raise RefusedTokenError("it is not signed with our secret, or not of this shape")


def _key(secret: str) -> OctKey:
    return OctKey.import_key(secret)
