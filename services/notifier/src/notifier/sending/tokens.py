"""Tokens in the links of emails: who has one may do what the link is for."""

import secrets
from hashlib import sha256

TOKEN_BYTES = 32


class Tokens:
    def new(self) -> str:
        """Random, safe in a URL."""
        return secrets.token_urlsafe(TOKEN_BYTES)

    def hash_of(self, token: str) -> str:
        """What is stored of a token. It is as random as the hash is long, so it needs no salt."""
        return sha256(token.encode()).hexdigest()
