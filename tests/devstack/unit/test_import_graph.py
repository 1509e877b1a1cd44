"""The import graph that `make graph` prints."""

from graphlib import CycleError

import pytest

from devstack.import_graph import PACKAGES, drawing, levels, part_edges


def test_each_part_is_above_all_that_it_imports() -> None:
    edges = {"main": {"storage", "domain"}, "storage": {"domain"}, "domain": set[str]()}

    assert levels(edges) == [["domain"], ["storage"], ["main"]]
    assert list(drawing("core", edges)) == [
        "core: 3 parts on 3 levels, 3 arrows, no cycle",
        "  3  main -> domain, storage",
        "  2  storage -> domain",
        "  1  domain",
    ]


def test_parts_that_import_each_other_are_a_cycle() -> None:
    edges = {"storage": {"domain"}, "domain": {"storage"}}

    with pytest.raises(CycleError):
        levels(edges)
    (line,) = drawing("core", edges)
    assert line.startswith("core: A CYCLE: ")


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_of_a_package_imports_upwards(package: str) -> None:
    assert levels(part_edges(package))
