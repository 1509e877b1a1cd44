"""A POST in front of the framework's routing: what is in order never gets there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx
import pytest
from pydantic import BaseModel, Field, StringConstraints, TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from booking_chat.service.http.lean_post import LeanPost, LeanPosts

PATH = "/messages"
NAME = TypeAdapter(Annotated[str, StringConstraints(min_length=1, max_length=5)])
JSON = {"content-type": "application/json"}


class Text(BaseModel):
    text: str = Field(max_length=5)


class RefusedError(Exception):
    """Has a handler."""


class MistakeError(Exception):
    """Has none."""


async def answer(body: Text, request: Request) -> Response:
    match body.text:
        case "no":
            raise RefusedError
        case "oops":
            raise MistakeError
        case _:
            return JSONResponse({"lean": body.text, "by": request.headers.get("by")}, 202)


async def answer_of_thread(body: Text, request: Request) -> Response:
    return JSONResponse({"lean": body.text, "thread": request.path_params["thread_id"]}, 202)


async def refused(_: Request, __: Exception) -> Response:
    return JSONResponse({"refused": True}, 403)


class Framework:
    """Says what got there."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await Request(scope, receive).body()
        await JSONResponse({"framework": body.decode(), "method": scope["method"]})(
            scope, receive, send
        )


@asynccontextmanager
async def asking() -> AsyncIterator[httpx.AsyncClient]:
    posts: list[LeanPost[Any]] = [
        LeanPost(PATH, Text, answer),
        LeanPost("/threads/{thread_id}/messages", Text, answer_of_thread, NAME),
    ]
    app = LeanPosts(Framework(), posts, {RefusedError: refused, Exception: refused})
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lean") as client:
        yield client


async def test_what_is_in_order_is_answered_by_the_endpoint() -> None:
    async with asking() as client:
        found = await client.post(PATH, json={"text": "hello"}, headers={"by": "ana"})

    assert (found.status_code, found.json()) == (202, {"lean": "hello", "by": "ana"})


@pytest.mark.parametrize(
    "body", ["", "{", '{"text": 1}', '{"text": "too long"}', "[]", '"\\ud800"']
)
async def test_a_body_that_is_not_in_order_gets_to_the_framework_whole(body: str) -> None:
    async with asking() as client:
        found = await client.post(PATH, content=body, headers=JSON)

    assert found.json() == {"framework": body, "method": "POST"}


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", PATH, "application/json"),
        ("POST", f"{PATH}/", "application/json"),
        ("POST", "/others", "application/json"),
        ("POST", PATH, "application/json; charset=utf-8"),
        ("POST", PATH, "text/plain"),
    ],
)
async def test_everything_else_gets_to_the_framework(method: str, path: str, kind: str) -> None:
    body = '{"text": "hello"}'
    async with asking() as client:
        found = await client.request(method, path, content=body, headers={"content-type": kind})

    assert found.json() == {"framework": body, "method": method}


async def test_an_error_is_answered_by_the_handler_of_the_app() -> None:
    async with asking() as client:
        found = await client.post(PATH, json={"text": "no"})

    assert (found.status_code, found.json()) == (403, {"refused": True})


async def test_a_mistake_of_ours_is_left_to_the_server() -> None:
    async with asking() as client:
        with pytest.raises(MistakeError):
            await client.post(PATH, json={"text": "oops"})


async def test_a_body_that_comes_in_pieces_is_read_whole() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"text": '
        yield b'"hello"}'

    async with asking() as client:
        found = await client.post(PATH, content=pieces(), headers=JSON)

    assert found.json()["lean"] == "hello"


async def test_a_path_with_a_parameter_is_answered_with_its_value() -> None:
    async with asking() as client:
        answer = await client.post("/threads/t-1/messages", json={"text": "hi"}, headers=JSON)

    assert answer.json() == {"lean": "hi", "thread": "t-1"}


@pytest.mark.parametrize(
    "path", ["/threads//messages", "/threads/too-long/messages", "/threads/a/b/messages"]
)
async def test_a_path_whose_parameter_will_not_do_is_left_to_the_framework(path: str) -> None:
    async with asking() as client:
        answer = await client.post(path, json={"text": "hi"}, headers=JSON)

    assert "framework" in answer.json()
