"""A notifier that others ask over HTTP, played by a small server: it answers as it was told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from support.serving import served


@dataclass(frozen=True)
class Asked:
    """One request as the notifier got it; `if_match` None where the header was missing."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    if_match: str | None = None


@dataclass
class FakeNotifier:
    """`answer` is what requests get, with `headers`: a status and a body, None for no body."""

    url: str = ""
    answer: tuple[int, Any] = (200, {})
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        body = await request.body()
        self.asked.append(
            Asked(
                request.method,
                request.url.path,
                dict(request.query_params),
                await request.json() if body else None,
                request.headers.get("if-match"),
            )
        )
        status, answer = self.answer
        if answer is None:
            return Response(status_code=status, headers=self.headers)
        return JSONResponse(answer, status, self.headers)


@asynccontextmanager
async def a_fake_notifier() -> AsyncIterator[FakeNotifier]:
    fake = FakeNotifier()
    app = FastAPI(openapi_url=None)
    app.state.streams = []
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    app.add_api_route("/{path:path}", fake.take, methods=methods)
    async with served(app) as service:
        fake.url = str(service.client.base_url)
        yield fake
