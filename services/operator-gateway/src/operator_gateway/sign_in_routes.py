"""Where staff's browsers sign in and out. The tokens never reach the page."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from booking_chat.gateway.jwks import InvalidSignatureError, Jwks
from booking_chat.service.http.problems import Problem, problem_responses
from operator_gateway import login
from operator_gateway.foreign import require_own_page
from operator_gateway.identity import Operator, TokenPolicy, verify_id_token
from operator_gateway.login import LoginError, Outcome, Provider
from operator_gateway.login_service import LoginService
from operator_gateway.sealing import Seal
from operator_gateway.session import SessionTooLargeError
from operator_gateway.sign_in import Dashboard

log = structlog.get_logger(__name__)

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Login:
    """The login service: what browsers are sent to, what answers us, and how it is believed."""

    provider: Provider
    service: LoginService
    jwks: Jwks
    seal: Seal
    clock: Callable[[], datetime]

    async def operator(self, request: Request, cookie: str | None) -> tuple[Operator, str]:
        """Who has come back from the login service, and where to go next.

        Raises LoginError.
        """
        attempt = login.kept_attempt(cookie, self.seal, self.clock())
        code = login.authorization_code(request.query_params, attempt, self.provider)
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


def sign_in_routes(dashboard: Dashboard, service: Login) -> APIRouter:
    router = APIRouter(prefix="/auth")
    cookies = dashboard.cookies

    @router.get("/login", status_code=HTTPStatus.SEE_OTHER)
    async def begin(
        next_path: Annotated[str | None, Query(alias="next")] = None,
    ) -> RedirectResponse:
        """Sends the browser to the login service; afterwards it goes to the path in `next`."""
        attempt = login.begin(
            next_path, service.clock(), lambda: secrets.token_urlsafe(_SECRET_BYTES)
        )
        answer = _to(login.authorization_request(service.provider, attempt))
        seconds = int(login.PATIENCE.total_seconds())
        cookies.set_login(answer, service.seal.close(attempt.model_dump()), seconds)
        return answer

    @router.get("/callback", status_code=HTTPStatus.SEE_OTHER)
    async def end(request: Request) -> RedirectResponse:
        """Where the login service sends the browser back to.

        When signing in came to nothing, the dashboard learns why from `?sign-in=`.
        """
        try:
            operator, next_path = await service.operator(
                request, request.cookies.get(cookies.login)
            )
            _, value = dashboard.sessions.begin(operator)
        except LoginError as error:
            log.warning("signing in came to nothing", outcome=error.outcome, why=str(error))
            answer = _to(f"/?sign-in={error.outcome}")
        except SessionTooLargeError as error:
            log.error("a session does not fit into a cookie", why=str(error))  # noqa: TRY400
            answer = _to(f"/?sign-in={Outcome.UNAVAILABLE}")
        else:
            answer = _to(next_path)
            seconds = int(dashboard.sessions.lifetime.total_seconds())
            cookies.set_session(answer, value, seconds)
        cookies.forget_login(answer)
        return answer

    @router.post(
        "/logout",
        status_code=HTTPStatus.NO_CONTENT,
        responses=problem_responses({HTTPStatus.FORBIDDEN: "cross-site-request"}),
    )
    async def sign_out(request: Request, response: Response) -> None:
        """Ends the session in this browser."""
        require_own_page(request.method, request.headers, dashboard.origin)
        cookies.forget_session(response)

    return router


def _to(url: str) -> RedirectResponse:
    return RedirectResponse(url, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
