"""The notifier's door to the outside with made-up name servers, on this machine."""

import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, ip_address

import pytest

from notifier.channels.http.addresses import Address, is_any
from notifier.channels.http.network import GuardedNetwork
from notifier.channels.http.outbound import NoAnswerError, OutboundClient
from notifier.channels.http.ports import Ports
from notifier.channels.http.resolver import UnknownHostError

HERE = IPv4Address("127.0.0.1")
ANY_PORT = Ports(range(1, 65_536), "any")


class MadeUpNames:
    """Name servers that change their answer with each question, as an attacker's do."""

    def __init__(self, **answers: Sequence[str]) -> None:
        self._answers = {name.replace("_", "."): list(said) for name, said in answers.items()}
        self.asked: defaultdict[str, int] = defaultdict(int)

    async def resolve(self, host: str) -> list[Address]:
        said = self._answers.get(host)
        if not said:
            raise UnknownHostError(f"{host} cannot be resolved: no such name")
        self.asked[host] += 1
        line = said.pop(0) if len(said) > 1 else said[0]
        return [ip_address(address) for address in line.split()]


def only_here(address: Address) -> bool:
    """Stands in for `is_public`: a test must not call the internet."""
    return address == HERE


@asynccontextmanager
async def door(
    names: MadeUpNames | None = None,
    allows: Callable[[Address], bool] = is_any,
    *,
    ports: Ports = ANY_PORT,
    seconds: float = 15,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[OutboundClient]:
    network = GuardedNetwork((names or MadeUpNames()).resolve, allows, ports)
    outgoing = OutboundClient(network, tls=tls, exchange_seconds=seconds)
    yield outgoing
    await outgoing.stop()


async def why_not(outgoing: OutboundClient, url: str) -> str:
    with pytest.raises(NoAnswerError) as refused:
        await outgoing.post(url, {}, b"{}")
    return str(refused.value)
