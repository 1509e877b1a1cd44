"""The README shows pictures that exist, that are small, and that can be taken again."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from browser.customer_states import CUSTOMER_STATES
from browser.dashboard_states import DASHBOARD_STATES
from browser.readme_pictures import IMAGES, MAX_BYTES, README_PICTURES, refresh
from browser.scene import SCHEMES, SIZES
from devstack.paths import CHECKOUT

PICTURE = re.compile(r"!\[[^\]]+\]\(([^)\s]+)\)")


def committed() -> list[Path]:
    git = shutil.which("git") or pytest.fail("git is needed to see what is committed")
    listed = subprocess.run(  # noqa: S603 - git's own path and fixed words
        [git, "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return [CHECKOUT / name for name in listed.stdout.split("\0") if name]


def is_binary(path: Path) -> bool:
    return path.is_file() and b"\0" in path.read_bytes()


def test_the_readme_shows_the_pictures_that_are_committed() -> None:
    shown = {CHECKOUT / found for found in PICTURE.findall((CHECKOUT / "README.md").read_text())}
    there = {path for path in committed() if path.is_relative_to(IMAGES)}

    assert shown == there == {IMAGES / name for name in README_PICTURES}


@pytest.mark.parametrize("name", README_PICTURES)
def test_a_picture_of_the_readme_is_small(name: str) -> None:
    assert 0 < (IMAGES / name).stat().st_size < MAX_BYTES


def test_no_other_binary_is_committed() -> None:
    assert [
        path for path in committed() if is_binary(path) and not path.is_relative_to(IMAGES)
    ] == []


def test_every_picture_of_the_readme_is_one_that_the_tests_take() -> None:
    taken = {
        f"{state}-{size}-{scheme}.png"
        for state in CUSTOMER_STATES | DASHBOARD_STATES
        for size in SIZES
        for scheme in SCHEMES
    }

    assert set(README_PICTURES.values()) - taken == set()


def test_pictures_are_replaced_by_those_just_taken(tmp_path: Path) -> None:
    taken, images = tmp_path / "taken", tmp_path / "images"
    taken.mkdir()
    for name in README_PICTURES.values():
        (taken / name).write_text(f"new {name}")

    faults = refresh(taken, images)

    assert faults == []
    assert {path.name: path.read_text() for path in images.iterdir()} == {
        name: f"new {source}" for name, source in README_PICTURES.items()
    }


def test_no_picture_is_replaced_while_one_is_missing_or_too_large(tmp_path: Path) -> None:
    taken, images = tmp_path / "taken", tmp_path / "images"
    taken.mkdir()
    missing, large, *others = README_PICTURES.values()
    (taken / large).write_bytes(bytes(MAX_BYTES))
    for name in others:
        (taken / name).write_text("new")

    faults = refresh(taken, images)

    assert faults == [
        f"{missing} was not taken",
        f"{large} has {MAX_BYTES} bytes, not below {MAX_BYTES}",
    ]
    assert not images.exists()
