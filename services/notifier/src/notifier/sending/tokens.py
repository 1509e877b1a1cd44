"""Tokens that stand in the links of emails: who has one may do what it is for."""

import secrets
from hashlib import sha256

TOKEN_BYTES = 32


class Tokens:
    def new(self) -> str:
        """Random, safe in a URL."""
        return secrets.token_urlsafe(TOKEN_BYTES)

    def hash_of(self, token: str) -> str:
        """What may be stored of a token. It is as random as the hash is long: no salt."""
        return sha256(token.encode()).hexdigest()
