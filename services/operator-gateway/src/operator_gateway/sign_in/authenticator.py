"""From a request to its operator: by a bearer token, or by the dashboard's session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from booking_chat.gateway.cache import TimedCache
from booking_chat.gateway.jwks import Jwks
from booking_chat.gateway.signatures import InvalidSignatureError
from operator_gateway.access.operator import Operator
from operator_gateway.sign_in.cookies import Cookies
from operator_gateway.sign_in.csrf import require_same_origin
from operator_gateway.sign_in.session import SessionOverError, StaffSessions
from operator_gateway.sign_in.tokens import TokenPolicy, not_signed_in, verify_token

MAX_KNOWN = 10_000

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Our own page, whose sessions are in cookies."""

    origin: str
    cookies: Cookies
    sessions: StaffSessions


class Authenticator:
    """Checks tokens and sessions; one that was right is known by sight until it expires."""

    def __init__(
        self,
        jwks: Jwks,
        policy: TokenPolicy,
        dashboard: Dashboard,
        clock: Callable[[], datetime],
    ) -> None:
        self._jwks = jwks
        self._policy = policy
        self._dashboard = dashboard
        self._clock = clock
        self._known_tokens: TimedCache[str, Operator] = TimedCache(MAX_KNOWN)
        self._known_sessions: TimedCache[str, Operator] = TimedCache(MAX_KNOWN)

    async def operator(self, bearer: Bearer, request: Request) -> Operator:
        """Raises Problem 401 `not-signed-in`, or 403 `cross-site-request`."""
        if bearer is not None:
            return await self._by_token(bearer.credentials)
        cookie = request.cookies.get(self._dashboard.cookies.session)
        if cookie is None:
            raise not_signed_in("The request carries neither a bearer token nor a session.")
        require_same_origin(request.method, request.headers, self._dashboard.origin)
        return self._by_session(cookie)

    async def operator_of(self, request: Request) -> Operator:
        """The same for a request that the framework has not read."""
        return await self.operator(await _bearer(request), request)

    async def _by_token(self, token: str) -> Operator:
        operator = self._known_tokens.get(token)
        if operator is None:
            operator = await self._verified(token)
            self._known_tokens.put(token, operator, self.seconds_left(operator))
        return operator

    def _by_session(self, cookie: str) -> Operator:
        operator = self._known_sessions.get(cookie)
        if operator is None:
            try:
                operator = self._dashboard.sessions.operator(cookie)
            except SessionOverError:
                raise not_signed_in("The session is over.") from None
            self._known_sessions.put(cookie, operator, self.seconds_left(operator))
        return operator

    async def _verified(self, token: str) -> Operator:
        try:
            keys = await self._jwks.keys_for(token)
        except InvalidSignatureError:
            raise not_signed_in("The bearer token is no signed token.") from None
        return verify_token(token, keys, self._policy, self._clock())

    def seconds_left(self, operator: Operator) -> float:
        """Until the token or session expires; 0 within the leeway after that."""
        return max((operator.expires_at - self._clock()).total_seconds(), 0)
