"""Exchanging an authorization code for an ID token, from our side to the login service's."""

from http import HTTPStatus
from urllib.parse import quote

import httpx
from pydantic import SecretStr, ValidationError

from booking_chat.contracts.base import TolerantContract
from operator_gateway.sign_in.code_flow import LoginError, Outcome

TIMEOUT_SECONDS = 10.0


class _Tokens(TolerantContract):
    id_token: str


class IdentityProvider:
    """`client_secret` is None for a public client, which PKCE alone protects."""

    def __init__(self, token_url: str, client_id: str, client_secret: SecretStr | None) -> None:
        self._token_url = token_url
        self._client_id = client_id
        self._client_secret = client_secret

    async def id_token(self, code: str, verifier: str, redirect_url: str) -> str:
        """The ID token that a code is good for, once. Raises LoginError."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_url,
            "code_verifier": verifier,
        }
        credentials = None
        if self._client_secret is None:
            form["client_id"] = self._client_id
        else:
            # RFC 6749, 2.3.1: encoded as a form has it before they are joined.
            credentials = httpx.BasicAuth(
                quote(self._client_id, safe=""),
                quote(self._client_secret.get_secret_value(), safe=""),
            )
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, auth=credentials) as client:
                answer = await client.post(
                    self._token_url, data=form, headers={"Accept": "application/json"}
                )
        except httpx.HTTPError as error:
            raise LoginError(Outcome.UNAVAILABLE, repr(error)) from error
        return _id_token(answer)


def _id_token(answer: httpx.Response) -> str:
    if answer.status_code == HTTPStatus.BAD_REQUEST:
        # A code that was used, is too old, or belongs to another attempt.
        raise LoginError(Outcome.INCOMPLETE, answer.text[:200])
    if not answer.is_success:
        raise LoginError(Outcome.UNAVAILABLE, f"{answer.status_code}: {answer.text[:200]}")
    try:
        return _Tokens.model_validate_json(answer.content).id_token
    except ValidationError:
        raise LoginError(Outcome.UNAVAILABLE, "the answer has no ID token") from None
