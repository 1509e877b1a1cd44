"""chat-core's read API by location: the inbox, its counter, and the bookings."""

from typing import Literal
from urllib.parse import quote

from pydantic import TypeAdapter

from booking_chat.contracts.http.inbox import UnreadThreads
from booking_chat.contracts.http.views import BookingView, Page, SearchPage, ThreadView
from booking_chat.gateway.clients.core import CoreClient

_UNREAD = TypeAdapter(UnreadThreads)
_THREADS = TypeAdapter(SearchPage[ThreadView])
_BOOKINGS = TypeAdapter(Page[BookingView])


class StaffCoreClient(CoreClient):
    """All that the core answers; problems are those of `CoreClient`."""

    async def threads(
        self,
        location_id: str,
        *,
        only: Literal["all", "unread"] = "all",
        q: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> SearchPage[ThreadView]:
        """The inbox of a location, newest message first; with `q`, the search."""
        return await self._http.get(
            f"/locations/{quote(location_id, safe='')}/threads",
            _THREADS,
            filter=only,
            q=q,
            cursor=cursor,
            limit=limit,
        )

    async def unread(self, location_id: str) -> UnreadThreads:
        return await self._http.get(f"/locations/{quote(location_id, safe='')}/unread", _UNREAD)

    async def bookings(
        self, location_id: str, *, q: str, cursor: str | None = None, limit: int | None = None
    ) -> Page[BookingView]:
        """Bookings of a location by customer name, email or confirmation code."""
        return await self._http.get(
            f"/locations/{quote(location_id, safe='')}/bookings",
            _BOOKINGS,
            q=q,
            cursor=cursor,
            limit=limit,
        )
