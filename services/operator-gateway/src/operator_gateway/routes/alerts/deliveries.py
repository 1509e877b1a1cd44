"""What became of each alert: all staff of the location may look, administrators send again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from booking_chat.contracts.http.deliveries import (
    DeliveryState,
    DeliveryView,
    ResendFailed,
    Resent,
)
from booking_chat.contracts.http.explanations import MessageExplanation
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit
from operator_gateway.access.operator import Operator
from operator_gateway.access.rules import require_administrator, require_location
from operator_gateway.clients.notifier import NotifierClient
from operator_gateway.routes.problems import ALERT_PROBLEMS
from operator_gateway.sign_in.authenticator import Authenticator

_PREFIX = "/api/locations/{location_id}/alerts"


class DeliveryFilter:
    """Which deliveries a query asks for; asked for with `Depends()`."""

    def __init__(
        self,
        destination_id: Annotated[Id | None, Query(alias="destinationId")] = None,
        state: DeliveryState | None = None,
        message_id: Annotated[Id | None, Query(alias="messageId")] = None,
    ) -> None:
        self.destination_id = destination_id
        self.state = state
        self.message_id = message_id


def delivery_routes(notifier: NotifierClient, authenticator: Authenticator) -> APIRouter:
    router = APIRouter(prefix=_PREFIX, responses=ALERT_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.get("/deliveries")
    async def deliveries(
        location_id: Id,
        operator: Caller,
        wanted: Annotated[DeliveryFilter, Depends()],
        cursor: str | None = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> Page[DeliveryView]:
        """Newest first; with `messageId`, those that tell of that message, alone or summed up."""
        require_location(operator, location_id)
        return await notifier.deliveries(
            location_id,
            destination_id=wanted.destination_id,
            state=wanted.state,
            message_id=wanted.message_id,
            cursor=cursor,
            limit=limit,
        )

    @router.get("/deliveries/{delivery_id}")
    async def delivery(location_id: Id, delivery_id: Id, operator: Caller) -> DeliveryView:
        require_location(operator, location_id)
        return await notifier.delivery(location_id, delivery_id)

    @router.get("/messages/{message_id}")
    async def explanation(location_id: Id, message_id: Id, operator: Caller) -> MessageExplanation:
        """Why a message alerted whom it alerted, and why it did not alert the others."""
        require_location(operator, location_id)
        return await notifier.explanation(location_id, message_id)

    return router


def resending_routes(notifier: NotifierClient, authenticator: Authenticator) -> APIRouter:
    router = APIRouter(prefix=f"{_PREFIX}/deliveries", responses=ALERT_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.post("/{delivery_id}/resend")
    async def resend(location_id: Id, delivery_id: Id, operator: Caller) -> DeliveryView:
        """Makes it due again now, under the same id: who has it already can tell."""
        require_administrator(operator, location_id)
        return await notifier.resend(location_id, delivery_id, operator.acting)

    @router.post("/resend-failed")
    async def resend_failed(location_id: Id, wanted: ResendFailed, operator: Caller) -> Resent:
        """Makes all that failed since then due again now, each under its own id."""
        require_administrator(operator, location_id)
        return await notifier.resend_failed(location_id, wanted, operator.acting)

    return router
