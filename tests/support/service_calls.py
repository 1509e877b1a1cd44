"""Calls from one of our services to another, as tests make them: signed."""

from collections.abc import Generator

import httpx
from fastapi import FastAPI

from booking_chat.contracts.services import ServiceName
from booking_chat.service.config import Environment, ServiceConfig
from booking_chat.service.http.caller import Caller
from booking_chat.service.http.service_tokens import ServiceSecrets

SECRETS = ServiceConfig(environment=Environment.DEVELOPMENT).service_secrets
"""Those of every service under test that is given none."""
STAFFS_GATEWAY = Caller(ServiceName.OPERATOR_GATEWAY, SECRETS)


class Signed(httpx.Auth):
    """Requests of the operator gateway to `called`."""

    def __init__(self, called: ServiceName, secrets: ServiceSecrets = SECRETS) -> None:
        self._called = called
        self._caller = Caller(ServiceName.OPERATOR_GATEWAY, secrets)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._caller.authorization(self._called)
        yield request


def signed_for(app: FastAPI) -> httpx.Auth | None:
    """What a client of `app` signs with; a service that answers everybody wants nothing."""
    called: ServiceName | None = getattr(app.state, "called", None)
    return None if called is None else Signed(called)
