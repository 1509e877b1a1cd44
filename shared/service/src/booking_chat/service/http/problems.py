"""Problem details (RFC 9457): every error over HTTP has one shape."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"

_SCHEMA: dict[str, Any] = {
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

    def to_response(self) -> Response:
        body: dict[str, Any] = {
            "type": f"/problems/{self.kind}",
            "title": self.title,
            "status": int(self.status),
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = list(self.errors)
        return JSONResponse(
            body, status_code=self.status, media_type=MEDIA_TYPE, headers=self.headers
        )


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
    content = {MEDIA_TYPE: {"schema": _SCHEMA}}
    return {
        int(status): {"description": description, "content": content}
        for status, description in kinds.items()
    }


def from_http_error(error: HTTPException) -> Problem:
    """The problem for an error of the framework's own: no route, wrong method, too large."""
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        # Python's own name for it differs between versions, and a type has to be stable.
        kind, title = "too-large", "The request is too large."
    else:
        kind, title = status.phrase.lower().replace(" ", "-"), status.phrase
    return Problem(status, kind, title, error.detail, headers=error.headers)


def _field(location: Sequence[str | int]) -> str:
    """The name of the field a validation error is about: `body.text` becomes `text`."""
    inner = [str(part) for part in location if part not in {"body", "query", "path", "header"}]
    return ".".join(inner) or str(location[0])


def _message(item: Mapping[str, Any]) -> str:
    """What a check of ours says, in its own words; `msg` has "Value error" before them."""
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    return str(item["msg"])


async def _on_problem(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)  # noqa: S101 - registered for this type only
    return problem.to_response()


async def _on_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type only
    return invalid(
        [{"field": _field(item["loc"]), "message": _message(item)} for item in error.errors()]
    ).to_response()


async def _on_http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type only
    return from_http_error(error).to_response()


def _answer_that_it_is_away(what: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def on_away(request: Request, error: Exception) -> Response:
        log.warning("something is away", what=what, path=request.url.path, error=repr(error))
        return unavailable(what).to_response()

    return on_away


async def _on_bug(request: Request, error: Exception) -> Response:
    log.error("unexpected error", path=request.url.path, exc_info=error)
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", "Something went wrong on our side."
    ).to_response()


def install_problem_handlers(app: FastAPI, away: Mapping[type[Exception], str]) -> None:
    """Answers every error with a problem; one of `away` means that something is not there."""
    for error, what in away.items():
        app.add_exception_handler(error, _answer_that_it_is_away(what))
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_bug)
