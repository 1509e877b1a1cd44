"""The inbox in a browser, and as JSON for programs."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from booking_chat.service.http.problems import not_found
from devstack.catcher.mailbox import CaughtMail, Mailbox

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)
_STYLE_PATH = "/inbox.css"
_OURS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_SOMEBODYS: Mapping[str, str] = {
    # An email is shown as a mail program would: no scripts, nothing fetched, links open outside.
    "Content-Security-Policy": (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_LINKS_OPEN_OUTSIDE = '<head><base target="_blank">'


def mail_routes(mailbox: Mailbox) -> APIRouter:
    router = APIRouter()

    def found(mail_id: int) -> CaughtMail:
        mail = mailbox.mail(mail_id)
        if mail is None:
            raise not_found("email")
        return mail

    @router.get("/", include_in_schema=False)
    async def inbox() -> HTMLResponse:
        newest_first = list(reversed(mailbox.mails()))
        return _page("inbox.html.j2", mails=newest_first)

    @router.get("/mails/{mail_id}", include_in_schema=False)
    async def one(mail_id: int) -> HTMLResponse:
        return _page("mail.html.j2", mail=found(mail_id))

    @router.get("/mails/{mail_id}/html", include_in_schema=False)
    async def html(mail_id: int) -> HTMLResponse:
        content = found(mail_id).html.replace("<head>", _LINKS_OPEN_OUTSIDE, 1)
        return HTMLResponse(content, headers=dict(_SOMEBODYS))

    @router.get(_STYLE_PATH, include_in_schema=False)
    async def style() -> Response:
        css = (Path(__file__).parent / "templates" / "inbox.css").read_text()
        return Response(css, media_type="text/css")

    @router.get("/mails")
    async def mails(to: str | None = None) -> list[CaughtMail]:
        """All emails, the oldest first; with `to` those to one address."""
        return mailbox.mails(to)

    @router.delete("/mails", status_code=HTTPStatus.NO_CONTENT)
    async def empty() -> None:
        mailbox.empty()

    return router


def _page(template: str, **values: object) -> HTMLResponse:
    content = _TEMPLATES.get_template(template).render(style_path=_STYLE_PATH, **values)
    return HTMLResponse(content, headers=dict(_OURS))
