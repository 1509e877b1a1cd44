"""From problems, and from the errors of the framework, to HTTP answers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from booking_chat.service.errors import described
from booking_chat.service.http.problems import MEDIA_TYPE, Problem, invalid, unavailable

log = structlog.get_logger(__name__)

PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""Headers of an answer that is for its caller alone, and is what its type says."""


def problem_response(problem: Problem) -> Response:
    return JSONResponse(
        problem.to_body(),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={**PRIVATE, **(problem.headers or {})},
    )


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
    return problem_response(problem)


async def _on_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type only
    return problem_response(
        invalid(
            [{"field": _field(item["loc"]), "message": _message(item)} for item in error.errors()]
        )
    )


async def _on_http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type only
    return problem_response(from_http_error(error))


def _answer_that_it_is_away(what: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def on_away(request: Request, error: Exception) -> Response:
        log.warning("something is away", what=what, path=request.url.path, error=described(error))
        return problem_response(unavailable(what))

    return on_away


async def _on_bug(request: Request, error: Exception) -> Response:
    log.error("unexpected error", path=request.url.path, exc_info=error)
    return problem_response(
        Problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", "Something went wrong on our side."
        )
    )


def install_problem_handlers(app: FastAPI, away: Mapping[type[Exception], str]) -> None:
    """Answers every error with a problem; one of `away` means that something is not there."""
    for error, what in away.items():
        app.add_exception_handler(error, _answer_that_it_is_away(what))
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_bug)
