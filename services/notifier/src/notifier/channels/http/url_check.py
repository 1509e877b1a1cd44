"""Checks whether a URL that somebody typed in can be called: what its text cannot tell.

Syntax is the contracts' (`contracts/addresses.py`). The network is asked again at every single
connection; here it is asked so that who typed the URL learns it at once.
"""

import asyncio
import re

import httpcore
import httpx

from notifier.channels.http.addresses import literal
from notifier.channels.http.network import GuardedNetwork, RefusedAddressError
from notifier.channels.http.ports import HTTP_PORT, HTTPS_PORT, Ports

CHECK_SECONDS = 5.0
_LAST_LABEL_IS_A_NUMBER = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
"""Other ways to write an IPv4 address, which some resolvers take: 127.1, 0x7f000001."""


class UnusableUrlError(Exception):
    """The message says what is wrong with the URL, for who typed it."""


class UrlCheck:
    """`is_local_allowed` lets plain http and this machine pass: for development."""

    def __init__(self, network: GuardedNetwork, *, is_local_allowed: bool) -> None:
        self._network = network
        self._is_local_allowed = is_local_allowed

    async def check(self, url: str) -> None:
        """Raises UnusableUrlError."""
        problem = objection(url, self._network.ports, is_local_allowed=self._is_local_allowed)
        if problem is not None:
            raise UnusableUrlError(problem)
        host = httpx.URL(url).raw_host.decode()
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await self._network.checked(host)
        except (RefusedAddressError, httpcore.ConnectError) as error:
            raise UnusableUrlError(str(error)) from error
        except TimeoutError:
            raise UnusableUrlError(
                f"{host} cannot be resolved within {CHECK_SECONDS:g} s"
            ) from None


def objection(url: str, ports: Ports, *, is_local_allowed: bool) -> str | None:
    """What is wrong with a URL, as far as its text tells; None if nothing is. Pure."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        return f"is not a URL: {error}"
    schemes = {"https": HTTPS_PORT, **({"http": HTTP_PORT} if is_local_allowed else {})}
    if parsed.scheme not in schemes:
        return "must start with https://"
    return ports.objection(parsed.port or schemes[parsed.scheme]) or _objection_to_host(
        parsed.raw_host.decode(), is_local_allowed=is_local_allowed
    )


def _objection_to_host(host: str, *, is_local_allowed: bool) -> str | None:
    if not host:
        return "must name a host"
    if literal(host) is not None:
        return None
    if _LAST_LABEL_IS_A_NUMBER.search(host):
        return f"{host} is neither a name nor an address of the form 192.0.2.1"
    if "." not in host and not is_local_allowed:
        return f"must have the whole name of its host, like {host}.example.com"
    return None
