"""From a request's bearer token to its operator."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from booking_chat.caching import TimedCache
from booking_chat.jwks import InvalidSignatureError, Jwks
from operator_gateway.identity import Operator, TokenPolicy, not_signed_in, verify_token

MAX_KNOWN_TOKENS = 10_000

Bearer = Annotated[
    HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False, bearerFormat="JWT"))
]


class SignIn:
    """Checks tokens; one that was right is known by sight until it expires."""

    def __init__(self, jwks: Jwks, policy: TokenPolicy, clock: Callable[[], datetime]) -> None:
        self._jwks = jwks
        self._policy = policy
        self._clock = clock
        self._known: TimedCache[str, Operator] = TimedCache(MAX_KNOWN_TOKENS)

    async def operator(self, bearer: Bearer) -> Operator:
        """Raises Problem 401 `not-signed-in`."""
        if bearer is None:
            raise not_signed_in("The request carries no bearer token.")
        token = bearer.credentials
        operator = self._known.get(token)
        if operator is None:
            operator = await self._verified(token)
            self._known.put(token, operator, self.seconds_left(operator))
        return operator

    async def _verified(self, token: str) -> Operator:
        try:
            keys = await self._jwks.keys_for(token)
        except InvalidSignatureError:
            raise not_signed_in("The bearer token is no signed token.") from None
        return verify_token(token, keys, self._policy, self._clock())

    def seconds_left(self, operator: Operator) -> float:
        """Until the token expires; 0 within the leeway after that."""
        return max((operator.expires_at - self._clock()).total_seconds(), 0)
