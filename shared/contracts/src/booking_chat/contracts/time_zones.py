"""Time zones by one source: the rules of the pinned `tzdata`, never the machine's own.

`zoneinfo` prefers the machine's files, which may be years old: an email would then say another hour
than the page.
"""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo  # noqa: TID251 - the one place that makes them

import tzdata  # type: ignore[import-untyped] # data, and one name

RULES_VERSION: str = tzdata.IANA_VERSION
"""Such as `2026b`."""


@cache
def time_zone_names() -> frozenset[str]:
    """All IANA names, also the old ones that lead to others."""
    return frozenset(files(tzdata).joinpath("zones").read_text().split())


@cache
def time_zone_rules(name: str) -> ZoneInfo:
    """The rules of a zone. Raises KeyError for a name that is none of `time_zone_names`."""
    if name not in time_zone_names():
        raise KeyError(name)
    with files(tzdata).joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)
