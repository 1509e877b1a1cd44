"""Reading a booking's conversation, and following it live."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends

from booking_chat.contracts.http.views import ConversationView, MessageFate, MessageView, Page
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import ClientMessageId
from booking_chat.gateway.live.hub import LiveHub, Reader
from booking_chat.gateway.live.sse import LiveEvents
from booking_chat.gateway.ports import ConversationReader
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit, SeqRange
from booking_chat.service.http.problems import problem_responses
from portal_gateway.access.bookings import BookingAccess
from portal_gateway.access.live_events import (
    booking_channel,
    ends_stream_at,
    is_for_customer,
    is_switch,
    location_channel,
)
from portal_gateway.routes.parameters import FromCustomer
from portal_gateway.sign_in.session import Sessions

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


async def conversation_of(
    core: ConversationReader, access: BookingAccess, booking_id: str
) -> ConversationView:
    """The booking and its newest 50 messages. Raises Problem, as `BookingAccess.reading` does."""
    await access.reading(booking_id)
    return await access.as_told_live(await core.conversation(booking_id))


def conversation_routes(
    core: ConversationReader, access: BookingAccess, sessions: Sessions
) -> APIRouter:
    router = _router()

    @router.get("")
    async def conversation(carried: FromCustomer) -> ConversationView:
        """The booking and its newest 50 messages."""
        return await conversation_of(core, access, sessions.verify(carried).booking_id)

    @router.get("/messages")
    async def messages(
        seqs: Annotated[SeqRange, Depends()],
        carried: FromCustomer,
        limit: Limit = DEFAULT_LIMIT,
    ) -> Page[MessageView]:
        """The next messages after a seq, or the last ones before one, in seq order."""
        session = sessions.verify(carried)
        await access.reading(session.booking_id)
        return await core.messages(
            thread_id(session.booking_id),
            after_seq=seqs.after_seq,
            before_seq=seqs.before_seq,
            limit=limit,
        )

    @router.get("/messages/{client_message_id}")
    async def fate(client_message_id: ClientMessageId, carried: FromCustomer) -> MessageFate:
        """What became of one message."""
        session = sessions.verify(carried)
        await access.reading(session.booking_id)
        return await core.fate(thread_id(session.booking_id), client_message_id)

    return router


def _router() -> APIRouter:
    return APIRouter(prefix="/api/conversation", responses=_PROBLEMS)


def live_routes(hub: LiveHub, access: BookingAccess, sessions: Sessions) -> APIRouter:
    router = _router()
    too_many = problem_responses({HTTPStatus.TOO_MANY_REQUESTS: "too-many-streams"})

    async def reader_of(carried: FromCustomer) -> AsyncIterator[Reader]:
        session = sessions.verify(carried)
        booking = await access.reading(session.booking_id)
        channels = booking_channel(booking.booking_id), location_channel(booking.location_id)
        with hub.reader(
            *channels,
            person=session.booking_id,
            seconds=sessions.seconds_left(session),
            wanted=is_for_customer,
            last=ends_stream_at(booking.location_id),
        ) as reader:
            # Asked again, for the portal may have been switched off before the reader listened.
            await access.reading(session.booking_id)
            yield reader

    @router.get("/events", status_code=HTTPStatus.OK, response_class=LiveEvents, responses=too_many)
    async def events(reader: Annotated[Reader, Depends(reader_of)]) -> LiveEvents:
        """Live events of the booking and its location's switches; nothing is replayed."""
        return LiveEvents(reader)

    async def listener_of(carried: FromCustomer) -> AsyncIterator[Reader]:
        session = sessions.verify(carried)
        booking = await access.waiting(session.booking_id)
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
