"""A DNS resolver that does not block.

The event loop's own resolver has a handful of threads, and a name whose servers never answer
holds one of them for half a minute: a few such names would block all others. c-ares waits for any
number of names at once.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

from aiodns import DNSResolver
from aiodns.error import DNSError

from notifier.channels.http.addresses import Address

Resolve = Callable[[str], Awaitable[Sequence[Address]]]
"""All addresses of a name, those to try first in front; raises UnknownHostError."""

_QUERY_SECONDS = 2.0
_TRIES = 2


class UnknownHostError(Exception):
    """The name has no address, or none could be found. The message is for a person."""


class Resolver:
    """Asks the machine's hosts file and name servers, or the servers that are given instead."""

    def __init__(self, servers: Sequence[str] | None = None) -> None:
        self._servers = servers
        self._resolver: DNSResolver | None = None

    async def start(self) -> None:
        self._resolver = DNSResolver(
            self._servers, asyncio.get_running_loop(), timeout=_QUERY_SECONDS, tries=_TRIES
        )

    async def stop(self) -> None:
        if self._resolver is not None:
            await self._resolver.close()

    async def resolve(self, host: str) -> list[Address]:
        """IPv4 before IPv6: every network has the first. Raises UnknownHostError."""
        if self._resolver is None:
            raise RuntimeError("the resolver was not started")
        try:
            found = await self._resolver.getaddrinfo(host, type=socket.SOCK_STREAM)
        except DNSError as error:
            raise UnknownHostError(f"{host} cannot be resolved: {_reason(error)}") from error
        addresses = [ip_address(node.addr[0].decode()) for node in found.nodes]
        return sorted(addresses, key=lambda address: address.version)


def _reason(error: DNSError) -> str:
    return str(error.args[-1]) if error.args else "no reason given"
