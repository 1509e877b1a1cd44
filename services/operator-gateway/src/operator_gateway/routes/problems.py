"""The problems that staff's routes answer with, for OpenAPI."""

from http import HTTPStatus

from booking_chat.service.http.problems import problem_responses

READING_PROBLEMS = problem_responses(
    {
        HTTPStatus.UNAUTHORIZED: "not-signed-in",
        HTTPStatus.NOT_FOUND: "not-found",
        HTTPStatus.UNPROCESSABLE_ENTITY: "invalid-input",
        HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
    }
)
COMMAND_PROBLEMS = READING_PROBLEMS | problem_responses(
    {
        HTTPStatus.FORBIDDEN: "portal-disabled, messaging-disabled",
        HTTPStatus.CONFLICT: "draft-booking, unknown-booking: it was withdrawn",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-large",
        HTTPStatus.SERVICE_UNAVAILABLE: "unavailable: sending the same again is safe",
    }
)
SETTINGS_PROBLEMS = READING_PROBLEMS | problem_responses(
    {
        HTTPStatus.FORBIDDEN: "administrators-only",
        HTTPStatus.PRECONDITION_FAILED: "somebody else has changed the settings meanwhile",
        HTTPStatus.PRECONDITION_REQUIRED: "If-Match is missing",
    }
)
ALERT_PROBLEMS = READING_PROBLEMS | problem_responses(
    {
        HTTPStatus.FORBIDDEN: "administrators-only",
        HTTPStatus.CONFLICT: "what is asked for does not go with how things stand",
        HTTPStatus.PRECONDITION_FAILED: "version-conflict: somebody else has changed it meanwhile",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-large",
        HTTPStatus.TOO_MANY_REQUESTS: "too-soon: a verification link was sent a moment ago",
    }
)
POLICY_PROBLEMS = ALERT_PROBLEMS | problem_responses(
    {HTTPStatus.PRECONDITION_REQUIRED: "precondition-required: If-Match is missing"}
)
