"""Figures of several rounds, ours beside bare, as a table for people or as JSON for programs."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

_PACKAGES = ("aiokafka", "faststream", "motor", "pymongo", "pydantic", "fastapi", "uvicorn")


@dataclass(frozen=True, slots=True)
class Spread:
    """The rounds of one figure."""

    rounds: Sequence[float]

    @property
    def median(self) -> float:
        return median(self.rounds)

    def __str__(self) -> str:
        if len(self.rounds) == 1:
            return f"{self.median:,.1f}" if self.median < 100 else f"{self.median:,.0f}"
        digits = 1 if self.median < 100 else 0
        low, high = min(self.rounds), max(self.rounds)
        return f"{self.median:,.{digits}f} ({low:,.{digits}f} - {high:,.{digits}f})"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report; `bare` is None where there is nothing to compare with."""

    name: str
    unit: str
    ours: Spread
    bare: Spread | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a part of bare, median by median."""
        return None if self.bare is None else self.ours.median / self.bare.median


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "processors": f"{os.cpu_count()} x {models[0] if models else platform.machine()}",
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB",
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
    }


def as_table(facts: dict[str, str], figures: Sequence[Figure]) -> str:
    """Medians, with the lowest and highest round in brackets."""
    head = ("figure", "ours", "bare", "ours / bare")
    rows = [
        (
            f"{figure.name} ({figure.unit})",
            str(figure.ours),
            str(figure.bare or ""),
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (head, tuple("-" * width for width in widths), *rows)
    ]
    return "\n".join([*(f"{name}: {fact}" for name, fact in facts.items()), "", *lines])


def as_json(facts: dict[str, str], figures: Sequence[Figure]) -> dict[str, Any]:
    return {
        "machine": facts,
        "figures": [
            {
                "name": figure.name,
                "unit": figure.unit,
                "ours": list(figure.ours.rounds),
                "bare": None if figure.bare is None else list(figure.bare.rounds),
                "ratio": figure.ratio,
            }
            for figure in figures
        ],
    }
