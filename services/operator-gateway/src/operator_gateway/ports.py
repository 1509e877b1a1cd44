"""What only the staff's gateway needs of others, as protocols."""

from typing import Literal, Protocol

from booking_chat.contracts.http.inbox import UnreadThreads
from booking_chat.contracts.http.settings import SettingsChange, SettingsChangeView, SettingsView
from booking_chat.contracts.http.views import BookingView, Page, SearchPage, ThreadView
from booking_chat.gateway.ports import ConversationReader, SwitchesReader


class InboxReader(ConversationReader, Protocol):
    """chat-core by location. Raises as `ConversationReader` does."""

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

    async def unread(self, location_id: str) -> UnreadThreads: ...

    async def bookings(
        self, location_id: str, *, q: str, cursor: str | None = None, limit: int | None = None
    ) -> Page[BookingView]:
        """Bookings of a location by customer name, email or confirmation code."""


class SettingsEditor(SwitchesReader, Protocol):
    """The settings service. Passes on the problems that it answers with."""

    async def settings(self, location_id: str) -> SettingsView: ...

    async def change(
        self, location_id: str, change: SettingsChange, if_match: str | None
    ) -> SettingsView:
        """Raises Problem 412 unless `if_match` names the version as it stands, 428 without it."""

    async def history(
        self, location_id: str, *, cursor: str | None = None, limit: int | None = None
    ) -> Page[SettingsChangeView]:
        """Every change, newest first."""
