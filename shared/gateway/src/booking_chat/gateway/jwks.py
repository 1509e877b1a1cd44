"""Public keys of somebody who signs: fetched from a JWKS, found by their `kid`.

This is the one place that fetches; signatures are checked in `signatures.py`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

import httpx
import structlog
from joserfc.jwk import JWKRegistry

from booking_chat.gateway.signatures import PublicKey, PublicKeys, key_id
from booking_chat.service.config import DEVELOPMENT_MARK, Environment, ServiceConfig
from booking_chat.service.errors import described
from booking_chat.service.http.foreign_json import read_json
from booking_chat.service.http.jose import MALFORMED
from booking_chat.service.http.problems import unavailable

log = structlog.get_logger(__name__)

Fetch = Callable[[], Awaitable[bytes]]

REFRESH_SECONDS = 10.0
"""An unknown `kid` has the keys fetched again, but no oftener than this."""
FIRST_FETCH_SECONDS = 1.0
"""While there are no keys yet, they are asked for this often."""
FETCH_TIMEOUT_SECONDS = 5.0


def parse_jwks(content: bytes, *, production: bool) -> dict[str, PublicKey]:
    """The public keys of a JWKS by `kid`.

    A shared secret among them is left out: whoever can check with it could sign as well. So is
    a key that cannot be read, and in production one that is for development only.
    Raises ValueError when it is not a JWKS.
    """
    document = read_json(content)
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ValueError("a JWKS is an object with a list of keys")  # noqa: TRY004 - of JSON
    keys: dict[str, PublicKey] = {}
    for entry in document["keys"]:
        key = _public_key(entry)
        if key is None or (production and DEVELOPMENT_MARK in str(key.kid)):
            log.warning("key left out", kid=entry.get("kid") if isinstance(entry, dict) else None)
        else:
            keys[str(key.kid)] = key
    return keys


def _public_key(entry: Any) -> PublicKey | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("kty") not in {"RSA", "EC", "OKP"} or entry.get("use", "sig") != "sig":
        return None
    try:
        key = JWKRegistry.import_key(entry)
    except MALFORMED:
        return None
    return key if isinstance(key, PublicKey) else None


class Jwks:
    """The keys as last fetched; nothing is fetched before the first token comes."""

    def __init__(
        self, fetch: Fetch, *, production: bool, clock: Callable[[], float] = monotonic
    ) -> None:
        self._fetch = fetch
        self._production = production
        self._clock = clock
        self._keys: dict[str, PublicKey] | None = None
        self._fetched_at = float("-inf")
        self._fetching = asyncio.Lock()

    async def keys_for(self, token: str) -> PublicKeys:
        """The known keys, fetched again when the key that the token names is not among them.

        Raises InvalidSignatureError for what is no token, and Problem 503 while no keys can be
        had at all.
        """
        kid = key_id(token)
        if self._is_worth_a_fetch(kid):
            async with self._fetching:
                if self._is_worth_a_fetch(kid):
                    await self._refresh()
        if self._keys is None:
            raise unavailable("The place where signing keys are published")
        return self._keys

    def _is_worth_a_fetch(self, kid: str) -> bool:
        pause = FIRST_FETCH_SECONDS if self._keys is None else REFRESH_SECONDS
        since = self._clock() - self._fetched_at
        return kid not in (self._keys or {}) and since >= pause

    async def _refresh(self) -> None:
        """Keeps the former keys when new ones cannot be had."""
        try:
            self._keys = parse_jwks(await self._fetch(), production=self._production)
        except (httpx.HTTPError, ValueError) as error:
            log.warning("signing keys cannot be fetched", error=described(error))
        self._fetched_at = self._clock()


def jwks_at(url: str, config: ServiceConfig) -> Jwks:
    return Jwks(_fetch_from(url), production=config.environment is Environment.PRODUCTION)


def _fetch_from(url: str) -> Fetch:
    async def fetch() -> bytes:
        async with httpx.AsyncClient(timeout=FETCH_TIMEOUT_SECONDS) as client:
            response = await client.get(url)
        return response.raise_for_status().content

    return fetch
