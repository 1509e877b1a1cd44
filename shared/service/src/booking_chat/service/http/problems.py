"""Problem details (RFC 9457): every error over HTTP has one shape. Pure."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

MEDIA_TYPE = "application/problem+json"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["/problems/not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": ["string", "null"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


class Problem(Exception):  # noqa: N818 - it is the answer that RFC 9457 calls a problem
    """An answer that says what is wrong.

    `kind` becomes the stable type `/problems/<kind>`; `title` is for a person; `errors`
    names the fields of bad input.
    """

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        title: str,
        detail: str | None = None,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.kind = kind
        self.title = title
        self.detail = detail
        self.errors = errors
        self.headers = headers

    def to_body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"/problems/{self.kind}",
            "title": self.title,
            "status": int(self.status),
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = list(self.errors)
        return body


def not_found(what: str) -> Problem:
    """The answer for what does not exist and for what the caller may not see."""
    return Problem(HTTPStatus.NOT_FOUND, "not-found", f"There is no such {what}.")


def unavailable(what: str) -> Problem:
    """The answer while something behind us is away: trying again is safe."""
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "unavailable",
        f"{what} does not answer at the moment.",
        "Sending the same request again is safe.",
        headers={"Retry-After": "2"},
    )


def invalid(errors: Sequence[Mapping[str, str]]) -> Problem:
    """The answer for bad input; each error has `field` and `message`."""
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-input",
        "Something in the request is not valid.",
        "; ".join(f"{error['field']}: {error['message']}" for error in errors),
        errors=errors,
    )


def problem_responses(kinds: Mapping[HTTPStatus, str]) -> dict[int | str, dict[str, Any]]:
    """For a route's OpenAPI: the kinds of problems it answers with, by status."""
    content = {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}
    return {
        int(status): {"description": description, "content": content}
        for status, description in kinds.items()
    }
