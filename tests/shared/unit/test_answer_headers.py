"""What a gateway answers is for its caller alone: nobody keeps it, or guesses another type."""

from collections.abc import Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from booking_chat.gateway.answer_headers import AnswerHeaders
from support.operator_steps import a_desk
from support.portal_steps import MESSAGES, a_portal

PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
HSTS = "strict-transport-security"


def of(answer: httpx.Response) -> dict[str, str]:
    return {name: answer.headers.get(name, "") for name in PRIVATE}


async def test_every_answer_of_the_portal_is_private_whatever_came_of_it(
    new_id: Callable[[str], str],
) -> None:
    portal = a_portal(new_id)
    async with portal.visited() as client:
        answers = [
            await client.get("/api/conversation"),
            await client.get(MESSAGES),
            await client.post(MESSAGES, json={"text": ""}),
            await client.post(MESSAGES, content=b"x" * 70_000),
            await client.get("/api/nothing"),
            await client.put(MESSAGES),
            await client.get("/health/ready"),
            await client.get("/openapi.json"),
        ]
        del client.headers["cookie"]
        answers.append(await client.get("/api/conversation"))

    assert [answer.status_code for answer in answers] == [
        200,
        200,
        422,
        413,
        404,
        405,
        200,
        200,
        401,
    ]
    assert [of(answer) for answer in answers] == [PRIVATE] * len(answers)


async def test_every_answer_of_the_operators_gateway_is_private(
    new_id: Callable[[str], str],
) -> None:
    desk = a_desk(new_id)
    async with desk.staffed() as client:
        answers = [
            await client.get("/api/me"),
            await client.get(f"{desk.location}/threads"),
            await client.get(f"{desk.thread}/messages"),
            await client.get(f"{desk.other_location}/threads"),
            await client.get("/auth/login", follow_redirects=False),
        ]

    assert [of(answer) for answer in answers] == [PRIVATE] * len(answers)


async def test_browsers_that_come_by_tls_are_told_to_insist_on_it(
    new_id: Callable[[str], str],
) -> None:
    async with a_portal(new_id).visited() as client:
        by_tls = await client.get("/api/conversation")

    assert by_tls.headers[HSTS] == "max-age=31536000"


@pytest.mark.parametrize("secure", [True, False])
async def test_what_an_answer_says_of_itself_stays_and_without_tls_nobody_insists(
    secure: bool,  # noqa: FBT001 - a case
) -> None:
    async def asset(_: object) -> PlainTextResponse:
        return PlainTextResponse("x", headers={"Cache-Control": "public", "X-Own": "1"})

    app = Starlette(routes=[Route("/asset", asset)])
    app.add_middleware(AnswerHeaders, secure=secure)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        answer = await client.get("/asset")

    assert answer.headers.get_list("cache-control") == ["public"]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers["x-own"] == "1"
    assert (HSTS in answer.headers) is secure


async def test_a_mistake_of_ours_is_a_private_answer_too(new_id: Callable[[str], str]) -> None:
    portal = a_portal(new_id)

    @portal.app.get("/api/mistake")
    async def mistake() -> None:
        raise ZeroDivisionError

    transport = httpx.ASGITransport(portal.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        answer = await client.get("/api/mistake")

    assert (answer.status_code, of(answer)) == (500, PRIVATE)
