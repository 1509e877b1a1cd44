"""What is said to whoever types a URL that cannot be called."""

import pytest

from notifier.channels.http.addresses import is_any, is_public
from notifier.channels.http.network import GuardedNetwork
from notifier.channels.http.ports import FOR_DEVELOPMENT, https_and
from notifier.channels.http.url_check import UnusableUrlError, UrlCheck
from support.outgoing_door import MadeUpNames

NAMES = MadeUpNames(
    hooks_example=["93.184.215.14"],
    inside_example=["10.0.0.5"],
    both_example=["93.184.215.14 10.0.0.5"],
    internal=["10.0.0.5"],
)


def in_production(*ports: int) -> UrlCheck:
    """Where the operator has listed these ports."""
    network = GuardedNetwork(NAMES.resolve, is_public, https_and(ports))
    return UrlCheck(network, is_local_allowed=False)


def in_development() -> UrlCheck:
    return UrlCheck(GuardedNetwork(NAMES.resolve, is_any, FOR_DEVELOPMENT), is_local_allowed=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example/",
        "https://hooks.example",
        "https://hooks.example:443/a?b=c",
        "https://93.184.215.14/",
        "https://[2606:4700:4700::1111]/",
    ],
)
async def test_a_public_https_url_will_do(url: str) -> None:
    await in_production().check(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://hooks.example/", "must start with https://"),
        ("ftp://hooks.example/", "must start with https://"),
        ("file:///etc/passwd", "must start with https://"),
        ("https:///path", "must name a host"),
        ("https://hooks.example\n.evil.example/", "is not a URL: "),
        ("https://hooks.example:25/", "port 25 is not for this: use 443"),
        ("https://hooks.example:80/", "port 80 is not for this: use 443"),
        ("https://hooks.example:8443/", "port 8443 is not for this: use 443"),
        ("https://hooks.example:9200/", "port 9200 is not for this: use 443"),
        ("https://hooks.example:99999/", "port 99999 is not for this"),
        ("https://127.0.0.1/", "refused: 127.0.0.1 is not a public address"),
        ("https://169.254.169.254/latest", "refused: 169.254.169.254 is not a public address"),
        ("https://[::1]/", "refused: ::1 is not a public address"),
        ("https://[::ffff:10.0.0.5]/", "refused: ::ffff:a00:5 is not a public address"),
        ("https://168.63.129.16/", "refused: 168.63.129.16 is not a public address"),
        ("https://Metadata.Google.Internal./", "refused: metadata.google.internal. is a cloud's"),
        ("https://metadata.packet.net/", "refused: metadata.packet.net is a cloud's metadata"),
        ("https://127.1/", "127.1 is neither a name nor an address of the form 192.0.2.1"),
        ("https://2130706433/", "2130706433 is neither a name nor an address"),
        ("https://0x7f000001/", "0x7f000001 is neither a name nor an address"),
        ("https://0177.0.0.1/", "is not a URL: Invalid IPv4 address"),
        ("https://127.0.0.1./", "127.0.0.1. is neither a name nor an address"),
        ("https://internal/", "must have the whole name of its host, like internal.example.com"),
        ("https://inside.example/", "refused: inside.example stands for 10.0.0.5, which is not a"),
        ("https://both.example/", "refused: both.example stands for 10.0.0.5, which is not a"),
        ("https://nowhere.example/", "nowhere.example cannot be resolved: no such name"),
    ],
)
async def test_another_one_is_refused_with_the_reason(url: str, reason: str) -> None:
    with pytest.raises(UnusableUrlError) as refused:
        await in_production().check(url)

    assert str(refused.value).startswith(reason)


async def test_a_port_that_the_operator_has_listed_will_do_and_no_other() -> None:
    check = in_production(9443, 8443, 443)

    await check.check("https://hooks.example:8443/")
    await check.check("https://hooks.example/")
    with pytest.raises(UnusableUrlError) as refused:
        await check.check("https://hooks.example:8444/")

    assert str(refused.value) == "port 8444 is not for this: use 443 or 8443 or 9443"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/hook", "http://internal/", "http://[::1]/"])
async def test_for_development_this_machine_will_do(url: str) -> None:
    await in_development().check(url)


@pytest.mark.parametrize("url", ["ftp://hooks.example/", "http://127.0.0.1:25/", "http://127.1/"])
async def test_nonsense_is_refused_in_development_too(url: str) -> None:
    with pytest.raises(UnusableUrlError):
        await in_development().check(url)
