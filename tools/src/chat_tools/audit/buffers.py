"""What an audit sorts and counts but must not keep in memory: temporary databases of SQLite.

A database without a name has its pages in a cache of a fixed size and the rest in a file
that nobody else sees and that ends with its connection; it sorts in the same way. An event
takes about 100 bytes of the disk at most (TMPDIR says of which).
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from types import TracebackType
from typing import NamedTuple, Self

_CACHE_KIB = 16 * 1024
_ROWS = 1_000


class Copy(NamedTuple):
    """Where in the event log one copy of a thread's event of this seq stands."""

    seq: int
    partition: int
    offset: int


class _Spool:
    """A context, and gone when it is left. `_MADE_OF` is the statement that makes its table."""

    _MADE_OF = ""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for setting in (
            f"cache_size = -{_CACHE_KIB}",
            "temp_store = FILE",
            "journal_mode = OFF",
            "synchronous = OFF",
        ):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute(self._MADE_OF)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.close()


class CopySpool(_Spool):
    """Takes copies of events in any order and gives them back by thread."""

    _MADE_OF = "CREATE TABLE copies (thread TEXT, seq INTEGER, part INTEGER, place INTEGER)"

    def add(self, copies: Iterable[tuple[str, Copy]]) -> None:
        self._database.execute("BEGIN")
        self._database.executemany(
            "INSERT INTO copies VALUES (?, ?, ?, ?)", ((thread, *copy) for thread, copy in copies)
        )
        self._database.execute("COMMIT")

    def by_thread(self) -> Iterator[tuple[str, Iterator[Copy]]]:
        """Threads in the order of their ids, as MongoDB has it; each with its copies.

        Highest seq first; the copies of one seq as they stand in the log. Those of a thread
        have to be read before the next thread is.
        """
        rows = self._rows("SELECT * FROM copies ORDER BY thread, seq DESC, part, place")
        for thread, of_thread in groupby(rows, key=lambda row: row[0]):
            yield thread, (Copy(*row[1:]) for row in of_thread)

    def _rows(self, question: str) -> Iterator[tuple[str, int, int, int]]:
        found = self._database.execute(question)
        while rows := found.fetchmany(_ROWS):
            yield from rows


class OffsetSpool(_Spool):
    """Offsets of several partitions, each of which counts once."""

    _MADE_OF = "CREATE TABLE offsets (part INTEGER, place INTEGER, PRIMARY KEY (part, place))"

    def add(self, partition: int, offset: int) -> None:
        self._database.execute("INSERT OR IGNORE INTO offsets VALUES (?, ?)", (partition, offset))

    def count(self, partition: int, first: int, end: int) -> int:
        """How many there are from `first` up to but not including `end`."""
        question = "SELECT count(*) FROM offsets WHERE part = ? AND place >= ? AND place < ?"
        (number,) = self._database.execute(question, (partition, first, end)).fetchone()
        return int(number)
