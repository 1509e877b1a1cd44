"""The project's version, and the one that released the contracts. Pure, but for two readers."""

import re
from pathlib import Path

from devstack.paths import CHECKOUT

VERSION_FILE = CHECKOUT / "VERSION"
CHANGELOG = CHECKOUT / "CHANGELOG.md"

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_HEADING = re.compile(r"^## \[([^\]]+)\]", re.MULTILINE)


def project_version() -> str:
    """Read from the checkout, so that a new version counts before it is installed."""
    return read_version(VERSION_FILE)


def read_version(path: Path) -> str:
    return path.read_text().strip()


def release_faults(*, project: str, released: str, changelog: str) -> list[str]:
    """What contradicts a release: `released` is the version that released the contracts.

    Versions are `major.minor.patch`; anything else raises ValueError.
    """
    faults = []
    if _ordered(released) > _ordered(project):
        faults.append(f"contracts of {released} are released, and this is only {project}")
    listed = _HEADING.findall(changelog)
    faults.extend(
        f"CHANGELOG.md has no heading [{version}]"
        for version in sorted({project, released}, key=_ordered)
        if version not in listed
    )
    return faults


def _ordered(version: str) -> tuple[int, ...]:
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError(f"{version!r} is not a version such as 1.2.3")
    return tuple(int(part) for part in found.groups())
