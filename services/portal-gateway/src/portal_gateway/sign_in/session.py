"""A customer's session: a signed cookie for one booking, and nothing kept on this side."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from joserfc import jws
from joserfc.jwk import OctKey

from booking_chat.contracts.base import StrictContract
from booking_chat.contracts.values import Id
from booking_chat.gateway.cache import TimedCache
from booking_chat.gateway.signatures import MALFORMED, NumericDate
from booking_chat.service.http.problems import Problem
from portal_gateway.sign_in.links import PortalLink

COOKIE = "booking_chat_session"
MEANT = "Booking-Id"
"""The header in which a page names its booking. The cookie is the whole browser's: a link that is
opened in another tab changes whom it stands for, and a page must not go on in that name."""
LONGEST_SESSION = timedelta(days=30)
MAX_KNOWN_SESSIONS = 10_000
_ALGORITHMS = ("HS256",)


@dataclass(frozen=True, slots=True)
class Session:
    booking_id: str
    expires_at: datetime


class _Payload(StrictContract):
    booking_id: Id
    exp: NumericDate


def session_of(link: PortalLink, now: datetime) -> Session:
    """A session lasts as long as its link, but 30 days at most."""
    return Session(link.booking_id, min(link.expires_at, now + LONGEST_SESSION))


def sign_session(session: Session, key: OctKey) -> str:
    payload = {"bookingId": session.booking_id, "exp": int(session.expires_at.timestamp())}
    return jws.serialize_compact({"alg": "HS256"}, json.dumps(payload), key, _ALGORITHMS)


def verify_session(cookie: str, key: OctKey, now: datetime) -> Session:
    """Raises Problem 401 `not-signed-in` for a cookie that is not ours or is over."""
    try:
        content = jws.deserialize_compact(cookie, key, _ALGORITHMS).payload
        payload = _Payload.model_validate_json(content or b"")
    except MALFORMED:
        raise not_signed_in() from None
    session = Session(payload.booking_id, datetime.fromtimestamp(payload.exp, UTC))
    if session.expires_at <= now:
        raise not_signed_in()
    return session


def not_signed_in() -> Problem:
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "not-signed-in",
        "You are not signed in.",
        "Open the link in your booking confirmation to see your conversation.",
    )


class Sessions:
    """Checks cookies; one that was right is known by sight from then on."""

    def __init__(self, secret: str, clock: Callable[[], datetime]) -> None:
        self._key = OctKey.import_key(secret)
        self._clock = clock
        self._known: TimedCache[str, Session] = TimedCache(MAX_KNOWN_SESSIONS)

    def begin(self, link: PortalLink) -> tuple[Session, str]:
        """A session and its cookie."""
        session = session_of(link, self._clock())
        return session, sign_session(session, self._key)

    def verify(self, cookie: str | None, meant: str | None = None) -> Session:
        """Raises Problem 401 `not-signed-in`, also when another booking was meant."""
        session = self._verified(cookie)
        if meant is not None and meant != session.booking_id:
            raise not_signed_in()
        return session

    def _verified(self, cookie: str | None) -> Session:
        if cookie is None:
            raise not_signed_in()
        session = self._known.get(cookie)
        if session is None:
            session = verify_session(cookie, self._key, self._clock())
            self._known.put(cookie, session, self.seconds_left(session))
        return session

    def seconds_left(self, session: Session) -> float:
        return (session.expires_at - self._clock()).total_seconds()
