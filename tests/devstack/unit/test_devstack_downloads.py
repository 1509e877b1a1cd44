"""Programs that are fetched once and kept, however many ask for them at the same time."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from devstack.engines.downloads import installed_once
from devstack.processes import StartError


def filling(written: str, *, after: asyncio.Barrier) -> Callable[[Path], Awaitable[None]]:
    """Writes only once all who ask have begun."""

    async def fill(folder: Path) -> None:
        await after.wait()
        (folder / "program").write_text(written)

    return fill


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_two_who_fetch_the_same_at_once_both_find_it_whole(tmp_path: Path) -> None:
    both = asyncio.Barrier(2)

    first, second = await asyncio.gather(
        installed_once(tmp_path / "engines/mongod", filling("mongod", after=both)),
        installed_once(tmp_path / "engines/mongod", filling("mongod", after=both)),
    )

    assert first == second == tmp_path / "engines/mongod"
    assert (first / "program").read_text() == "mongod"
    assert names(first.parent) == ["mongod"]


async def test_what_was_fetched_once_is_not_fetched_again(tmp_path: Path) -> None:
    await installed_once(tmp_path / "mongod", filling("first", after=asyncio.Barrier(1)))

    folder = await installed_once(tmp_path / "mongod", filling("second", after=asyncio.Barrier(1)))

    assert (folder / "program").read_text() == "first"


async def test_a_fetch_that_failed_leaves_nothing_behind(tmp_path: Path) -> None:
    async def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise StartError("mongod could not be installed")

    with pytest.raises(StartError):
        await installed_once(tmp_path / "mongod", fail)

    assert names(tmp_path) == []
