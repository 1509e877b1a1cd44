"""Health: is the process alive, and can it do its work right now."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

Check = Callable[[], Awaitable[None]]
Checks = Mapping[str, Check]
CHECK_TIMEOUT_SECONDS = 2.0
LIVE_PATH = "/health/live"
READY_PATH = "/health/ready"


@dataclass(slots=True)
class Health:
    """Named checks; a check passes by returning and fails by raising.

    `ready` checks ask whether what the service needs answers. `live` checks ask whether a
    restart would help, so nothing that is merely away belongs there.
    """

    ready: dict[str, Check] = field(default_factory=dict)
    live: dict[str, Check] = field(default_factory=dict)


async def outcomes_of(checks: Checks) -> dict[str, str]:
    """`ok` or `failed: <error>` for each check."""

    async def outcome(check: Check) -> str:
        try:
            async with asyncio.timeout(CHECK_TIMEOUT_SECONDS):
                await check()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
            return f"failed: {error!r}"
        return "ok"

    outcomes = await asyncio.gather(*(outcome(check) for check in checks.values()))
    return dict(zip(checks, outcomes, strict=True))


async def _in_a_word(checks: Checks, failed: str) -> Response:
    outcomes = await outcomes_of(checks)
    healthy = all(outcome == "ok" for outcome in outcomes.values())
    return JSONResponse(
        {"status": "ok" if healthy else failed},
        status_code=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE,
    )


def health_routes(health: Health) -> APIRouter:
    """For balancers and orchestrators, who need a status alone.

    Errors name addresses and versions, so details are on the monitoring port
    (`booking_chat.service.monitoring`).
    """
    router = APIRouter(include_in_schema=False)

    @router.get(LIVE_PATH)
    async def live() -> Response:
        return await _in_a_word(health.live, "stuck")

    @router.get(READY_PATH)
    async def ready() -> Response:
        return await _in_a_word(health.ready, "degraded")

    return router
