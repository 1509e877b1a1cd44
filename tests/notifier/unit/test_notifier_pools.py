"""Connections that are kept: a pool for each host, and none for a host that nobody writes to."""

import httpcore

from notifier.channels.http.pools import Pools

ONE = httpcore.URL("https://one.example/hook")
ONE_TOO = httpcore.URL("https://one.example/other")
TWO = httpcore.URL("https://two.example/hook")


async def test_each_host_has_a_pool_of_its_own() -> None:
    pools = Pools(httpcore.AsyncConnectionPool, keep_seconds=60)

    async with pools.of(ONE) as one, pools.of(TWO) as two, pools.of(ONE_TOO) as again:
        assert one is again
        assert one is not two
    await pools.aclose()


async def test_a_pool_that_nobody_uses_any_more_goes() -> None:
    pools = Pools(httpcore.AsyncConnectionPool, keep_seconds=0)

    async with pools.of(ONE) as in_use:
        async with pools.of(TWO):
            pass
        async with pools.of(ONE) as again:
            assert again is in_use
        assert len(pools) == 1
    await pools.aclose()
