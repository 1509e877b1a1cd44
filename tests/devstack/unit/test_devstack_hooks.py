"""The devstack's catcher of webhooks keeps what it gets, as it came."""

import httpx
from fastapi import FastAPI

from devstack.catcher.hooks import KEPT_OF_EACH, CaughtHooks, hook_routes
from support.running_app import running


def a_catcher() -> FastAPI:
    app = FastAPI()
    app.include_router(hook_routes(CaughtHooks()))
    return app


async def bodies(client: httpx.AsyncClient, name: str) -> list[str]:
    return [hook["body"] for hook in (await client.get(f"/hooks/{name}")).json()]


async def test_a_call_is_shown_with_its_headers_and_its_body_as_it_came() -> None:
    async with running(a_catcher()) as client:
        answer = await client.post(
            "/hooks/ops", content='{"name": "Zoë"}'.encode(), headers={"Webhook-Id": "1"}
        )
        (caught,) = (await client.get("/hooks/ops")).json()

    assert answer.status_code == 204
    assert (caught["headers"]["webhook-id"], caught["body"]) == ("1", '{"name": "Zoë"}')


async def test_each_name_has_its_own_calls() -> None:
    async with running(a_catcher()) as client:
        await client.post("/hooks/ops", content=b"a")
        await client.post("/hooks/desk", content=b"b")
        await client.post("/hooks/ops", content=b"\xff")

        assert await bodies(client, "ops") == ["a", "\N{REPLACEMENT CHARACTER}"]
        assert await bodies(client, "desk") == ["b"]
        assert await bodies(client, "nobody") == []


async def test_the_last_hundred_are_kept() -> None:
    async with running(a_catcher()) as client:
        for number in range(KEPT_OF_EACH + 1):
            await client.post("/hooks/ops", content=str(number).encode())

        assert await bodies(client, "ops") == [str(n) for n in range(1, KEPT_OF_EACH + 1)]
