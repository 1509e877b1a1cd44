"""Free TCP ports on this machine."""

import random
import socket

_CANDIDATES = range(20_000, 32_000)
"""Below the ports that the system gives to outgoing connections: otherwise one of those could
take a service's port in the moment between its end and its restart."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, drawn at random."""
    for port in random.SystemRandom().sample(_CANDIDATES, k=len(_CANDIDATES)):
        if is_free(port):
            return port
    raise OSError("no port is free")


def free_ports(count: int) -> list[int]:
    """So many different ones."""
    ports: set[int] = set()
    while len(ports) < count:
        ports.add(free_port())
    return sorted(ports)


def is_free(port: int) -> bool:
    """Whether a server could listen on a port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            # As servers do: what an ended connection left behind is no obstacle.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
