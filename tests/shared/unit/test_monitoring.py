"""What operators look at is on a port of its own; the port of everybody says ok or not ok."""

import asyncio
import socket

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from booking_chat.contracts.time_zones import RULES_VERSION
from booking_chat.service.app import make_server, service_app
from booking_chat.service.health import Health
from booking_chat.service.monitoring import add_for_operators
from devstack.ports import free_ports
from devstack.waiting import comes_true
from support.running_app import MONITORING, running


async def _works() -> None:
    """Passes."""


async def _fails() -> None:
    raise ConnectionError("mongodb-3.inside.example:27017 refused")


def an_app(health: Health) -> FastAPI:
    operations = APIRouter()

    @operations.get("/figures")
    async def figures() -> int:
        return 7

    app = service_app("test", [], health, parts=[])
    add_for_operators(app, operations)
    return app


BROKEN = Health(ready={"mongo": _fails, "kafka": _works}, live={"commands": _fails})


async def test_the_port_of_everybody_says_whether_the_service_is_well_and_nothing_else() -> None:
    async with running(an_app(BROKEN)) as client:
        broken = [await client.get(f"/health/{kind}") for kind in ("ready", "live")]
    async with running(an_app(Health())) as client:
        well = [await client.get(f"/health/{kind}") for kind in ("ready", "live")]

    assert [(answer.status_code, answer.json()) for answer in broken] == [
        (503, {"status": "degraded"}),
        (503, {"status": "stuck"}),
    ]
    assert [(answer.status_code, answer.json()) for answer in well] == [(200, {"status": "ok"})] * 2


async def test_the_monitoring_port_says_which_check_fails_and_why() -> None:
    async with running(an_app(BROKEN)) as client:
        ready = await client.get(f"{MONITORING}/health/ready")
        live = await client.get(f"{MONITORING}/health/live")

    refused = "failed: ConnectionError('mongodb-3.inside.example:27017 refused')"
    assert (ready.status_code, live.status_code) == (503, 503)
    assert ready.json() == {
        "status": "degraded",
        "checks": {"started": "ok", "mongo": refused, "kafka": "ok"},
        "timeZoneRules": RULES_VERSION,
    }
    assert live.json()["checks"] == {"commands": refused}


async def test_metrics_and_figures_for_operators_are_on_the_monitoring_port_alone() -> None:
    async with running(an_app(Health())) as client:
        for_everybody = [(await client.get(path)).status_code for path in ("/metrics", "/figures")]
        metrics = await client.get(f"{MONITORING}/metrics")
        figures = await client.get(f"{MONITORING}/figures")

    assert for_everybody == [404, 404]
    assert "booking_chat_http_request_seconds_bucket" in metrics.text
    assert figures.json() == 7


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/oauth2-redirect"])
async def test_no_page_loads_the_scripts_of_others_into_our_origin(path: str) -> None:
    async with running(an_app(Health())) as client:
        statuses = [(await client.get(f"{place}{path}")).status_code for place in ("", MONITORING)]
        document = await client.get("/openapi.json")

    assert statuses == [404, 404]
    assert document.status_code == 200


async def test_a_server_listens_at_both_ports_and_closes_both() -> None:
    port, monitoring = free_ports(2)
    server = make_server(an_app(Health()), "127.0.0.1", port, monitoring=("127.0.0.1", monitoring))
    running_server = asyncio.create_task(server.serve())

    async def listens() -> bool:
        return server.started and len(server.servers) == 2

    assert await comes_true(listens, 10)
    async with httpx.AsyncClient() as client:
        everybody = await client.get(f"http://127.0.0.1:{port}/metrics")
        operators = await client.get(f"http://127.0.0.1:{monitoring}/metrics")
    server.should_exit = True
    await running_server

    assert (everybody.status_code, operators.status_code) == (404, 200)
    for closed in (port, monitoring):
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", closed)


async def test_a_service_whose_monitoring_port_is_taken_does_not_run_without_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = make_server(an_app(Health()), "127.0.0.1", 0, monitoring=taken.getsockname())
        with pytest.raises(SystemExit) as ended:
            await server.serve()

    assert ended.value.code == 3
