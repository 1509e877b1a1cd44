"""OIDC's authorization code flow with PKCE: what is sent and what is checked. Pure."""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

from pydantic import ValidationError

from booking_chat.contracts.base import StrictContract
from operator_gateway.sign_in.cookie_cipher import CookieCipher, UndecipherableCookieError

PATIENCE = timedelta(minutes=10)
"""How long somebody may take to sign in."""
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
MAX_NEXT_LENGTH = 1000


class Outcome(StrEnum):
    """Why somebody is not signed in; the dashboard has a sentence for each."""

    DENIED = "denied"
    INCOMPLETE = "incomplete"
    UNAVAILABLE = "unavailable"


class LoginError(Exception):
    """Signing in came to nothing; `args` say more for the log."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Provider:
    """The login service as browsers see it, and who we are there."""

    issuer: str
    authorization_url: str
    client_id: str
    redirect_url: str
    scope: str


class Attempt(StrictContract):
    """What must come back as it was, and where to go then; `exp` in seconds since 1970."""

    state: str
    nonce: str
    verifier: str
    next: str
    exp: int


def begin(next_path: str | None, now: datetime, new_secret: Callable[[], str]) -> Attempt:
    """`new_secret` gives 43 characters or more that nobody can guess (RFC 7636)."""
    return Attempt(
        state=new_secret(),
        nonce=new_secret(),
        verifier=new_secret(),
        next=own_path(next_path),
        exp=int((now + PATIENCE).timestamp()),
    )


def own_path(wanted: str | None) -> str:
    """A path of our own, or `/` for whatever could lead elsewhere."""
    if wanted is None or len(wanted) > MAX_NEXT_LENGTH or not _OWN_PATH.fullmatch(wanted):
        return "/"
    return wanted


def authorization_request(provider: Provider, attempt: Attempt) -> str:
    """The address at which the login service asks who somebody is."""
    challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).decode().rstrip("=")
    question = urlencode(
        {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": provider.redirect_url,
            "scope": provider.scope,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
    )
    separator = "&" if urlsplit(provider.authorization_url).query else "?"
    return f"{provider.authorization_url}{separator}{question}"


def kept_attempt(cookie: str | None, cipher: CookieCipher, now: datetime) -> Attempt:
    """The attempt that this browser began. Raises LoginError."""
    try:
        attempt = Attempt.model_validate(cipher.decrypt(cookie or ""))
    except (UndecipherableCookieError, ValidationError):
        raise LoginError(Outcome.INCOMPLETE, "this browser has not begun to sign in") from None
    if attempt.exp <= now.timestamp():
        raise LoginError(Outcome.INCOMPLETE, "it took too long")
    return attempt


def authorization_code(answer: Mapping[str, str], attempt: Attempt, provider: Provider) -> str:
    """The code in what the login service told the browser to say. Raises LoginError."""
    if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
        raise LoginError(Outcome.INCOMPLETE, "the answer is to another question")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise LoginError(Outcome.INCOMPLETE, "the answer comes from another login service")
    error = answer.get("error")
    if error in {"server_error", "temporarily_unavailable"}:
        raise LoginError(Outcome.UNAVAILABLE, error)
    if error is not None:
        raise LoginError(Outcome.DENIED, error)
    if not answer.get("code"):
        raise LoginError(Outcome.INCOMPLETE, "the answer has no code")
    return answer["code"]
