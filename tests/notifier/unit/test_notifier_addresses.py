from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from notifier.channels.http.addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.215.14",
        "2606:4700:4700::1111",
        "64:ff9b::808:808",  # 8.8.8.8 by NAT64
        "::ffff:8.8.8.8",
    ],
)
def test_an_address_that_everybody_can_reach_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 - it is not listened on
        "0.1.2.3",
        "10.0.0.5",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",  # clouds' metadata
        "100.64.0.1",  # CGNAT
        "100.100.100.200",  # a cloud's metadata in there
        "192.0.0.192",  # another cloud's
        "168.63.129.16",  # a cloud's platform, with a public number
        "::ffff:168.63.129.16",
        "64:ff9b::a83f:8110",
        "192.0.2.1",  # documentation
        "192.88.99.1",  # 6to4 relays
        "198.18.0.1",  # benchmarks
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",  # multicast
        "239.255.255.250",
        "240.0.0.1",  # reserved
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",  # IPv4-compatible, retired
        "::ffff:127.0.0.1",  # IPv4-mapped
        "::ffff:10.0.0.5",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",  # 127.0.0.1 by NAT64
        "64:ff9b::a9fe:a9fe",  # metadata by NAT64
        "64:ff9b:1::a00:5",  # a network's own NAT64
        "100::1",  # goes nowhere
        "2001::1",  # Teredo
        "2001:db8::1",  # documentation
        "2002:7f00:1::1",  # 127.0.0.1 by 6to4
        "2002:808:808::1",
        "3fff::1",  # documentation
        "5f00::1",  # segment routing
        "fc00::1",  # private
        "fd00:ec2::254",  # metadata
        "fe80::1",  # link-local
        "fe80::1%eth0",
        "fec0::1",  # site-local, retired
        "ff02::1",  # multicast
        "2606:4700:4700::1111%eth0",  # says by which way: nobody's public address does
    ],
)
def test_an_address_with_another_purpose_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@given(ip_addresses(v=4))
def test_an_ipv4_address_inside_an_ipv6_address_counts_as_itself(inside: IPv4Address) -> None:
    mapped = IPv6Address(b"\x00" * 10 + b"\xff\xff" + inside.packed)
    by_nat64 = IPv6Address(ip_address("64:ff9b::").packed[:12] + inside.packed)

    assert [is_public(mapped), is_public(by_nat64)] == [is_public(inside)] * 2
