"""Why a record cannot be handled. Pure."""

import traceback
from dataclasses import dataclass

MAX_ERROR = 1_000
MAX_TRACE = 8_000


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something cannot be handled: the error on one line, and its traceback."""

    error: str
    trace: str

    @classmethod
    def of(cls, error: Exception) -> "Cause":
        trace = "".join(traceback.format_exception(error))
        return cls(repr(error)[:MAX_ERROR], trace[-MAX_TRACE:])
