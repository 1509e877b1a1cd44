"""What operators look at, on a port of its own: metrics, and health with its details."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from booking_chat.contracts.time_zones import RULES_VERSION
from booking_chat.service.health import LIVE_PATH, READY_PATH, Checks, Health, outcomes_of
from booking_chat.service.http.problem_handlers import install_problem_handlers


def monitoring_app(name: str, health: Health, away: Mapping[type[Exception], str]) -> FastAPI:
    """`/metrics`, and `/health/live` and `/health/ready` with the outcome of each check.

    Nobody is asked who they are: this port belongs on a private network. `away` is that of
    `service_app`.
    """
    app = FastAPI(
        title=f"booking-chat {name}, monitoring",
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    install_problem_handlers(app, away)

    @app.get(LIVE_PATH)
    async def live() -> Response:
        return await _detailed(health.live, "stuck")

    @app.get(READY_PATH)
    async def ready() -> Response:
        return await _detailed(health.ready, "degraded")

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return app


def add_for_operators(app: FastAPI, router: APIRouter) -> None:
    """Gives the routes to whoever watches `app`, a `service_app`: on its monitoring port alone."""
    app.state.monitoring.include_router(router)


async def _detailed(checks: Checks, failed: str) -> Response:
    outcomes = await outcomes_of(checks)
    healthy = all(outcome == "ok" for outcome in outcomes.values())
    return JSONResponse(
        {
            "status": "ok" if healthy else failed,
            "checks": outcomes,
            "timeZoneRules": RULES_VERSION,
        },
        status_code=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE,
    )
