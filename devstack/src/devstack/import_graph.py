"""The import graph between the folders of each package, as text: `python -m devstack.import_graph`.

Needs grimp, which only development installs; nothing else of the devstack imports this.
"""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import grimp

Edges = Mapping[str, set[str]]
"""The parts that each part imports."""

PACKAGES = (
    "booking_chat.contracts",
    "booking_chat.service",
    "booking_chat.gateway",
    "portal_gateway",
    "operator_gateway",
    "chat_core",
    "notifier",
    "settings_service",
    "chat_tools",
)


def part_edges(package: str) -> Edges:
    """Which top-level modules and folders of a package import which others."""
    graph = grimp.build_graph(package, cache_dir=None)
    edges: dict[str, set[str]] = {}
    for module in graph.modules:
        importer = _part(package, module)
        if importer is None:
            continue
        of_importer = edges.setdefault(importer, set())
        for imported in graph.find_modules_directly_imported_by(module):
            part = _part(package, imported)
            if part is not None and part != importer:
                of_importer.add(part)
    return edges


def levels(edges: Edges) -> list[list[str]]:
    """Parts from the lowest level up: each imports only from levels below its own.

    Raises CycleError when some import each other.
    """
    level: dict[str, int] = {}
    for part in TopologicalSorter(edges).static_order():
        level[part] = max((level[below] + 1 for below in edges.get(part, ())), default=0)
    found: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for part in sorted(level):
        found[level[part]].append(part)
    return found


def drawing(package: str, edges: Edges) -> Iterator[str]:
    """The lines of one package, the highest level first."""
    arrows = sum(map(len, edges.values()))
    try:
        found = levels(edges)
    except CycleError as error:
        yield f"{package}: A CYCLE: {' -> '.join(error.args[1])}"
        return
    yield f"{package}: {len(edges)} parts on {len(found)} levels, {arrows} arrows, no cycle"
    for number in range(len(found) - 1, -1, -1):
        for part in found[number]:
            below = ", ".join(sorted(edges.get(part, ())))
            yield f"  {number + 1}  {part}" + (f" -> {below}" if below else "")


def _part(package: str, module: str) -> str | None:
    """The part that a module is in, None for the package itself and for other packages."""
    if not module.startswith(f"{package}."):
        return None
    return module.removeprefix(f"{package}.").split(".")[0]


def main() -> None:
    for package in PACKAGES:
        for line in drawing(package, part_edges(package)):
            print(line)


if __name__ == "__main__":
    main()
