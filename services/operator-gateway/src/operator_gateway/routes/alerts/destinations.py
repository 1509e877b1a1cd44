"""Where a location's alerts go. A destination's address may be a secret: administrators only."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from booking_chat.contracts.http.destinations import (
    CreatedDestination,
    DestinationChange,
    DestinationView,
    NewDestination,
    RotatedSecret,
    TestResult,
)
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.entity_tags import entity_tag
from operator_gateway.access.operator import Operator
from operator_gateway.access.rules import require_administrator
from operator_gateway.clients.notifier import NotifierClient
from operator_gateway.routes.problems import ALERT_PROBLEMS
from operator_gateway.sign_in.authenticator import Authenticator

_PREFIX = "/api/locations/{location_id}/alerts/destinations"


def destination_routes(notifier: NotifierClient, authenticator: Authenticator) -> APIRouter:
    router = APIRouter(prefix=_PREFIX, responses=ALERT_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.get("")
    async def destinations(location_id: Id, operator: Caller) -> Page[DestinationView]:
        """All of them, oldest first."""
        require_administrator(operator, location_id)
        return await notifier.destinations(location_id)

    @router.post("", status_code=HTTPStatus.CREATED)
    async def create(
        location_id: Id, wanted: NewDestination, operator: Caller, response: Response
    ) -> CreatedDestination:
        """A webhook's secret is in this answer and in no other. An email address gets a link."""
        require_administrator(operator, location_id)
        created = await notifier.create_destination(location_id, wanted, operator.acting)
        response.headers["ETag"] = entity_tag(created.version)
        return created

    @router.get("/{destination_id}")
    async def destination(
        location_id: Id, destination_id: Id, operator: Caller, response: Response
    ) -> DestinationView:
        require_administrator(operator, location_id)
        found = await notifier.destination(location_id, destination_id)
        response.headers["ETag"] = entity_tag(found.version)
        return found

    @router.patch("/{destination_id}")
    async def change(
        location_id: Id,
        destination_id: Id,
        wanted: DestinationChange,
        operator: Caller,
        response: Response,
        if_match: Annotated[str | None, Header()] = None,
    ) -> DestinationView:
        """Changes the fields that are given; with If-Match, unless somebody else was quicker."""
        require_administrator(operator, location_id)
        changed = await notifier.change_destination(
            location_id, destination_id, wanted, operator.acting, if_match
        )
        response.headers["ETag"] = entity_tag(changed.version)
        return changed

    @router.delete("/{destination_id}", status_code=HTTPStatus.NO_CONTENT)
    async def delete(location_id: Id, destination_id: Id, operator: Caller) -> None:
        """What still waits for it is dropped; what was sent can still be looked up."""
        require_administrator(operator, location_id)
        await notifier.delete_destination(location_id, destination_id, operator.acting)

    return router


def destination_action_routes(notifier: NotifierClient, authenticator: Authenticator) -> APIRouter:
    router = APIRouter(prefix=f"{_PREFIX}/{{destination_id}}", responses=ALERT_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.post("/test")
    async def test(location_id: Id, destination_id: Id, operator: Caller) -> TestResult:
        """Sends a marked sample now and shows the answer. Takes up to 15 s."""
        require_administrator(operator, location_id)
        return await notifier.test_destination(location_id, destination_id, operator.acting)

    @router.post("/rotate-secret")
    async def rotate_secret(location_id: Id, destination_id: Id, operator: Caller) -> RotatedSecret:
        """A webhook's new secret, shown this once; the old one signs beside it for a day."""
        require_administrator(operator, location_id)
        return await notifier.rotate_secret(location_id, destination_id, operator.acting)

    @router.post("/send-verification", status_code=HTTPStatus.NO_CONTENT)
    async def send_verification(location_id: Id, destination_id: Id, operator: Caller) -> None:
        """Sends the link that verifies an email address once more."""
        require_administrator(operator, location_id)
        await notifier.send_verification(location_id, destination_id, operator.acting)

    return router
