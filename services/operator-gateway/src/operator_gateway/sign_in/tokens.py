"""From a verified OIDC token to the operator it stands for. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError, ValidatorFunctionWrapHandler, field_validator

from booking_chat.contracts.base import TolerantContract
from booking_chat.contracts.http.addresses import EmailAddress
from booking_chat.contracts.texts import beginning, normalised
from booking_chat.contracts.values import Id
from booking_chat.gateway.signatures import (
    InvalidSignatureError,
    PublicKeys,
    verified_claims,
)
from booking_chat.service.http.jose import NumericDate
from booking_chat.service.http.problems import Problem
from operator_gateway.access.operator import Location, Operator, Role

TOKEN_ALGORITHMS = frozenset({"RS256", "ES256", "EdDSA", "Ed25519"})
LEEWAY = timedelta(seconds=30)
"""By how much the issuer's clock may differ from ours."""
MAX_NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class TokenPolicy:
    issuer: str
    audience: str


class _Claims(TolerantContract):
    """A role that is not known has the least rights.

    An email address that mail could not be sent to is as none.
    """

    iss: str
    aud: str | list[str]
    azp: str | None = None
    nonce: str | None = None
    sub: Id
    exp: NumericDate
    nbf: NumericDate | None = None
    given_name: str | None = None
    family_name: str | None = None
    email: EmailAddress | None = None
    role: Role = Role.STANDARD
    locations: tuple[Location, ...] = ()

    @field_validator("email", mode="wrap")
    @classmethod
    def _usable_email(cls, value: Any, validate: ValidatorFunctionWrapHandler) -> str | None:
        try:
            address: str | None = validate(value)
        except ValidationError:
            return None
        return address

    @field_validator("role", mode="before")
    @classmethod
    def _known_role(cls, value: Any) -> Any:
        return value if value == Role.ADMINISTRATOR else Role.STANDARD

    @field_validator("locations", mode="before")
    @classmethod
    def _plain_ids_too(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return [{"id": item} if isinstance(item, str) else item for item in value]

    @property
    def name(self) -> str | None:
        parts = (self.given_name, self.family_name)
        full = " ".join(filter(None, (normalised(part or "") for part in parts)))
        return beginning(full, MAX_NAME_LENGTH) or None


def verify_token(token: str, keys: PublicKeys, policy: TokenPolicy, now: datetime) -> Operator:
    """The operator that a token speaks for.

    Raises Problem 401 `not-signed-in` unless signature, issuer, audience and times are right.
    """
    return _operator(_checked_claims(token, keys, policy, now))


def verify_id_token(
    token: str, keys: PublicKeys, policy: TokenPolicy, nonce: str, now: datetime
) -> Operator:
    """The operator who has just signed in.

    Raises Problem 401 as above, and unless it answers the very request that had this nonce.
    """
    claims = _checked_claims(token, keys, policy, now)
    if claims.nonce != nonce or claims.azp not in {None, policy.audience}:
        raise not_signed_in("The token was not issued for this browser.")
    return _operator(claims)


def _checked_claims(token: str, keys: PublicKeys, policy: TokenPolicy, now: datetime) -> _Claims:
    try:
        claims = _Claims.model_validate(verified_claims(token, keys, TOKEN_ALGORITHMS))
    except InvalidSignatureError:
        raise not_signed_in("The token is not signed by the login service.") from None
    except ValidationError:
        raise not_signed_in("The token lacks a claim, or has one that makes no sense.") from None
    valid_until = datetime.fromtimestamp(claims.exp, UTC)
    valid_from = datetime.fromtimestamp(claims.nbf or 0, UTC)
    audiences = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    if claims.iss != policy.issuer or policy.audience not in audiences:
        raise not_signed_in("The token is meant for something else.")
    if not valid_from - LEEWAY <= now < valid_until + LEEWAY:
        raise not_signed_in("The token is not valid at this time.")
    return claims


def _operator(claims: _Claims) -> Operator:
    locations = {location.id: location for location in claims.locations}
    expires_at = datetime.fromtimestamp(claims.exp, UTC)
    return Operator(claims.sub, claims.name, claims.role, locations, expires_at, claims.email)


def not_signed_in(detail: str) -> Problem:
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "not-signed-in",
        "You are not signed in.",
        f"{detail} Sign in again.",
        headers={"WWW-Authenticate": "Bearer"},
    )
