"""Signing in with a link, and out."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import StringConstraints

from booking_chat.contracts.base import Moment, StrictContract, TolerantContract
from booking_chat.contracts.http.views import ConversationView
from booking_chat.gateway.jwks import Jwks
from booking_chat.gateway.signatures import InvalidSignatureError
from booking_chat.service.http.problems import Problem, problem_responses
from portal_gateway.routes.parameters import FromCustomer
from portal_gateway.sign_in.links import PortalLink, link_invalid, verify_link
from portal_gateway.sign_in.session import COOKIE, Sessions, cookie_of, displaced

COOKIE_PATH = "/api"


class LinkToken(StrictContract):
    """What stands behind the `#` of a customer's link."""

    token: Annotated[str, StringConstraints(max_length=4096)]


class SessionView(TolerantContract):
    """`conversation` is left out unless it was asked for, and null where it cannot be read now."""

    booking_id: str
    expires_at: Moment
    conversation: ConversationView | None = None


Reading = Callable[[str], Awaitable[ConversationView]]
"""The conversation of a booking by its id. Raises Problem."""


_PROBLEMS = problem_responses(
    {
        HTTPStatus.UNAUTHORIZED: "link-invalid, link-expired",
        HTTPStatus.UNPROCESSABLE_ENTITY: "invalid-input",
        HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
    }
)


def session_routes(
    jwks: Jwks,
    sessions: Sessions,
    reading: Reading,
    clock: Callable[[], datetime],
    *,
    cookie_secure: bool,
) -> APIRouter:
    router = APIRouter(prefix="/api/session")

    def take_away(response: Response, names: Sequence[str]) -> None:
        for name in names:
            response.delete_cookie(
                name, path=COOKIE_PATH, httponly=True, secure=cookie_secure, samesite="strict"
            )

    @router.post("", response_model_exclude_unset=True, responses=_PROBLEMS)
    async def sign_in(
        body: LinkToken,
        request: Request,
        response: Response,
        include: Literal["conversation"] | None = None,
    ) -> SessionView:
        """Sets the cookies that stand for this one booking; those of other bookings stay.

        With `include=conversation` the answer holds what `GET /api/conversation` would answer,
        which saves a page a round trip before its first messages.
        """
        session, cookie = sessions.begin(await _link_of(body.token, jwks, clock))
        for name in (COOKIE, cookie_of(session.booking_id)):
            response.set_cookie(
                name,
                cookie,
                expires=session.expires_at,
                path=COOKIE_PATH,
                httponly=True,
                secure=cookie_secure,
                samesite="strict",
            )
        take_away(response, displaced(request.cookies, session.booking_id))
        view = SessionView(booking_id=session.booking_id, expires_at=session.expires_at)
        if include is None:
            return view
        conversation = await _if_readable(reading, session.booking_id)
        return view.model_copy(update={"conversation": conversation})

    @router.delete("", status_code=HTTPStatus.NO_CONTENT)
    async def sign_out(carried: FromCustomer, response: Response) -> None:
        """Ends the session of the booking that `Booking-Id` names; others in the browser stay."""
        take_away(response, sessions.ended_by(carried))

    return router


async def _link_of(token: str, jwks: Jwks, clock: Callable[[], datetime]) -> PortalLink:
    """Raises Problem 401 for a link that does not open anything, 503 without keys to tell."""
    try:
        keys = await jwks.keys_for(token)
    except InvalidSignatureError:
        raise link_invalid() from None
    return verify_link(token, keys, clock())


async def _if_readable(reading: Reading, booking_id: str) -> ConversationView | None:
    """None where it cannot be read now: whoever asks for it by itself is told why."""
    try:
        return await reading(booking_id)
    except Problem:
        return None
