"""Reading a booking's conversation, and following it live."""

from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Header

from booking_chat.contracts.http.views import ConversationView, MessageFate, MessageView, Page
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import ClientMessageId
from booking_chat.gateway.clients.core import CoreClient
from booking_chat.gateway.live import LiveHub, Reader
from booking_chat.gateway.sse import LiveEvents
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit, SeqRange
from booking_chat.service.http.problems import problem_responses
from portal_gateway.live import (
    booking_channel,
    closes_portal,
    is_for_customer,
    is_switch,
    location_channel,
)
from portal_gateway.session import COOKIE, MEANT, Sessions
from portal_gateway.visits import Visits

SessionCookie = Annotated[str | None, Cookie(alias=COOKIE)]
MeantBooking = Annotated[str | None, Header(alias=MEANT)]

_PROBLEMS = problem_responses(
    {
        HTTPStatus.UNAUTHORIZED: "not-signed-in",
        HTTPStatus.FORBIDDEN: "portal-disabled",
        HTTPStatus.NOT_FOUND: "not-found",
        HTTPStatus.CONFLICT: "draft-booking",
        HTTPStatus.UNPROCESSABLE_ENTITY: "invalid-input",
        HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
    }
)


def same_booking(sessions: Sessions) -> Callable[..., Awaitable[None]]:
    """A dependency that lets nobody through who means another booking than their cookie's."""

    async def check(cookie: SessionCookie = None, meant: MeantBooking = None) -> None:
        sessions.of(cookie, meant)

    return check


async def conversation_of(core: CoreClient, visits: Visits, booking_id: str) -> ConversationView:
    """The booking and its newest 50 messages. Raises Problem, as a visit that reads does."""
    booking = await visits.reading(booking_id)
    view = await core.conversation(booking_id)
    # As live events have it: chat-core may hear of a switch later than they do.
    switches = await visits.switches(booking)
    return view.model_copy(update={"can_message": switches.can_message})


def conversation_routes(core: CoreClient, visits: Visits, sessions: Sessions) -> APIRouter:
    router = _router(sessions)

    @router.get("")
    async def conversation(cookie: SessionCookie = None) -> ConversationView:
        """The booking and its newest 50 messages."""
        return await conversation_of(core, visits, sessions.of(cookie).booking_id)

    @router.get("/messages")
    async def messages(
        places: Annotated[SeqRange, Depends()],
        limit: Limit = DEFAULT_LIMIT,
        cookie: SessionCookie = None,
    ) -> Page[MessageView]:
        """The next messages after a seq, or the last ones before one, in seq order."""
        session = sessions.of(cookie)
        await visits.reading(session.booking_id)
        return await core.messages(
            thread_id(session.booking_id),
            after_seq=places.after_seq,
            before_seq=places.before_seq,
            limit=limit,
        )

    @router.get("/messages/{client_message_id}")
    async def fate(client_message_id: ClientMessageId, cookie: SessionCookie = None) -> MessageFate:
        """What became of one message."""
        session = sessions.of(cookie)
        await visits.reading(session.booking_id)
        return await core.fate(thread_id(session.booking_id), client_message_id)

    return router


def _router(sessions: Sessions) -> APIRouter:
    checks = [Depends(same_booking(sessions))]
    return APIRouter(prefix="/api/conversation", responses=_PROBLEMS, dependencies=checks)


def live_routes(hub: LiveHub, visits: Visits, sessions: Sessions) -> APIRouter:
    router = _router(sessions)
    too_many = problem_responses({HTTPStatus.TOO_MANY_REQUESTS: "too-many-streams"})

    async def reader_of(cookie: SessionCookie = None) -> AsyncIterator[Reader]:
        session = sessions.of(cookie)
        booking = await visits.reading(session.booking_id)
        channels = booking_channel(booking.booking_id), location_channel(booking.location_id)
        with hub.reader(
            *channels,
            person=session.booking_id,
            seconds=sessions.seconds_left(session),
            wanted=is_for_customer,
            last=closes_portal,
        ) as reader:
            # Asked again, for the portal may have been switched off before the reader listened.
            await visits.reading(session.booking_id)
            yield reader

    @router.get("/events", status_code=HTTPStatus.OK, response_class=LiveEvents, responses=too_many)
    async def events(reader: Annotated[Reader, Depends(reader_of)]) -> LiveEvents:
        """Live events of the booking and its location's switches; nothing is replayed."""
        return LiveEvents(reader)

    async def listener_of(cookie: SessionCookie = None) -> AsyncIterator[Reader]:
        session = sessions.of(cookie)
        booking = await visits.waiting(session.booking_id)
        channel = location_channel(booking.location_id)
        with hub.reader(
            channel,
            person=session.booking_id,
            seconds=sessions.seconds_left(session),
            wanted=is_switch,
        ) as reader:
            yield reader

    @router.get(
        "/availability", status_code=HTTPStatus.OK, response_class=LiveEvents, responses=too_many
    )
    async def availability(listener: Annotated[Reader, Depends(listener_of)]) -> LiveEvents:
        """The location's switches alone, live, also while the portal is off."""
        return LiveEvents(listener)

    return router
