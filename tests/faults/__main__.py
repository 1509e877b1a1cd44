"""`make faults`: every fault many times, each on engines of its own, and a table of what came.

The exit status is 0 only when nothing was lost, doubled, reordered or wrong in another way.
"""

import argparse
import asyncio
import sys
import tempfile
import traceback
from pathlib import Path
from time import monotonic

from rich.console import Console

from faults.repertoire import AT_LENGTH, Play
from faults.stage import running_stage
from faults.table import Row, table_of

LONGEST_PLAY_SECONDS = 20 * 60
_console = Console(highlight=False, width=None if sys.stdout.isatty() else 130)


async def _play(play: Play) -> Row:
    with tempfile.TemporaryDirectory(prefix="booking-chat-faults-") as folder:
        async with asyncio.timeout(LONGEST_PLAY_SECONDS), running_stage(Path(folder)) as stage:
            return await play(stage)


async def _play_all(names: list[str]) -> list[Row]:
    """One row for each play that came to its end; why another one did not is said at once."""
    rows = []
    for name in names:
        started = monotonic()
        try:
            rows.append(await _play(AT_LENGTH[name]))
        except Exception:  # noqa: BLE001 - the others are played all the same
            _console.print(
                f"{name} did not come to its end:\n{traceback.format_exc()}", style="red"
            )
        _console.print(f"{name}: {monotonic() - started:.0f} s")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=AT_LENGTH, default=list(AT_LENGTH))
    names = parser.parse_args().only
    rows = asyncio.run(_play_all(names))
    _console.print(table_of(rows))
    for row in rows:
        for finding in row.findings:
            _console.print(f"{row.fault}: {finding}", style="red", markup=False)
    sys.exit(0 if len(rows) == len(names) and all(row.holds for row in rows) else 1)


if __name__ == "__main__":
    main()
