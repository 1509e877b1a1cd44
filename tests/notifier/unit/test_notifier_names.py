import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_address

import pytest

from notifier.channels.http.resolver import Resolver, UnknownHostError
from support.name_server import NameServer

STUCK = [f"stuck-{number}.example" for number in range(100)]


@pytest.fixture
async def names() -> AsyncIterator[Resolver]:
    records = {
        "both.example": ["2001:db8::1", "192.0.2.1", "192.0.2.2"],
        "empty.example": [],
    }
    async with NameServer(records, silent=STUCK) as server:
        names = Resolver([server.address])
        await names.start()
        yield names
        await names.stop()


async def test_a_name_stands_for_all_of_its_addresses_ipv4_first(names: Resolver) -> None:
    addresses = await names.resolve("both.example")

    assert [address.version for address in addresses] == [4, 4, 6]
    assert set(addresses) == {ip_address(a) for a in ("192.0.2.1", "192.0.2.2", "2001:db8::1")}


@pytest.mark.parametrize("name", ["nowhere.example", "empty.example"])
async def test_a_name_without_an_address_is_unknown(names: Resolver, name: str) -> None:
    with pytest.raises(UnknownHostError, match=rf"^{name} cannot be resolved: \w+"):
        await names.resolve(name)


async def test_names_that_nobody_answers_for_hold_up_no_other_one(names: Resolver) -> None:
    stuck = [asyncio.ensure_future(names.resolve(name)) for name in STUCK]
    await asyncio.sleep(0.05)

    addresses = await names.resolve("both.example")

    assert len(addresses) == 3
    assert not any(asked.done() for asked in stuck)
    for asked in stuck:
        asked.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)


async def test_this_machine_is_known_without_a_name_server(names: Resolver) -> None:
    addresses = await names.resolve("localhost")

    assert ip_address("127.0.0.1") in addresses
