"""What `make setup` and the image install is locked by hash and says no address."""

import re
from pathlib import Path

import pytest

from devstack.paths import REQUIREMENTS

LOCKED = sorted(REQUIREMENTS.glob("*.txt"))
PIN = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==(\S+)"  # the library and its version
    r"(?: ;[^\\]*)?"  # where it is needed
    r"(?: *\\\n +--hash=sha256:[0-9a-f]{64})+$"
)


def entries(text: str) -> list[str]:
    """Each requirement with the lines that go on with it, without comments."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.split(r"\n(?! )", "\n".join(lines))


def pins(path: Path) -> dict[str, str]:
    """The version of each library; one that is not locked by hash is no match."""
    found = [PIN.match(entry) for entry in entries(path.read_text())]
    return {pin[1]: pin[2] for pin in found if pin}


def test_every_list_of_what_is_asked_for_is_locked() -> None:
    asked = {path.stem for path in REQUIREMENTS.glob("*.in")}

    assert {path.stem for path in LOCKED} == asked | {"runtime"}


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.stem)
def test_every_library_is_locked_by_hash(path: Path) -> None:
    loose = [entry for entry in entries(path.read_text()) if not PIN.match(entry)]

    assert loose == []


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.stem)
def test_a_lock_file_says_no_address(path: Path) -> None:
    assert [line for line in path.read_text().splitlines() if "://" in line or "@" in line] == []


@pytest.mark.parametrize("name", ["runtime", "build", "demo", "uv"])
def test_tests_run_on_the_versions_that_the_image_ships(name: str) -> None:
    developed_with = pins(REQUIREMENTS / "dev.txt")
    shipped = pins(REQUIREMENTS / f"{name}.txt")

    assert {library: developed_with.get(library) for library in shipped} == shipped


@pytest.mark.parametrize(
    "entry", ["uv==0.13.9", "uv>=0.13 \\\n    --hash=sha256:" + "0" * 64, "./shared"]
)
def test_what_is_not_locked_by_hash_is_noticed(entry: str) -> None:
    assert [PIN.match(found) for found in entries(entry)] == [None]
