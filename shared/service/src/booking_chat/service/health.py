"""Health: is the process alive, and can it do its work right now."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from booking_chat.contracts.time_zones import RULES_VERSION

Check = Callable[[], Awaitable[None]]
CHECK_TIMEOUT_SECONDS = 2.0


@dataclass(slots=True)
class Health:
    """Named checks; a check passes by returning and fails by raising.

    `ready` checks ask whether what the service needs answers. `live` checks ask whether a
    restart would help, so nothing that is merely away belongs there.
    """

    ready: dict[str, Check] = field(default_factory=dict)
    live: dict[str, Check] = field(default_factory=dict)


async def _run(checks: dict[str, Check]) -> dict[str, str]:
    async def outcome(check: Check) -> str:
        try:
            async with asyncio.timeout(CHECK_TIMEOUT_SECONDS):
                await check()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
            return f"failed: {error!r}"
        return "ok"

    outcomes = await asyncio.gather(*(outcome(check) for check in checks.values()))
    return dict(zip(checks, outcomes, strict=True))


async def _answer(checks: dict[str, Check], failed: str) -> Response:
    outcomes = await _run(checks)
    healthy = all(outcome == "ok" for outcome in outcomes.values())
    return JSONResponse(
        {
            "status": "ok" if healthy else failed,
            "checks": outcomes,
            "timeZoneRules": RULES_VERSION,
        },
        status_code=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE,
    )


def health_routes(health: Health) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/health/live")
    async def live() -> Response:
        return await _answer(health.live, "stuck")

    @router.get("/health/ready")
    async def ready() -> Response:
        return await _answer(health.ready, "degraded")

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
