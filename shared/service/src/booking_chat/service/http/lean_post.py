"""A busy POST, answered in front of the framework's routing by the route's own function.

Routing, dependencies and validation by FastAPI cost about as much as all that such a POST is for.
What is in order is answered here. Whatever is not (another content type, a body that is not what it
should be) takes the framework's way, so errors are the framework's own, and so is the entry in the
OpenAPI document.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Body = TypeVar("Body", bound=BaseModel)
_JSON = (b"content-type", b"application/json")


@dataclass(frozen=True, slots=True)
class LeanPost(Generic[Body]):
    """`endpoint` is the function of the route at `path`, which has no parameters in it."""

    path: str
    body: type[Body]
    endpoint: Callable[[Body, Request], Awaitable[Response]]


class LeanPosts:
    """Pure ASGI, inside of all other middleware: limits and metrics hold as for any request.

    `handlers` are the app's handlers of errors, by type.
    """

    def __init__(
        self, app: ASGIApp, posts: Mapping[str, LeanPost[Any]], handlers: Mapping[Any, Any]
    ) -> None:
        self._app = app
        self._posts = posts
        self._handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        post = self._posts.get(scope["path"]) if scope["type"] == "http" else None
        if post is None or scope["method"] != "POST" or _JSON not in scope["headers"]:
            await self._app(scope, receive, send)
            return
        # Metrics name a request by it.
        scope["route"] = post
        request = Request(scope)
        try:
            received = await _whole(receive)
        except Exception as error:  # noqa: BLE001 - a body past its limit; else it is raised again
            await (await self._answer(error, request))(scope, receive, send)
            return
        try:
            body = post.body.model_validate_json(b"".join(m.get("body", b"") for m in received))
        except ValidationError:
            await self._app(scope, _again(received, receive), send)
            return
        try:
            response = await post.endpoint(body, request)
        except Exception as error:  # noqa: BLE001 - a mistake of ours is raised again
            response = await self._answer(error, request)
        await response(scope, receive, send)

    async def _answer(self, error: Exception, request: Request) -> Response:
        """What the framework would answer with. Raises the error if it is a mistake of ours."""
        kinds = (kind for kind in type(error).__mro__ if kind is not Exception)
        handler = next((self._handlers[kind] for kind in kinds if kind in self._handlers), None)
        if handler is None:
            raise error
        response: Response = await handler(request, error)
        return response


async def _whole(receive: Receive) -> list[Message]:
    """All messages of a request, or those until its peer left."""
    received = [await receive()]
    while received[-1].get("more_body"):
        received.append(await receive())
    return received


def _again(received: list[Message], receive: Receive) -> Receive:
    waiting = iter(received)

    async def receive_again() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return receive_again
