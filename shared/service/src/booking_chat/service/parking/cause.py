"""Why a record cannot be handled. Pure."""

from dataclasses import dataclass

from booking_chat.service.errors import described, trace_of

MAX_ERROR = 1_000
MAX_TRACE = 8_000


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something cannot be handled: the error on one line, and its traceback."""

    error: str
    trace: str

    @classmethod
    def of(cls, error: Exception) -> "Cause":
        return cls(described(error)[:MAX_ERROR], trace_of(error)[-MAX_TRACE:])
