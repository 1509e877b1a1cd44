"""Connections that go to checked addresses only."""

import os
import ssl
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from notifier.channels.http.addresses import Address, is_metadata_name, literal
from notifier.channels.http.ports import Ports
from notifier.channels.http.resolver import Resolve, UnknownHostError

Allows = Callable[[Address], bool]


class RefusedAddressError(Exception):
    """A host is, or its name stands for, an address that may not be called; or its port is not."""


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Resolves a name, checks each of its addresses, and connects to one that was checked.

    One address that is not allowed refuses the whole host: a name with a public and a private
    address is either a mistake or an attempt.
    """

    def __init__(
        self,
        resolve: Resolve,
        allows: Allows,
        ports: Ports,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._resolve = resolve
        self._allows = allows
        self.ports = ports
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """An open connection to the first address that answers, each within `timeout` seconds.

        Raises RefusedAddressError, httpcore.ConnectError or httpcore.ConnectTimeout.
        """
        objection = self.ports.objection(port)
        if objection is not None:
            raise RefusedAddressError(f"refused: {objection}")
        failure: Exception | None = None
        for address in await self.checked(host):
            try:
                stream = await self._network.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except httpcore.ConnectTimeout as error:
                failure = error
            except httpcore.ConnectError as error:
                failure = httpcore.ConnectError(_why(error))
            else:
                return _ClosedOnFailure(stream)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    async def checked(self, host: str) -> list[Address]:
        """The addresses of a host, all of them allowed.

        Raises RefusedAddressError, or httpcore.ConnectError for an unknown name.
        """
        if is_metadata_name(host):
            raise RefusedAddressError(f"refused: {host} is a cloud's metadata service")
        address_itself = literal(host)
        addresses = [address_itself] if address_itself else await self._resolved(host)
        for address in addresses:
            if not self._allows(address):
                subject = address if address_itself else f"{host} stands for {address}, which"
                raise RefusedAddressError(f"refused: {subject} is not a public address")
        return addresses

    async def _resolved(self, host: str) -> list[Address]:
        try:
            return list(await self._resolve(host))
        except UnknownHostError as error:
            raise httpcore.ConnectError(str(error)) from error


def _why(error: BaseException) -> str:
    """The system's own message, like "Connection refused", which the layers above hide."""
    while error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    return str(error)


class _ClosedOnFailure(httpcore.AsyncNetworkStream):
    """httpcore closes a stream whose TLS handshake fails, but not one that is given up.

    A server that accepts connections and then says nothing would leave us with an open socket
    for each attempt.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._stream.aclose()
            raise

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
    ) -> bytes:
        return await self._stream.read(max_bytes, timeout)

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
    ) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
