"""The pages behind the links in alert emails, the same on both gateways.

Whoever holds the link may do what it says; nobody is signed in. Looking at the page changes
nothing, because mail scanners follow every link: what counts is the POST of its one button, which
is also what a mail program's own unsubscribe button sends (RFC 8058).
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter, ValidationError

from booking_chat.contracts.http.alert_links import LinkEffect, LinkToken
from booking_chat.gateway.ports import AlertLinks
from booking_chat.service.http.problems import Problem

_TOKEN: TypeAdapter[str] = TypeAdapter(LinkToken)
_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}"
    "button{font:inherit;padding:.6rem 1.2rem}:root{color-scheme:light dark}"
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class LinkAction:
    """What a link does, and the words of its page. `done` has a place for the address."""

    path: str
    title: str
    question: str
    button: str
    done: str
    follow: Callable[[str], Awaitable[LinkEffect]]


def verification(links: AlertLinks) -> LinkAction:
    return LinkAction(
        path="verify",
        title="Confirm this address",
        question="Booking alerts were asked for at the address that got this link.",
        button="Send alerts to this address",
        done="{} is confirmed. Alerts will come there from now on.",
        follow=links.verify,
    )


def unsubscription(links: AlertLinks) -> LinkAction:
    return LinkAction(
        path="unsubscribe",
        title="No more of these emails",
        question="Emails of this kind go to the address that got this link.",
        button="Stop these emails",
        done="{} gets no more emails of this kind.",
        follow=links.unsubscribe,
    )


def link_routes(*actions: LinkAction) -> APIRouter:
    router = APIRouter(prefix="/api/alerts")
    for action in actions:
        _add(router, action)
    return router


def _add(router: APIRouter, action: LinkAction) -> None:
    path = f"/{action.path}/{{token}}"

    @router.get(path, name=f"{action.path}_page", response_class=HTMLResponse)
    async def page(token: str) -> HTMLResponse:
        """A page with one button; nothing happens until somebody presses it."""
        if not _may_be_a_token(token):
            return _dead_link()
        form = f'<form method="post"><button>{escape(action.button)}</button></form>'
        return _page(HTTPStatus.OK, action.title, action.question, form)

    @router.post(path, name=action.path, response_class=HTMLResponse)
    async def follow(token: str) -> HTMLResponse:
        """Does what the link says. Once more is the same as once."""
        if not _may_be_a_token(token):
            return _dead_link()
        try:
            effect = await action.follow(token)
        except Problem as problem:
            return _refusal(problem)
        return _page(HTTPStatus.OK, "Done", action.done.format(effect.address))


def _may_be_a_token(token: str) -> bool:
    try:
        _TOKEN.validate_python(token)
    except ValidationError:
        return False
    return True


def _dead_link() -> HTMLResponse:
    return _page(
        HTTPStatus.GONE,
        "This link does not work any more",
        "It is too old, or not all of it was copied.",
    )


def _refusal(problem: Problem) -> HTMLResponse:
    if problem.status is HTTPStatus.SERVICE_UNAVAILABLE:
        return _page(
            problem.status,
            "Not at the moment",
            "Please try again in a minute.",
            headers={"Retry-After": "60"},
        )
    return _dead_link()


def _page(
    status: HTTPStatus,
    title: str,
    text: str,
    form: str = "",
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    """A page of its own: `form` is markup, the rest is text."""
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<main><h1>{escape(title)}</h1><p>{escape(text)}</p>{form}</main></html>",
        status_code=status,
        headers={**_HEADERS, **(headers or {})},
    )
