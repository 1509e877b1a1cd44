"""What a browser keeps for us and may neither read nor change: encrypted cookies. Pure."""

import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe
from joserfc.jwk import OctKey

from booking_chat.service.http.jose import MALFORMED

_HEADER = {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}
_ALGORITHMS = tuple(_HEADER.values())
_KEY_BYTES = 32


class UndecipherableCookieError(Exception):
    """What a browser sent is not what we gave to it."""


class CookieCipher:
    """A key for one purpose, so that no value for one passes for another."""

    def __init__(self, secret: str, purpose: str) -> None:
        derivation = HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"booking-chat {purpose}".encode())
        self._key = OctKey.import_key(derivation.derive(secret.encode()))

    def encrypt(self, content: Any) -> str:
        """The content, which JSON has words for, as a compact JWE."""
        plaintext = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return jwe.encrypt_compact(_HEADER, plaintext, self._key, algorithms=_ALGORITHMS)

    def decrypt(self, encrypted: str) -> Any:
        """Raises UndecipherableCookieError."""
        try:
            content = jwe.decrypt_compact(encrypted, self._key, algorithms=_ALGORITHMS).plaintext
            return json.loads(content or b"")
        except (*MALFORMED, InvalidTag) as error:
            raise UndecipherableCookieError(str(error)) from error
