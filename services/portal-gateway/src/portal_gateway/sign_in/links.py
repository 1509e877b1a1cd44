"""The link in a booking's confirmation email: whose signature, which booking, until when. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from pydantic import ValidationError

from booking_chat.contracts.base import TolerantContract
from booking_chat.contracts.values import Id
from booking_chat.gateway.signatures import (
    InvalidSignatureError,
    PublicKeys,
    verified_claims,
)
from booking_chat.service.http.jose import NumericDate
from booking_chat.service.http.problems import Problem

LINK_ALGORITHMS = frozenset({"Ed25519", "EdDSA"})
"""Asymmetric ones only: what can check a link must not be able to make one."""


@dataclass(frozen=True, slots=True)
class PortalLink:
    booking_id: str
    expires_at: datetime


class _Payload(TolerantContract):
    booking_id: Id
    exp: NumericDate


def verify_link(token: str, keys: PublicKeys, now: datetime) -> PortalLink:
    """What a link's token says, once it is known to be true.

    Raises Problem 401 `link-invalid` or `link-expired`.
    """
    try:
        payload = _Payload.model_validate(verified_claims(token, keys, LINK_ALGORITHMS))
    except (InvalidSignatureError, ValidationError):
        raise link_invalid() from None
    expires_at = datetime.fromtimestamp(payload.exp, UTC)
    if expires_at <= now:
        raise link_expired()
    return PortalLink(payload.booking_id, expires_at)


def link_invalid() -> Problem:
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "link-invalid",
        "This link is not valid.",
        "Open the link in your booking confirmation again, exactly as it stands there.",
    )


def link_expired() -> Problem:
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "link-expired",
        "This link has expired.",
        "Ask the business where you booked to send you a new one.",
    )
