"""A real name server on this machine, for names that do not exist anywhere else."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Self

import dns.message
import dns.rcode
import dns.rrset

_TTL_SECONDS = 60


class NameServer(asyncio.DatagramProtocol):
    """Answers for the names it was given, never for those in `silent`, and denies all others."""

    def __init__(self, records: Mapping[str, Sequence[str]], silent: Sequence[str] = ()) -> None:
        self._records = {f"{name}.": addresses for name, addresses in records.items()}
        self._silent = {f"{name}." for name in silent}
        self._transport: asyncio.DatagramTransport | None = None
        self.address = ""

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self.address = "{}:{}".format(*self._transport.get_extra_info("sockname"))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._transport is not None
        self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        (question,) = query.question
        name = question.name.to_text()
        if name in self._silent:
            return
        answer = dns.message.make_response(query)
        addresses = [
            a for a in self._records.get(name, ()) if (":" in a) == _asks_for_ipv6(question)
        ]
        if name not in self._records:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif addresses:
            answer.answer.append(
                dns.rrset.from_text(name, _TTL_SECONDS, "IN", question.rdtype, *addresses)
            )
        assert self._transport is not None
        self._transport.sendto(answer.to_wire(), addr)


def _asks_for_ipv6(question: dns.rrset.RRset) -> bool:
    return question.rdtype.name == "AAAA"
