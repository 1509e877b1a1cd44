"""chat-core's HTTP interface for the gateways: reading only, inside only.

Who may see what is the gateways' business; every question of theirs is answered.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from booking_chat.contracts.http.inbox import UnreadThreads
from booking_chat.contracts.http.views import (
    BookingView,
    ConversationView,
    MessageFate,
    MessageView,
    Page,
    SearchPage,
    ThreadView,
)
from booking_chat.contracts.values import ClientMessageId, SenderType
from booking_chat.service.http.paging import DEFAULT_LIMIT, Limit
from chat_core.domain.balance import Balance
from chat_core.queries.history import History
from chat_core.queries.live_balance import LiveBalance
from chat_core.queries.search import ThreadSearch

Words = Annotated[str, Query(min_length=1, max_length=200)]


def read_routes(history: History, search: ThreadSearch) -> list[APIRouter]:
    return [booking_routes(history), location_routes(history, search), thread_routes(history)]


def booking_routes(history: History) -> APIRouter:
    router = APIRouter()

    @router.get("/bookings/{booking_id}")
    async def booking(booking_id: str) -> BookingView:
        return await history.booking(booking_id)

    @router.get("/bookings/{booking_id}/conversation")
    async def conversation(booking_id: str) -> ConversationView:
        return await history.conversation(booking_id, newest=DEFAULT_LIMIT)

    return router


def location_routes(history: History, search: ThreadSearch) -> APIRouter:
    router = APIRouter()

    @router.get("/locations/{location_id}/threads")
    async def threads(
        location_id: str,
        only: Annotated[Literal["all", "unread"], Query(alias="filter")] = "all",
        q: Words | None = None,
        cursor: str | None = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> SearchPage[ThreadView]:
        if q is not None:
            return await search.find(location_id, q, cursor, limit)
        inbox = await history.inbox(location_id, only, cursor, limit)
        return SearchPage(items=inbox.items, next_cursor=inbox.next_cursor)

    @router.get("/locations/{location_id}/unread")
    async def unread(location_id: str) -> UnreadThreads:
        return await history.unread(location_id)

    @router.get("/locations/{location_id}/bookings")
    async def bookings(
        location_id: str, q: Words, cursor: str | None = None, limit: Limit = DEFAULT_LIMIT
    ) -> Page[BookingView]:
        return await history.bookings(location_id, q, cursor, limit)

    return router


def thread_routes(history: History) -> APIRouter:
    router = APIRouter()

    @router.get("/threads/{thread_id}")
    async def thread(thread_id: str, side: SenderType = SenderType.OPERATOR) -> ThreadView:
        return await history.thread(thread_id, side)

    @router.get("/threads/{thread_id}/messages")
    async def messages(
        thread_id: str,
        after_seq: Annotated[int | None, Query(alias="afterSeq", ge=0)] = None,
        before_seq: Annotated[int | None, Query(alias="beforeSeq", ge=1)] = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> Page[MessageView]:
        items = await history.messages(
            thread_id, after_seq=after_seq, before_seq=before_seq, limit=limit
        )
        return Page(items=items, next_cursor=None)

    @router.get("/threads/{thread_id}/messages/{client_message_id}")
    async def fate(thread_id: str, client_message_id: ClientMessageId) -> MessageFate:
        return await history.fate(thread_id, client_message_id)

    return router


def conservation_routes(conservation: LiveBalance) -> APIRouter:
    """For operators, on the monitoring port."""
    router = APIRouter()

    @router.get("/conservation")
    async def balance() -> Balance:
        """Accepted = stored + repeated + rejected + dead-lettered + in flight, right now."""
        return await conservation.balance()

    return router
