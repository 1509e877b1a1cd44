"""Signatures of compact JWS, checked against public keys that are known already. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from booking_chat.service.http.foreign_json import read_json
from booking_chat.service.http.jose import MALFORMED

PublicKey = RSAKey | ECKey | OKPKey
PublicKeys = Mapping[str, PublicKey]


class InvalidSignatureError(Exception):
    """A token that none of the keys signed, or no token at all."""


def verified_claims(token: str, keys: PublicKeys, algorithms: Collection[str]) -> Any:
    """The JSON payload of a signed compact JWS.

    Raises InvalidSignatureError unless the key that the token names is among `keys`, the
    algorithm among `algorithms`, and the signature right.
    """
    try:
        key = keys[key_id(token)]
        content = jws.deserialize_compact(token, key, algorithms=algorithms).payload
        return read_json(content or b"")
    except KeyError:
        raise InvalidSignatureError("signed with a key that is not known") from None
    except MALFORMED as error:
        raise InvalidSignatureError(str(error)) from error


def key_id(token: str) -> str:
    """The `kid` that a token names, before anything of it is believed.

    Raises InvalidSignatureError for what is no compact JWS or names none.
    """
    try:
        named = jws.extract_compact(token.encode()).headers().get("kid")
    except MALFORMED as error:
        raise InvalidSignatureError(str(error)) from error
    if not isinstance(named, str):
        raise InvalidSignatureError("names no key")
    return named
