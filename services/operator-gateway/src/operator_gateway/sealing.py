"""What a browser keeps for us and may neither read nor change: encrypted cookies. Pure."""

import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe
from joserfc.jwk import OctKey

from booking_chat.gateway.jwks import MALFORMED

_HEADER = {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}
_ALGORITHMS = tuple(_HEADER.values())
_KEY_BYTES = 32


class BrokenSealError(Exception):
    """What a browser sent is not what we gave to it."""


class Seal:
    """A key for one purpose, so that what is sealed for one cannot be used for another."""

    def __init__(self, secret: str, purpose: str) -> None:
        derivation = HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"booking-chat {purpose}".encode())
        self._key = OctKey.import_key(derivation.derive(secret.encode()))

    def close(self, content: Any) -> str:
        """The content, which JSON has words for, as a compact JWE."""
        plaintext = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return jwe.encrypt_compact(_HEADER, plaintext, self._key, algorithms=_ALGORITHMS)

    def open(self, sealed: str) -> Any:
        """Raises BrokenSealError."""
        try:
            content = jwe.decrypt_compact(sealed, self._key, algorithms=_ALGORITHMS).plaintext
            return json.loads(content or b"")
        except (*MALFORMED, InvalidTag) as error:
            raise BrokenSealError(str(error)) from error
