"""Telling our own page's requests from those that other sites make browsers send. Pure."""

from collections.abc import Mapping
from http import HTTPStatus

from booking_chat.service.http.problems import Problem

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def require_same_origin(method: str, headers: Mapping[str, str], own_origin: str) -> None:
    """Raises Problem 403 `cross-site-request` for a change that our own page did not ask for.

    Browsers say where a request comes from (Sec-Fetch-Site; older ones and those without TLS,
    Origin) and let no page forge that. Whoever says neither is no page of ours.
    """
    if method in _SAFE_METHODS:
        return
    site = headers.get("sec-fetch-site")
    is_ours = headers.get("origin") == own_origin if site is None else site == "same-origin"
    if not is_ours:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "cross-site-request",
            "This request does not come from the dashboard.",
            "A session in a cookie is for the dashboard alone; elsewhere, send a bearer token.",
        )
