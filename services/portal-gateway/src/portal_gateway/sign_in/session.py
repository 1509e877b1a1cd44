"""Customers' sessions: a signed cookie for each booking, and nothing kept on this side.

A browser can hold several bookings at once. Each has a cookie of its own, and a page names its
booking in a header. `COOKIE` stands for the booking that was opened last, for whoever names none.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus

from joserfc import jws
from joserfc.jwk import OctKey

from booking_chat.contracts.base import StrictContract
from booking_chat.contracts.values import Id
from booking_chat.gateway.cache import TimedCache
from booking_chat.service.http.jose import MALFORMED, NumericDate
from booking_chat.service.http.problems import Problem
from portal_gateway.sign_in.links import PortalLink

COOKIE = "booking_chat_session"
MEANT = "Booking-Id"
"""The header in which a page names its booking: it must never go on in another one's name."""
MAX_BOOKINGS = 10
"""Sessions in one browser. They travel with every request, whose head has a limit."""
LONGEST_SESSION = timedelta(days=30)
MAX_KNOWN_SESSIONS = 10_000
_ALGORITHMS = ("HS256",)


@dataclass(frozen=True, slots=True)
class Session:
    booking_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Carried:
    """What a request has with it: its cookies, oldest first, and the booking that it names."""

    cookies: Mapping[str, str]
    meant: str | None = None


class _Payload(StrictContract):
    booking_id: Id
    exp: NumericDate


def cookie_of(booking_id: str) -> str:
    """The name of a booking's own cookie."""
    return f"{COOKIE}_{sha256(booking_id.encode(errors='replace')).hexdigest()[:16]}"


_OWN_COOKIE = re.compile(rf"{COOKIE}_[0-9a-f]{{16}}")


def own_cookies(cookies: Mapping[str, str]) -> list[str]:
    """The names of cookies that stand for one booking each, oldest first."""
    return [name for name in cookies if _OWN_COOKIE.fullmatch(name)]


def displaced(cookies: Mapping[str, str], booking_id: str) -> list[str]:
    """The names of the oldest cookies that make room for another booking."""
    others = [name for name in own_cookies(cookies) if name != cookie_of(booking_id)]
    return others[: max(len(others) + 1 - MAX_BOOKINGS, 0)]


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

    def verify(self, carried: Carried) -> Session:
        """The session of the booking that is meant; of the one opened last when none is named.

        Raises Problem 401 `not-signed-in`.
        """
        cookies, meant = carried.cookies, carried.meant
        own = own_cookies(cookies) if meant is None else [cookie_of(meant)]
        names = [COOKIE, *own] if len(own) == 1 else [COOKIE]
        for cookie in filter(None, map(cookies.get, names)):
            session = self._valid(cookie)
            if session is not None and meant in {None, session.booking_id}:
                return session
        raise not_signed_in()

    def ended_by(self, carried: Carried) -> list[str]:
        """The names of the cookies that go when a session is ended."""
        last = self._valid(carried.cookies.get(COOKIE, ""))
        ended = carried.meant
        if ended is None:
            try:
                ended = self.verify(carried).booking_id
            except Problem:
                return [COOKIE]
        return [
            *([COOKIE] if last is None or last.booking_id == ended else []),
            cookie_of(ended),
        ]

    def _valid(self, cookie: str) -> Session | None:
        try:
            return self._verified(cookie)
        except Problem:
            return None

    def _verified(self, cookie: str) -> Session:
        session = self._known.get(cookie)
        if session is None:
            session = verify_session(cookie, self._key, self._clock())
            self._known.put(cookie, session, self.seconds_left(session))
        return session

    def seconds_left(self, session: Session) -> float:
        return (session.expires_at - self._clock()).total_seconds()
