"""What staff see of their locations: the inbox, the bookings, and live events."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from booking_chat.contracts.http.inbox import UnreadThreads
from booking_chat.contracts.http.views import BookingView, Page, SearchPage, ThreadView
from booking_chat.contracts.values import Id
from booking_chat.gateway.live.hub import LiveHub, Reader
from booking_chat.gateway.live.sse import LiveEvents
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit
from booking_chat.service.http.problems import problem_responses
from operator_gateway.access.live_events import BOOKING_NEWS, is_for
from operator_gateway.access.operator import Operator
from operator_gateway.access.resolver import ThreadResolver
from operator_gateway.access.rules import require_location
from operator_gateway.ports import InboxReader
from operator_gateway.routes.problems import READING_PROBLEMS
from operator_gateway.routes.views import Me, me_view
from operator_gateway.sign_in.authenticator import Authenticator

Words = Annotated[str, Query(min_length=1, max_length=200)]


def location_routes(
    core: InboxReader, resolver: ThreadResolver, authenticator: Authenticator
) -> APIRouter:
    router = APIRouter(prefix="/api", responses=READING_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type

    @router.get("/me")
    async def me(operator: Caller) -> Me:
        return me_view(operator)

    @router.get("/locations/{location_id}/threads")
    async def threads(
        location_id: Id,
        operator: Caller,
        only: Annotated[Literal["all", "unread"], Query(alias="filter")] = "all",
        q: Words | None = None,
        cursor: str | None = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> SearchPage[ThreadView]:
        """The inbox, newest message first; with `q`, the search."""
        require_location(operator, location_id)
        page = await core.threads(location_id, only=only, q=q, cursor=cursor, limit=limit)
        return await resolver.inbox(location_id, page)

    @router.get("/locations/{location_id}/unread")
    async def unread(location_id: Id, operator: Caller) -> UnreadThreads:
        require_location(operator, location_id)
        return await core.unread(location_id)

    @router.get("/locations/{location_id}/bookings")
    async def bookings(
        location_id: Id,
        operator: Caller,
        q: Words,
        cursor: str | None = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> Page[BookingView]:
        """Bookings by customer name, email or confirmation code."""
        require_location(operator, location_id)
        page = await core.bookings(location_id, q=q, cursor=cursor, limit=limit)
        return resolver.found(location_id, page)

    return router


def live_routes(hub: LiveHub, authenticator: Authenticator) -> APIRouter:
    router = APIRouter(prefix="/api/locations/{location_id}", responses=READING_PROBLEMS)
    Caller = Annotated[Operator, Depends(authenticator.operator)]  # noqa: N806 - it is a type
    too_many = problem_responses({HTTPStatus.TOO_MANY_REQUESTS: "too-many-streams"})

    async def reader_of(location_id: Id, operator: Caller) -> AsyncIterator[Reader]:
        require_location(operator, location_id)
        with hub.reader(
            location_id,
            BOOKING_NEWS,
            person=operator.operator_id,
            seconds=authenticator.seconds_left(operator),
            wanted=is_for(operator.operator_id),
        ) as reader:
            yield reader

    @router.get("/events", status_code=HTTPStatus.OK, response_class=LiveEvents, responses=too_many)
    async def events(reader: Annotated[Reader, Depends(reader_of)]) -> LiveEvents:
        """Live events of all threads of the location; nothing is replayed."""
        return LiveEvents(reader)

    return router
