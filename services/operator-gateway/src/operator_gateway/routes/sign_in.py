"""Where staff's browsers sign in and out. The tokens never reach the page."""

import secrets
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from booking_chat.service.http.problems import problem_responses
from operator_gateway.sign_in import code_flow
from operator_gateway.sign_in.authenticator import Dashboard
from operator_gateway.sign_in.code_flow import LoginError, Outcome
from operator_gateway.sign_in.csrf import require_same_origin
from operator_gateway.sign_in.login import Login
from operator_gateway.sign_in.session import SessionTooLargeError

log = structlog.get_logger(__name__)

_SECRET_BYTES = 32


def sign_in_routes(dashboard: Dashboard, login: Login) -> APIRouter:
    router = APIRouter(prefix="/auth")
    cookies = dashboard.cookies

    @router.get("/login", status_code=HTTPStatus.SEE_OTHER)
    async def begin(
        next_path: Annotated[str | None, Query(alias="next")] = None,
    ) -> RedirectResponse:
        """Sends the browser to the login service; afterwards it goes to the path in `next`."""
        attempt = code_flow.begin(
            next_path, login.clock(), lambda: secrets.token_urlsafe(_SECRET_BYTES)
        )
        answer = _to(code_flow.authorization_request(login.provider, attempt))
        seconds = int(code_flow.PATIENCE.total_seconds())
        cookies.set_login(answer, login.cipher.encrypt(attempt.model_dump()), seconds)
        return answer

    @router.get("/callback", status_code=HTTPStatus.SEE_OTHER)
    async def end(request: Request) -> RedirectResponse:
        """Where the login service sends the browser back to.

        When signing in came to nothing, the dashboard learns why from `?sign-in=`.
        """
        try:
            operator, next_path = await login.operator(
                request.query_params, request.cookies.get(cookies.login)
            )
            _, value = dashboard.sessions.begin(operator)
        except LoginError as error:
            log.warning("signing in came to nothing", outcome=error.outcome, why=str(error))
            answer = _to(f"/?sign-in={error.outcome}")
        except SessionTooLargeError as error:
            log.error("a session does not fit into a cookie", why=str(error))  # noqa: TRY400 - no trace
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
        require_same_origin(request.method, request.headers, dashboard.origin)
        cookies.forget_session(response)

    return router


def _to(url: str) -> RedirectResponse:
    return RedirectResponse(url, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
