"""chat-core's read API as both gateways call it: what is asked of one booking or thread."""

from functools import partial
from urllib.parse import quote

from pydantic import TypeAdapter

from booking_chat.contracts.http.views import (
    BookingView,
    ConversationView,
    MessageFate,
    MessageView,
    Page,
    ThreadView,
)
from booking_chat.contracts.services import ServiceName
from booking_chat.contracts.values import SenderType
from booking_chat.service.http.caller import Caller
from booking_chat.service.http.client import InternalClient

_BOOKING = TypeAdapter(BookingView)
_CONVERSATION = TypeAdapter(ConversationView)
_THREAD = TypeAdapter(ThreadView)
_FATE = TypeAdapter(MessageFate)
_MESSAGES = TypeAdapter(Page[MessageView])


class CoreClient:
    """One method a question. What does not exist is Problem 404, an absent core Problem 503.

    `side` is the side whose unread messages count.
    """

    def __init__(self, base_url: str, caller: Caller) -> None:
        self._http = InternalClient(
            base_url, "The conversation store", partial(caller.authorization, ServiceName.CHAT_CORE)
        )

    async def start(self) -> None:
        await self._http.start()

    async def stop(self) -> None:
        await self._http.stop()

    async def booking(self, booking_id: str) -> BookingView:
        return await self._http.get(f"/bookings/{quote(booking_id, safe='')}", _BOOKING)

    async def conversation(self, booking_id: str) -> ConversationView:
        """The customer's view of a booking, with the newest 50 messages."""
        path = f"/bookings/{quote(booking_id, safe='')}/conversation"
        return await self._http.get(path, _CONVERSATION)

    async def thread(self, thread_id: str, side: SenderType) -> ThreadView:
        return await self._http.get(
            f"/threads/{quote(thread_id, safe='')}", _THREAD, side=int(side)
        )

    async def messages(
        self,
        thread_id: str,
        *,
        after_seq: int | None = None,
        before_seq: int | None = None,
        limit: int | None = None,
    ) -> Page[MessageView]:
        """Messages in seq order: the next ones after a seq, or the last ones before one."""
        return await self._http.get(
            f"/threads/{quote(thread_id, safe='')}/messages",
            _MESSAGES,
            afterSeq=after_seq,
            beforeSeq=before_seq,
            limit=limit,
        )

    async def fate(self, thread_id: str, client_message_id: str) -> MessageFate:
        thread, message = quote(thread_id, safe=""), quote(client_message_id, safe="")
        return await self._http.get(f"/threads/{thread}/messages/{message}", _FATE)
