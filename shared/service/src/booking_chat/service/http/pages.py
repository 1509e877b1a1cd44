"""The page that a gateway gives to browsers: built files, and the headers that guard them.

The files are made by `web/`: an index.html, and what it loads under `assets/` with a hash of
the content in each name, compressed beforehand.
"""

from http import HTTPStatus
from pathlib import Path
from wsgiref.headers import Headers

import structlog
from fastapi import FastAPI
from servestatic import ServeStaticASGI
from starlette.types import ASGIApp, Receive, Scope, Send

from booking_chat.service.http.problems import Problem

log = structlog.get_logger(__name__)

INDEX = "/index.html"
ASSETS = "/assets/"

_CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
}
SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(map(" ".join, _CONTENT_SECURITY_POLICY.items())),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"


def serve_page(app: FastAPI, folder: Path | None, address: str) -> None:
    """Gives the page at `address` and its files at theirs, after all of the app's routes.

    The files are looked for once, now. Where there are none, the app says so at the page's
    address, and everything else works.
    """
    not_found = app.router.default
    if folder is not None and (folder / INDEX.lstrip("/")).is_file():
        files = ServeStaticASGI(
            not_found, root=folder, allow_all_origins=False, add_headers_function=_add_headers
        )
    else:
        log.warning("there is no page to show", folder=str(folder))
        files = _missing_page(not_found)
    app.router.default = _page(files, address)


def _page(files: ASGIApp, address: str) -> ASGIApp:
    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        if _is_reading(scope) and scope["path"] == address:
            scope = {**scope, "path": INDEX}
        await files(scope, receive, send)

    return page


def _missing_page(otherwise: ASGIApp) -> ASGIApp:
    async def missing(scope: Scope, receive: Receive, send: Send) -> None:
        if _is_reading(scope) and scope["path"] == INDEX:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "page-not-built",
                "The page has not been built.",
                "`make setup` builds it; BOOKING_CHAT_PAGES_FOLDER says where it lies.",
            )
        await otherwise(scope, receive, send)

    return missing


def _is_reading(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}


def _add_headers(headers: Headers, _: str, url: str) -> None:
    """What is under `assets/` never changes under its name; everything else is asked for anew."""
    headers["Cache-Control"] = _FOR_A_YEAR if url.startswith(ASSETS) else _ASK_EACH_TIME
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value
