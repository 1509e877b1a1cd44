"""Addresses of our own pages in browsers, as settings give them. Pure."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def _origin(url: str) -> str:
    """The URL without the `/` at its end, if it names a place and nothing in it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be http(s)://host or http(s)://host:port")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        raise ValueError("must have no path, query, fragment or user")
    return url.rstrip("/").lower()


Origin = Annotated[str, AfterValidator(_origin)]
