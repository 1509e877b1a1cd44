"""The delivery log, and sending deliveries again."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, assert_never

from fastapi import APIRouter, Depends, Query

from booking_chat.contracts.http.acting import Act, Wish
from booking_chat.contracts.http.deliveries import (
    DeliveryReason,
    DeliveryState,
    DeliveryView,
    ResendFailed,
    Resent,
)
from booking_chat.contracts.http.explanations import MessageExplanation
from booking_chat.contracts.http.views import Page
from booking_chat.contracts.values import Id
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit
from booking_chat.service.http.problems import Problem, not_found
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.destination import Destination
from notifier.domain.planning.due import Undeliverable, undeliverable_reason
from notifier.queries.delivery_views import delivery_view
from notifier.queries.explanation import explain, explain_without_destinations
from notifier.queries.paging import cursor_of, position_of
from notifier.storage.delivery_log import DeliveryFilter, DeliveryLog
from notifier.storage.destinations import DestinationStore
from notifier.storage.policies import PolicyStore

Clock = Callable[[], datetime]

_PREFIX = "/locations/{location_id}/alerts"


class DeliveryQuery:
    """The query parameters of the delivery log, for `Depends()`."""

    def __init__(
        self,
        location_id: Id,
        destination_id: Annotated[Id | None, Query(alias="destinationId")] = None,
        state: DeliveryState | None = None,
        message_id: Annotated[Id | None, Query(alias="messageId")] = None,
    ) -> None:
        self.filter = DeliveryFilter(location_id, destination_id, state, message_id)


def delivery_log_routes(
    delivery_log: DeliveryLog, destinations: DestinationStore, policies: PolicyStore, clock: Clock
) -> APIRouter:
    router = APIRouter(prefix=_PREFIX)

    @router.get("/deliveries")
    async def deliveries(
        query: Annotated[DeliveryQuery, Depends()],
        cursor: str | None = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> Page[DeliveryView]:
        """Newest first."""
        found = await delivery_log.page(query.filter, before=position_of(cursor), limit=limit + 1)
        page = found[:limit]
        more = len(found) > limit
        return Page(
            items=[delivery_view(delivery) for delivery in page],
            next_cursor=cursor_of(page[-1].created_at, page[-1].id) if more else None,
        )

    @router.get("/deliveries/{delivery_id}")
    async def delivery(location_id: Id, delivery_id: Id) -> DeliveryView:
        return delivery_view(await existing(delivery_log, location_id, delivery_id))

    @router.get("/messages/{message_id}")
    async def explanation(location_id: Id, message_id: Id) -> MessageExplanation:
        """Nothing is kept of messages for nobody: then the missing destinations are the reason."""
        found = await delivery_log.of_message(location_id, message_id)
        to = await destinations.all_of(location_id)
        time_zone = (await policies.load(location_id)).policy.time_zone
        if found:
            return explain(message_id, found, to, time_zone, clock())
        if to:
            raise not_found("message")
        return explain_without_destinations(message_id, time_zone, clock())

    return router


def resending_routes(
    delivery_log: DeliveryLog,
    destinations: DestinationStore,
    clock: Clock,
    wake: Callable[[], None],
) -> APIRouter:
    """`wake` is called after something was made due."""
    router = APIRouter(prefix=f"{_PREFIX}/deliveries")

    @router.post("/resend-failed")
    async def resend_failed(location_id: Id, wish: Wish[ResendFailed]) -> Resent:
        """What leads to a destination that is paused stays failed, to be asked for later."""
        wanted = wish.wanted
        to = [None, *(d.id for d in await destinations.all_of(location_id) if d.takes_alerts)]
        if wanted.destination_id is not None:
            to = [each for each in to if each == wanted.destination_id]
        count = await delivery_log.send_failed_again(location_id, wanted.since, to, clock())
        wake()
        return Resent(deliveries=count)

    @router.post("/{delivery_id}/resend")
    async def resend(location_id: Id, delivery_id: Id, _: Act) -> DeliveryView:
        """Due again now, with the same id."""
        delivery = await existing(delivery_log, location_id, delivery_id)
        destination = None
        if delivery.destination_id is not None:
            destination = await destinations.find(location_id, delivery.destination_id)
        require_resendable(delivery, destination)
        again = await delivery_log.send_again(delivery, clock())
        wake()
        return delivery_view(again)

    return router


def require_resendable(delivery: Delivery, destination: Destination | None) -> None:
    """Raises Problem 409 for what would be dropped at once, with what to do about it."""
    objection = undeliverable_reason(delivery, destination)
    if objection is not None:
        raise Problem(HTTPStatus.CONFLICT, objection, _detail(objection))
    if delivery.kind is None:
        raise Problem(
            HTTPStatus.CONFLICT, "not-resendable", "There is no destination to send it to."
        )


def _detail(reason: Undeliverable) -> str:
    match reason:
        case DeliveryReason.DESTINATION_DELETED:
            return "Its destination was deleted."
        case DeliveryReason.PAUSED:
            return "Its destination is paused; resume it first."
        case DeliveryReason.UNVERIFIED:
            return "Its destination's address has not been verified yet."
        case _:
            assert_never(reason)


async def existing(delivery_log: DeliveryLog, location_id: str, delivery_id: str) -> Delivery:
    """A delivery of the location. Raises Problem 404."""
    delivery = await delivery_log.find(location_id, delivery_id)
    if delivery is None:
        raise not_found("delivery")
    return delivery
