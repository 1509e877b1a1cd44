"""The browser's and the application's side of signing in at the development provider."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from devstack.authorization import Client, Codes, RefusedError, authorization_request
from devstack.demo_people import STAFF
from devstack.sign_in_page import HEADERS, STYLE, STYLE_PATH, choice_page, refused_page
from devstack.tokens import STAFF_LIFETIME, SigningKeys, staff_claims

AUTHORIZE_PATH = "/authorize"
TOKEN_PATH = "/token"  # noqa: S105 - an address
_PERSON = "person"
_NOBODY = "nobody"


def authorization_routes(
    client: Client,
    issuer: str,
    audience: str,
    keys: SigningKeys,
    codes: Codes,
    clock: Callable[[], datetime],
) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(AUTHORIZE_PATH)
    async def authorize(request: Request) -> Response:
        """A choice of people, and for whoever was chosen the way back to the application."""
        query = dict(request.query_params)
        try:
            wanted = authorization_request(query, client)
        except RefusedError as refused:
            page = refused_page(str(refused))
            return HTMLResponse(page, HTTPStatus.BAD_REQUEST, headers=dict(HEADERS))
        chosen = query.get(_PERSON)
        person = next((person for person in STAFF if person.id == chosen), None)
        if person is not None:
            back = wanted.answer(issuer, code=codes.issue(wanted, person))
        elif chosen == _NOBODY:
            back = wanted.answer(issuer, error="access_denied")
        else:
            people = [(person, _chosen(query, person.id)) for person in STAFF]
            page = choice_page(people, cancel=_chosen(query, _NOBODY))
            return HTMLResponse(page, headers=dict(HEADERS))
        return RedirectResponse(back, HTTPStatus.SEE_OTHER, headers=dict(HEADERS))

    @router.get(STYLE_PATH)
    async def style() -> Response:
        return Response(STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})

    @router.post(TOKEN_PATH)
    async def token(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        try:
            person, nonce = codes.redeem(form, client)
        except RefusedError as refused:
            return JSONResponse(
                {"error": refused.error, "error_description": str(refused)},
                HTTPStatus.BAD_REQUEST,
                headers={"Cache-Control": "no-store"},
            )
        now = clock()
        id_claims = {**staff_claims(person, issuer, client.id, now), "nonce": nonce}
        return JSONResponse(
            {
                "token_type": "Bearer",
                "access_token": keys.staff_token(staff_claims(person, issuer, audience, now)),
                "id_token": keys.staff_token(id_claims),
                "expires_in": int(STAFF_LIFETIME.total_seconds()),
            },
            headers={"Cache-Control": "no-store"},
        )

    return router


def _chosen(query: dict[str, str], person: str) -> str:
    return f"{AUTHORIZE_PATH}?{urlencode({**query, _PERSON: person})}"
