"""What is wrong with a body, for logs and dead letters: by field and kind, never by value. Pure.

A value may be somebody's email or message, and logs are kept longer and read by more people.
"""

import re

from pydantic import ValidationError

MOST = 10
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def fields_and_kinds(error: ValidationError) -> str:
    """`customer.email: string_too_long; startTime: missing`, the first ten of them."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    told = [f"{_path(one['loc'])}: {one['type']}" for one in found[:MOST]]
    if len(found) > MOST:
        told.append(f"and {len(found) - MOST} more")
    return "; ".join(told)


def _path(location: tuple[int | str, ...]) -> str:
    """Whoever wrote the body chose the names of fields that nobody knows: those may be values."""
    parts = (str(part) for part in location)
    named = (part if part.isdigit() or _NAME.fullmatch(part) else "(a name)" for part in parts)
    return ".".join(named) or "body"
