"""The pages behind the links in alert emails, the same on both gateways.

Whoever holds the link may do what it says; nobody is signed in. Looking at the page changes
nothing, because mail scanners follow every link: what counts is the POST of its one button, which
is also what a mail program's own unsubscribe button sends (RFC 8058). The link says in which
language the email was, so that its page is in the same one.
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter, ValidationError

from booking_chat.contracts.http.alert_links import LinkEffect, LinkToken
from booking_chat.contracts.languages import choose_language, direction_of
from booking_chat.gateway.link_texts.catalogue import ActionTexts, LinkTexts
from booking_chat.gateway.link_texts.languages import link_texts_in
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


WantedLanguage = Annotated[str | None, Query(alias="language")]
"""What the link says. Not refused, whatever it is: a page in English is better than none."""


@dataclass(frozen=True, slots=True)
class LinkAction:
    """What a link does, and where the words of its page are in a catalogue."""

    path: str
    words: Callable[[LinkTexts], ActionTexts]
    follow: Callable[[str], Awaitable[LinkEffect]]


def verification(links: AlertLinks) -> LinkAction:
    return LinkAction("verify", lambda texts: texts.verification, links.verify)


def unsubscription(links: AlertLinks) -> LinkAction:
    return LinkAction("unsubscribe", lambda texts: texts.unsubscription, links.unsubscribe)


def link_routes(*actions: LinkAction) -> APIRouter:
    router = APIRouter(prefix="/api/alerts")
    for action in actions:
        _add(router, action)
    return router


def _add(router: APIRouter, action: LinkAction) -> None:
    path = f"/{action.path}/{{token}}"

    # Mail scanners ask for the head alone.
    @router.head(path, include_in_schema=False)
    @router.get(path, name=f"{action.path}_page", response_class=HTMLResponse)
    async def page(token: str, wanted: WantedLanguage = None) -> HTMLResponse:
        """A page with one button; nothing happens until somebody presses it."""
        texts = link_texts_in(choose_language(wanted))
        if not _may_be_a_token(token):
            return _dead_link(texts)
        words = action.words(texts)
        # Without an action it posts to this page's own address, language and all.
        form = f'<form method="post"><button>{escape(words.button)}</button></form>'
        return _page(texts, HTTPStatus.OK, words.title, words.question, form)

    @router.post(path, name=action.path, response_class=HTMLResponse)
    async def follow(token: str, wanted: WantedLanguage = None) -> HTMLResponse:
        """Does what the link says. Once more is the same as once."""
        texts = link_texts_in(choose_language(wanted))
        if not _may_be_a_token(token):
            return _dead_link(texts)
        try:
            effect = await action.follow(token)
        except Problem as problem:
            return _refusal(texts, problem)
        done = action.words(texts).done(effect.address)
        return _page(texts, HTTPStatus.OK, texts.done_title, done)


def _may_be_a_token(token: str) -> bool:
    try:
        _TOKEN.validate_python(token)
    except ValidationError:
        return False
    return True


def _dead_link(texts: LinkTexts) -> HTMLResponse:
    return _page(texts, HTTPStatus.GONE, texts.expired_title, texts.expired)


def _refusal(texts: LinkTexts, problem: Problem) -> HTMLResponse:
    if problem.status is HTTPStatus.SERVICE_UNAVAILABLE:
        return _page(
            texts,
            problem.status,
            texts.unavailable_title,
            texts.unavailable,
            headers={"Retry-After": "60"},
        )
    return _dead_link(texts)


def _page(
    texts: LinkTexts,
    status: HTTPStatus,
    title: str,
    text: str,
    form: str = "",
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    """A page of its own: `form` is markup, the rest is text."""
    language = texts.language
    return HTMLResponse(
        f'<!doctype html><html lang="{language}" dir="{direction_of(language)}">'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<main><h1>{escape(title)}</h1><p>{escape(text)}</p>{form}</main></html>",
        status_code=status,
        headers={**_HEADERS, **(headers or {})},
    )
