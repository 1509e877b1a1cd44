"""Webhooks that were caught: whatever is posted under a name can be looked at under that name."""

from collections import defaultdict, deque
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, Request

from booking_chat.contracts.base import Timestamp, TolerantContract
from booking_chat.contracts.values import Id

KEPT_OF_EACH = 100


class CaughtHook(TolerantContract):
    """One call as it came: header names in small letters, the body as text."""

    caught_at: Timestamp
    headers: dict[str, str]
    body: str


class CaughtHooks:
    """The last hundred calls of each name, oldest first."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, deque[CaughtHook]] = defaultdict(
            lambda: deque(maxlen=KEPT_OF_EACH)
        )

    def keep(self, name: str, hook: CaughtHook) -> None:
        self._by_name[name].append(hook)

    def of(self, name: str) -> list[CaughtHook]:
        return list(self._by_name.get(name, ()))


def hook_routes(hooks: CaughtHooks) -> APIRouter:
    router = APIRouter(prefix="/hooks/{name}")

    @router.post("", status_code=HTTPStatus.NO_CONTENT)
    async def catch(name: Id, request: Request) -> None:
        """Takes anything and checks nothing."""
        body = (await request.body()).decode(errors="replace")
        hook = CaughtHook(caught_at=datetime.now(UTC), headers=dict(request.headers), body=body)
        hooks.keep(name, hook)

    @router.get("")
    async def caught(name: Id) -> list[CaughtHook]:
        return hooks.of(name)

    return router
