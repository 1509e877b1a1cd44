"""What the operator's commands share, apart from the terminal."""

from typing import Protocol


class RefusedError(Exception):
    """What was asked for is not done; the message says why."""


class Progress(Protocol):
    """`begin` says what is counted now and how much there is about; `advance` counts."""

    def begin(self, step: str, total: int) -> None: ...
    def advance(self, count: int) -> None: ...


class Silence:
    """Tells nobody."""

    def begin(self, step: str, total: int) -> None: ...
    def advance(self, count: int) -> None: ...
