"""How large a request's body may be.

FastAPI has a limit of its own, but answers past it in plain text instead of a problem.
"""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from booking_chat.service.http.problem_handlers import from_http_error, problem_response

LENGTH = b"content-length"


class BodyLimit:
    """Pure ASGI: refuses a body past `max_bytes`, whether it announces its length or not.

    The server holds a body to the length that it announces, so only one without is counted.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = next((value for name, value in scope["headers"] if name == LENGTH), None)
        if announced is None:
            await self._app(scope, self._counting(receive), send)
        elif int(announced) > self._max_bytes:
            await problem_response(from_http_error(self._error()))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _counting(self, receive: Receive) -> Receive:
        received = 0

        async def counting_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_bytes:
                # FastAPI passes on this type alone while it reads a body.
                raise self._error()
            return message

        return counting_receive

    def _error(self) -> HTTPException:
        return HTTPException(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"A body may have {self._max_bytes} bytes at most.",
        )
