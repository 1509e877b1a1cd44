"""One sign-in from its beginning to an operator, with the login service that answers us."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from booking_chat.gateway.jwks import Jwks
from booking_chat.gateway.signatures import InvalidSignatureError
from booking_chat.service.http.problems import Problem
from operator_gateway.access.operator import Operator
from operator_gateway.sign_in import code_flow
from operator_gateway.sign_in.code_flow import LoginError, Outcome, Provider
from operator_gateway.sign_in.cookie_cipher import CookieCipher
from operator_gateway.sign_in.identity_provider import IdentityProvider
from operator_gateway.sign_in.tokens import TokenPolicy, verify_id_token


@dataclass(frozen=True, slots=True)
class Login:
    """The login service: what browsers are sent to, what answers us, and how it is believed."""

    provider: Provider
    service: IdentityProvider
    jwks: Jwks
    cipher: CookieCipher
    clock: Callable[[], datetime]

    async def operator(self, answer: Mapping[str, str], cookie: str | None) -> tuple[Operator, str]:
        """Who has come back from the login service, and where to go next.

        `answer` is the query that the login service sent the browser back with, `cookie` what
        this browser began with. Raises LoginError.
        """
        attempt = code_flow.kept_attempt(cookie, self.cipher, self.clock())
        code = code_flow.authorization_code(answer, attempt, self.provider)
        token = await self.service.id_token(code, attempt.verifier, self.provider.redirect_url)
        policy = TokenPolicy(self.provider.issuer, self.provider.client_id)
        try:
            keys = await self.jwks.keys_for(token)
            operator = verify_id_token(token, keys, policy, attempt.nonce, self.clock())
        except InvalidSignatureError as error:
            raise LoginError(Outcome.INCOMPLETE, str(error)) from error
        except Problem as problem:
            away = problem.status is HTTPStatus.SERVICE_UNAVAILABLE
            outcome = Outcome.UNAVAILABLE if away else Outcome.INCOMPLETE
            raise LoginError(outcome, problem.detail or problem.title) from problem
        return operator, attempt.next
