"""`make faults`: every fault many times, each on engines of its own, and a table of what came.

The exit status is 0 only when nothing was lost, doubled, reordered or wrong in another way.
"""

import argparse
import asyncio
import sys
import traceback
from time import monotonic

from rich.console import Console

from faults.lanes import playing
from faults.repertoire import AT_LENGTH
from faults.table import Row, table_of

_console = Console(highlight=False, width=None if sys.stdout.isatty() else 130)


async def _play_all(names: list[str], lanes: int) -> list[Row]:
    """One row for each play that came to its end; why another one did not is said at once."""
    rows, started = [], monotonic()
    async with playing(AT_LENGTH, [[name] for name in names], lanes) as outcomes:

        async def report(name: str) -> None:
            try:
                row = await outcomes[name]
                rows.append(row)
                # At once too: a run that is cut short has not been for nothing.
                _console.print(table_of([row]))
            except Exception:  # noqa: BLE001 - the others are played all the same
                trace = traceback.format_exc()
                _console.print(
                    f"{name} did not come to its end:\n{trace}", style="red", markup=False
                )
            _console.print(f"{monotonic() - started:5.0f} s  {name} is over")

        await asyncio.gather(*map(report, names))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=AT_LENGTH, default=list(AT_LENGTH))
    parser.add_argument("--lanes", type=int, default=2, help="plays at a time")
    asked = parser.parse_args()
    names = asked.only
    rows = asyncio.run(_play_all(names, asked.lanes))
    _console.print(table_of(rows))
    for row in rows:
        for finding in row.findings:
            _console.print(f"{row.fault}: {finding}", style="red", markup=False)
    sys.exit(0 if len(rows) == len(names) and all(row.holds for row in rows) else 1)


if __name__ == "__main__":
    main()
