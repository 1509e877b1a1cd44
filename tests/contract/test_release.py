"""One version, which the packages, the services, the documents and the changelog agree on."""

import json
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from booking_chat.service.app import service_app
from booking_chat.service.health import Health
from devstack.contracts.documents import ASYNCAPI, FOLDER, RELEASED_BY
from devstack.contracts.release import CHANGELOG, project_version, read_version, release_faults
from devstack.paths import CHECKOUT

PACKAGES = sorted(
    path
    for folder in ("shared", "services", "devstack", "tools")
    for path in (CHECKOUT / folder).rglob("pyproject.toml")
    if "node_modules" not in path.parts
)
CHANGES = "# Changelog\n\n## [Unreleased]\n\n## [1.10.0] - 2026-02-01\n\n## [1.9.0] - 2026-01-01\n"


def test_the_released_contracts_and_the_changelog_fit_the_version() -> None:
    faults = release_faults(
        project=project_version(),
        released=read_version(RELEASED_BY),
        changelog=CHANGELOG.read_text(),
    )

    assert faults == []


@pytest.mark.parametrize(
    ("project", "released", "expected"),
    [
        pytest.param("1.10.0", "1.10.0", [], id="released with this version"),
        pytest.param("1.10.0", "1.9.0", [], id="not changed since an older version"),
        pytest.param(
            "1.9.0",
            "1.10.0",
            ["contracts of 1.10.0 are released, and this is only 1.9.0"],
            id="released by a version that is still to come",
        ),
        pytest.param(
            "1.11.0",
            "1.10.0",
            ["CHANGELOG.md has no heading [1.11.0]"],
            id="a version that the changelog does not know",
        ),
        pytest.param(
            "1.10.0",
            "1.8.0",
            ["CHANGELOG.md has no heading [1.8.0]"],
            id="contracts of a version that the changelog does not know",
        ),
    ],
)
def test_what_contradicts_a_release_is_named(
    project: str, released: str, expected: list[str]
) -> None:
    assert release_faults(project=project, released=released, changelog=CHANGES) == expected


@pytest.mark.parametrize("text", ["", "1.2", "v1.2.3", "1.2.3rc1"])
def test_a_version_has_three_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        release_faults(project=text, released="1.9.0", changelog=CHANGES)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.name)
def test_a_package_has_the_version_and_the_licence_of_the_project(path: Path) -> None:
    project = tomllib.loads(path.read_text())["project"]

    assert version(project["name"]) == project_version(), "run `make setup`"
    assert "version" not in project
    assert project["license"] == "Apache-2.0"


@pytest.mark.parametrize("folder", ["web", "tests/contract"])
def test_an_npm_package_has_no_version_of_its_own(folder: str) -> None:
    package = json.loads((CHECKOUT / folder / "package.json").read_text())

    assert "version" not in package
    assert package["license"] == "Apache-2.0"


def test_the_documents_of_http_and_of_kafka_say_the_version() -> None:
    app = service_app("anything", [], Health(), [])
    asyncapi = json.loads((FOLDER / ASYNCAPI).read_text())

    assert app.openapi()["info"]["version"] == project_version()
    assert asyncapi["info"]["version"] == project_version()
