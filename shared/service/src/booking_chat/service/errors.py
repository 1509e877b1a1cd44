"""Errors as logs and parked records keep them: where and of what kind, without values. Pure."""

import traceback
from collections.abc import Iterator, Mapping
from types import TracebackType

from pydantic import ValidationError

from booking_chat.contracts.field_errors import fields_and_kinds

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
_CAUSED = "The above exception was the direct cause of the following exception:"
_MEANWHILE = "During handling of the above exception, another exception occurred:"


def described(error: BaseException | None) -> str:
    """The error on one line, if there is one. Those that quote what they are about do not here."""
    match error:
        case ValidationError():
            return f"ValidationError({error.title}: {fields_and_kinds(error)})"
        case UnicodeError():
            return f"{type(error).__name__}()"
        case _:
            return _of_database(error) or repr(error)


def _of_database(error: BaseException | None) -> str | None:
    """What MongoDB refused to write; its own words hold the whole document, or the key.

    Known by its shape, because parts without a database describe errors too.
    """
    details = getattr(error, "details", None)
    if not isinstance(details, Mapping):
        return None
    name = type(error).__name__
    if failures := details.get("writeErrors"):
        codes = sorted({failure["code"] for failure in failures})
        return f"{name}({len(failures)} failed with the codes {codes})"
    if fields := details.get("keyPattern"):
        return f"{name}(there is one already with the same {', '.join(fields)})"
    return None


def trace_of(error: BaseException) -> str:
    """Its traceback with those of what led to it, each ending as `described`."""
    return "\n".join(_lines(error))


def format_exc_info(exc_info: ExcInfo) -> str:
    """`trace_of` as structlog's renderer of exceptions calls it."""
    return trace_of(exc_info[1])


def _lines(error: BaseException) -> Iterator[str]:
    if error.__cause__ is not None:
        yield from (*_lines(error.__cause__), "", _CAUSED, "")
    elif error.__context__ is not None and not error.__suppress_context__:
        yield from (*_lines(error.__context__), "", _MEANWHILE, "")
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):"
        yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield described(error)
    if isinstance(error, BaseExceptionGroup):
        for number, part in enumerate(error.exceptions, start=1):
            yield f"  {number} of {len(error.exceptions)} in the group:"
            yield from (f"  {line}" for line in _lines(part))
