"""What an earlier version stored stays valid: for this version, and for those with more fields."""

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

import booking_chat.contracts
from booking_chat.service.config import ServiceConfig
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.storage.mongo import Client
from support.check_stored import Checked, Place
from support.own_core import OwnCore
from support.stored_version import StoredVersion, load

VERSIONS = sorted((Path(__file__).parent / "stored").glob("*.json"))
CONTRACTS = Path(*booking_chat.contracts.__path__)
BASES = {
    "commands.py": "class Command(BookingKeyed, StrictContract):",
    "events.py": "class Event(BookingKeyed, TolerantContract):",
    "records.py": "class BookingChanged(BookingKeyed, TolerantContract):",
    "alerts.py": "class Alert(BookingKeyed, TolerantContract):",
}
"""The classes that a newer version gives one more field."""


def newer_contracts(folder: Path, field: str) -> Path:
    """A copy of the contracts' source in which each kind of record has one more field."""
    copy = folder / "booking_chat" / "contracts"
    shutil.copytree(CONTRACTS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name, declaration in BASES.items():
        source = (copy / name).read_text()
        added = re.sub(re.escape(declaration), f"{declaration}\n    {field}\n", source, count=1)
        assert added != source
        imported = "from booking_chat.contracts.base import "
        (copy / name).write_text(added.replace(imported, f"{imported}Added, ", 1))
    return folder


async def checked(core: OwnCore, sources: Path | None = None) -> Checked:
    """`verify` and `replay` in a process of their own, with other contracts if given."""
    place = Place(
        kafka_bootstrap=core.config.kafka_bootstrap,
        mongo_url=core.config.mongo_url,
        database=core.database,
        commands=core.logs.commands.name,
        events=core.logs.events.name,
        group=core.logs.group,
    )
    paths = [str(sources)] if sources else []
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "support.check_stored",
        place.model_dump_json(),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*paths, *sys.path])},
    )
    stdout, _ = await process.communicate()
    assert process.returncode == 0
    return Checked.model_validate_json(stdout)


@pytest.fixture(params=VERSIONS, ids=lambda path: path.stem)
async def stored(
    request: pytest.FixtureRequest, config: ServiceConfig, mongo: Client, publisher: Publisher
) -> OwnCore:
    version = StoredVersion.model_validate_json(request.param.read_text())
    return await load(version, config, mongo, publisher)


async def test_what_an_earlier_version_stored_verifies_clean_and_replays_unchanged(
    stored: OwnCore,
) -> None:
    result = await checked(stored)

    assert (result.found, result.verdict) == ({}, "unchanged")
    assert result.messages > 0
    assert result.replayed > result.messages


async def test_an_added_field_leaves_what_was_stored_clean_and_unchanged(
    stored: OwnCore, tmp_path: Path
) -> None:
    newer = newer_contracts(tmp_path, "colour: Added[str] = None")

    result = await checked(stored, newer)

    assert "colour" in result.fields
    assert (result.found, result.verdict) == ({}, "unchanged")


async def test_a_field_that_is_always_written_would_make_all_that_was_stored_differ(
    stored: OwnCore, tmp_path: Path
) -> None:
    """Why the rule is there; and that the test above can fail."""
    newer = newer_contracts(tmp_path, "colour: str | None = None")

    result = await checked(stored, newer)

    assert set(result.found) == {"event-differs"}
