"""OIDC's authorization code flow at the development identity provider. Pure but for the codes.

It asks for no password. Everything else is checked as a real provider does it, so that a client
that gets through here keeps to the rules.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

from devstack.demo_people import Staff

CODE_LIFETIME = timedelta(seconds=60)
_S256_LENGTH = 43


@dataclass(frozen=True, slots=True)
class Client:
    """The one application that is known here, a public one."""

    id: str
    redirect_uri: str


class RefusedError(Exception):
    """A request that is wrong; `error` is OAuth's word for how (RFC 6749)."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    redirect_uri: str
    state: str
    nonce: str
    code_challenge: str

    def answer(self, issuer: str, **parameters: str) -> str:
        """Where the browser is sent, with what it has to say there (RFC 9207 names us)."""
        return (
            f"{self.redirect_uri}?{urlencode({**parameters, 'state': self.state, 'iss': issuer})}"
        )


def authorization_request(query: Mapping[str, str], client: Client) -> AuthorizationRequest:
    """Raises RefusedError; such a request is told to the person, not to the application."""
    if query.get("client_id") != client.id:
        raise RefusedError("invalid_request", "This application is not known here.")
    if query.get("redirect_uri") != client.redirect_uri:
        raise RefusedError("invalid_request", "The application wants the answer somewhere else.")
    if query.get("response_type") != "code":
        raise RefusedError("unsupported_response_type", "Only response_type=code is known here.")
    if "openid" not in query.get("scope", "").split():
        raise RefusedError("invalid_scope", "The scope has no `openid` in it.")
    if query.get("code_challenge_method") != "S256":
        raise RefusedError("invalid_request", "PKCE with S256 is asked for.")
    if len(query.get("code_challenge", "")) != _S256_LENGTH:
        raise RefusedError("invalid_request", "The code challenge is none of S256.")
    if not query.get("state") or not query.get("nonce"):
        raise RefusedError("invalid_request", "State and nonce are asked for.")
    return AuthorizationRequest(
        client.redirect_uri, query["state"], query["nonce"], query["code_challenge"]
    )


@dataclass(frozen=True, slots=True)
class _Grant:
    request: AuthorizationRequest
    person: Staff
    until: datetime


class Codes:
    """Authorization codes: each is good once, for a minute."""

    def __init__(self, clock: Callable[[], datetime], new_code: Callable[[], str]) -> None:
        self._clock = clock
        self._new_code = new_code
        self._grants: dict[str, _Grant] = {}

    def issue(self, request: AuthorizationRequest, person: Staff) -> str:
        now = self._clock()
        self._grants = {code: grant for code, grant in self._grants.items() if grant.until > now}
        code = self._new_code()
        self._grants[code] = _Grant(request, person, now + CODE_LIFETIME)
        return code

    def redeem(self, form: Mapping[str, str], client: Client) -> tuple[Staff, str]:
        """Who signed in, and the nonce to say so with. Raises RefusedError."""
        if form.get("grant_type") != "authorization_code":
            raise RefusedError("unsupported_grant_type", "Only authorization_code is known here.")
        if form.get("client_id") != client.id:
            raise RefusedError("invalid_client", "This application is not known here.")
        grant = self._grants.pop(form.get("code", ""), None)
        if grant is None or grant.until <= self._clock():
            raise RefusedError("invalid_grant", "The code was used, is too old, or is none.")
        if form.get("redirect_uri") != grant.request.redirect_uri:
            raise RefusedError("invalid_grant", "The code was asked for by another address.")
        if not hmac.compare_digest(
            _s256(form.get("code_verifier", "")), grant.request.code_challenge
        ):
            raise RefusedError("invalid_grant", "The code verifier does not fit the challenge.")
        return grant.person, grant.request.nonce


def _s256(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
