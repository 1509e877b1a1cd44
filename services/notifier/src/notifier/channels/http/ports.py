"""Which ports the notifier may call for other people. Pure."""

from collections.abc import Collection, Container
from dataclasses import dataclass

HTTPS_PORT = 443
HTTP_PORT = 80
_FOR_ANYBODY = range(1024, 65_536)


@dataclass(frozen=True, slots=True)
class Ports:
    """`told` says them to a person: `443 or 8443`."""

    allowed: Container[int]
    told: str

    def objection(self, port: int) -> str | None:
        if port in self.allowed:
            return None
        return f"port {port} is not for this: use {self.told}"


def https_and(listed: Collection[int]) -> Ports:
    """443, and those that the operator has listed.

    Databases, caches and consoles listen on high ports, and many of them take an HTTP request for
    something to do.
    """
    ports = [HTTPS_PORT, *sorted(set(listed) - {HTTPS_PORT})]
    return Ports(frozenset(ports), " or ".join(map(str, ports)))


FOR_DEVELOPMENT = Ports(
    frozenset((HTTPS_PORT, HTTP_PORT, *_FOR_ANYBODY)), "443, or one from 1024 to 65535"
)
"""Receivers on the same machine have whatever port was free."""
