"""Versions as HTTP carries them: entity tags and `If-Match`."""

import re
from http import HTTPStatus

from booking_chat.service.http.problems import Problem, invalid

_ENTITY_TAG = re.compile(r'"([0-9]{1,18})"')


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
            "Send the ETag of what was read in the header If-Match.",
        )
    tag = _ENTITY_TAG.fullmatch(if_match.strip())
    if tag is None:
        raise invalid([{"field": "If-Match", "message": 'must be one entity tag such as "3"'}])
    return int(tag[1])


def version_conflict(what: str, version: int) -> Problem:
    """The answer to a change that was made in view of an older version."""
    return Problem(
        HTTPStatus.PRECONDITION_FAILED,
        "version-conflict",
        f"Somebody else has changed {what} meanwhile.",
        f"The version is {version} now. Read again, then change.",
    )
