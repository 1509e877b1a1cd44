"""Versions as HTTP carries them: entity tags, `If-Match`, and the cursor of the history."""

import re
from http import HTTPStatus

from booking_chat.paging import decode_cursor
from booking_chat.service.problems import Problem, invalid
from settings_service.switches import LocationSettings

_ENTITY_TAG = re.compile(r'"([0-9]{1,18})"')
_LARGEST_VERSION = 2**63 - 1


def entity_tag(version: int) -> str:
    return f'"{version}"'


def expected_version(if_match: str | None) -> int:
    """The version that an `If-Match` header names.

    Raises Problem 428 without a header, and 422 unless it is one entity tag of ours: a
    change must say which state it was made in view of, so `*` is not enough.
    """
    if if_match is None:
        raise Problem(
            HTTPStatus.PRECONDITION_REQUIRED,
            "precondition-required",
            "A change must name the version that it changes.",
            "Send the ETag of the settings as they were read in the header If-Match.",
        )
    tag = _ENTITY_TAG.fullmatch(if_match.strip())
    if tag is None:
        raise invalid([{"field": "If-Match", "message": 'must be one entity tag such as "3"'}])
    return int(tag[1])


def version_conflict(current: LocationSettings) -> Problem:
    return Problem(
        HTTPStatus.PRECONDITION_FAILED,
        "version-conflict",
        "Somebody else has changed these settings meanwhile.",
        f"They are at version {current.version} now. Read them again, then change them.",
    )


def version_before(cursor: str | None) -> int | None:
    """The version that a page of the history ends above; None for the first page."""
    match decode_cursor(cursor, int):
        case None:
            return None
        case (int(version),) if 0 < version <= _LARGEST_VERSION:
            return version
        case _:
            raise invalid([{"field": "cursor", "message": "is not a cursor of this list"}])
