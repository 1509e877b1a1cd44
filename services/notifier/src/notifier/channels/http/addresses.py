"""Which IP addresses the notifier may call for other people: public ones. Pure.

Python's `is_global` follows IANA's registries, but its lists grew between patch releases and it
does not look into an address that carries another one; both are made good here.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that IANA has given out to the public. Whatever is outside has some other purpose."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""A network without IPv4 reaches IPv4 hosts by these: the last four bytes are the host."""
_IPV4_BYTES = slice(-4, None)

_NEVER = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments, the reachable exceptions too
    IPv4Network("192.88.99.0/24"),  # relays for 6to4, retired
    IPv4Network("168.63.129.16/32"),  # Azure's platform, with a public number
    IPv6Network("2001::/23"),  # protocol assignments; Teredo, with an IPv4 address inside
    IPv6Network("2002::/16"),  # 6to4, with an IPv4 address inside
    IPv6Network("3fff::/20"),  # documentation
)


_METADATA_NAMES = frozenset(
    {
        "api.metadata.cloud.ibm.com",
        "instance-data",
        "instance-data.ec2.internal",
        "metadata",
        "metadata.azure.internal",
        "metadata.goog",
        "metadata.google.internal",
        "metadata.packet.net",
        "metadata.platformequinix.com",
        "metadata.tencentyun.com",
        "rancher-metadata",
    }
)
"""Where clouds keep their machines' credentials. Most stand for addresses that are refused
anyway, and some for public ones."""


def is_metadata_name(host: str) -> bool:
    return host.lower().rstrip(".") in _METADATA_NAMES


def is_public(address: Address) -> bool:
    """Whether everybody on the internet can reach this address, so that we give away nothing.

    False for loopback, private, link-local (clouds keep credentials there), shared (CGNAT),
    multicast, reserved and documentation addresses, and for IPv6 addresses that carry one.
    """
    if isinstance(address, IPv6Address):
        inside = _ipv4_inside(address)
        if inside is not None:
            return is_public(inside)
        if address not in _GLOBAL_UNICAST or address.scope_id is not None:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NEVER)
    )


def is_any(_: Address) -> bool:
    """Allows every address: for development, where receivers are on the same machine."""
    return True


def literal(host: str) -> Address | None:
    """The address that a host is, unless it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _ipv4_inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 host that a connection to this address reaches in truth."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(address.packed[_IPV4_BYTES])
    return None
