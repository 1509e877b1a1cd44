"""JSON that anybody may have written: it is read, or it is a ValueError and nothing else."""

import json
from typing import Any, NoReturn


def read_json(content: bytes) -> Any:
    """The value that is spelled there.

    Raises ValueError for what is not UTF-8 or no JSON, for NaN and the infinities, for what is
    nested deeper than Python reads, and for half of a surrogate pair: no database and no answer
    of ours takes that as text.
    """
    try:
        value = json.loads(content, parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    return value


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
