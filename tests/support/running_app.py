"""A service under test: its app runs in this process, and is spoken to over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from support.service_calls import signed_for

MONITORING = "http://monitoring"
"""Where a client of a service under test finds what operators look at."""


def monitoring_of(app: FastAPI) -> dict[str, httpx.AsyncBaseTransport]:
    """Nothing for an app that is no service of ours."""
    monitoring: FastAPI | None = getattr(app.state, "monitoring", None)
    if monitoring is None:
        return {}
    return {f"all://{httpx.URL(MONITORING).host}": httpx.ASGITransport(monitoring)}


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Starts the parts of an app, gives a client for it, and stops the parts again.

    What only our own services may ask is signed as the operator gateway does it.
    """
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://service",
            mounts=monitoring_of(app),
            auth=signed_for(app),
        ) as client,
    ):
        yield client
