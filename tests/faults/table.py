"""The table at the end: what was done, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from faults.verdict import Verdict

_COLUMNS = ("times", "accepted", "stored", "lost", "doubled", "reordered", "longest recovery")


@dataclass(frozen=True, slots=True)
class Row:
    """`recovery` in seconds; `findings` are what else is wrong, in words."""

    fault: str
    times: int
    verdict: Verdict
    recovery: float
    findings: Sequence[str]

    @property
    def holds(self) -> bool:
        """Nothing lost, doubled, reordered, or wrong in any other way."""
        verdict = self.verdict
        return not (verdict.lost or verdict.doubled or verdict.reordered or self.findings)


def table_of(rows: Sequence[Row]) -> Table:
    table = Table("fault")
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for row in rows:
        verdict = row.verdict
        counts = (
            row.times,
            verdict.accepted,
            verdict.stored,
            verdict.lost,
            verdict.doubled,
            verdict.reordered,
        )
        table.add_row(row.fault, *map(str, counts), f"{row.recovery:.1f} s")
    return table
