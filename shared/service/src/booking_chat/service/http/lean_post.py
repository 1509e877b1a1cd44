"""A busy POST, answered in front of the framework's routing by the route's own function.

Routing, dependencies and validation by FastAPI cost about as much as all that such a POST is for.
What is in order is answered here. Whatever is not (another content type, a body that is not what it
should be) takes the framework's way, so errors are the framework's own, and so is the entry in the
OpenAPI document.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Body = TypeVar("Body", bound=BaseModel)
_JSON = (b"content-type", b"application/json")


@dataclass(frozen=True, slots=True)
class LeanPost(Generic[Body]):
    """`endpoint` does what the route at `path` does.

    `path` has one parameter in braces, whose values `parameter` validates, or none.
    """

    path: str
    body: type[Body]
    endpoint: Callable[[Body, Request], Awaitable[Response]]
    parameter: TypeAdapter[str] | None = None


class _Paths:
    """Finds the post that a path is for; what is not clear is left to the framework."""

    def __init__(self, posts: Iterable[LeanPost[Any]]) -> None:
        self._exact: dict[str, LeanPost[Any]] = {}
        self._with_parameter: list[tuple[str, str, str, LeanPost[Any]]] = []
        for post in posts:
            before, brace, rest = post.path.partition("{")
            name, _, after = rest.partition("}")
            if brace:
                self._with_parameter.append((before, name, after, post))
            else:
                self._exact[post.path] = post

    def find(self, path: str) -> tuple[LeanPost[Any], dict[str, str]] | None:
        """The post and its path's parameters."""
        if (post := self._exact.get(path)) is not None:
            return post, {}
        for before, name, after, post in self._with_parameter:
            if not (path.startswith(before) and path.endswith(after)):
                continue
            value = path[len(before) : len(path) - len(after)]
            if "/" not in value and post.parameter is not None and _is_valid(post, value):
                return post, {name: value}
        return None


def _is_valid(post: LeanPost[Any], value: str) -> bool:
    assert post.parameter is not None  # noqa: S101 - for the type checker
    try:
        post.parameter.validate_python(value)
    except ValidationError:
        return False
    return True


class LeanPosts:
    """Pure ASGI, inside of all other middleware: limits and metrics hold as for any request.

    `handlers` are the app's handlers of errors, by type.
    """

    def __init__(
        self, app: ASGIApp, posts: Sequence[LeanPost[Any]], handlers: Mapping[Any, Any]
    ) -> None:
        self._app = app
        self._paths = _Paths(posts)
        self._handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_json_post = (
            scope["type"] == "http" and scope["method"] == "POST" and _JSON in scope["headers"]
        )
        found = self._paths.find(scope["path"]) if is_json_post else None
        if found is None:
            await self._app(scope, receive, send)
            return
        post, parameters = found
        # Metrics name a request by it.
        scope["route"] = post
        scope["path_params"] = parameters
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
