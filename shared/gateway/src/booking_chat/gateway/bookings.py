"""Bookings as a gateway knows them: asked of chat-core, remembered, kept right by `bookings.v1`."""

from collections.abc import Callable
from enum import Enum
from time import monotonic
from typing import assert_never

from booking_chat.contracts.envelope import Record
from booking_chat.contracts.http.views import BookingView
from booking_chat.contracts.topics import BOOKINGS
from booking_chat.contracts.writing import has_chat
from booking_chat.gateway.cache import TimedCache
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.ports import ConversationReader
from booking_chat.gateway.rules import pass_if_unknown
from booking_chat.service.http.problems import Problem

KEPT_SECONDS = 60.0
HEARD_SECONDS = 60.0
"""chat-core has stored a change long before; until then we know better."""
UNREAD_SECONDS = 10.0
"""After a change that was not parsed, an answer of chat-core may be from before it for so long."""
UNSURE_SECONDS = 1.0
"""Such an answer is kept this long, so that not every message asks chat-core."""
LAST_SECONDS = 3600.0
"""So long does it help to know how a booking was when it was last seen, while nobody can tell."""
PLACE_SECONDS = 24 * 3600.0
MAX_BOOKINGS = 10_000
MAX_PLACES = 50_000


class _News(Enum):
    """What a record says without being parsed."""

    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class KnownBookings:
    """A gateway reads `bookings.v1` ahead of chat-core, so what it heard there comes first.

    `clock` gives seconds that never run backwards.
    """

    def __init__(self, core: ConversationReader, clock: Callable[[], float] = monotonic) -> None:
        self._core = core
        self._kept: TimedCache[str, BookingView] = TimedCache(MAX_BOOKINGS, clock)
        self._heard: TimedCache[str, BookingView | _News] = TimedCache(MAX_BOOKINGS, clock)
        self._last: TimedCache[str, BookingView] = TimedCache(MAX_BOOKINGS, clock)
        self._places: TimedCache[str, str] = TimedCache(MAX_PLACES, clock)

    async def booking(self, booking_id: str) -> BookingView:
        """Raises Problem 404 for an unknown booking and 503 when nobody can tell.

        A draft is asked for each time: it may have been made a moment ago. While chat-core cannot
        tell, a booking is as it was last seen: people go on writing, and chat-core decides later.
        """
        heard = self._heard.get(booking_id)
        if isinstance(heard, BookingView):
            return heard
        kept = self._kept.get(booking_id)
        if kept is not None:
            return self.latest(kept)
        try:
            view = await self._core.booking(booking_id)
        except Problem as problem:
            pass_if_unknown(problem)
            last = self._last.get(booking_id)
            if last is None:
                raise
            return self.latest(last)
        return self.seen(view)

    def seen(self, view: BookingView) -> BookingView:
        """Takes over what chat-core has just answered. Returns the booking as it stands."""
        self._places.put(view.booking_id, view.location_id, PLACE_SECONDS)
        self._last.put(view.booking_id, view, LAST_SECONDS)
        if has_chat(view.status):
            is_sure = self._heard.get(view.booking_id) is None
            self._kept.put(view.booking_id, view, KEPT_SECONDS if is_sure else UNSURE_SECONDS)
        return self.latest(view)

    def latest(self, view: BookingView) -> BookingView:
        """The booking as `bookings.v1` has it, where chat-core may not have read that yet."""
        heard = self._heard.get(view.booking_id)
        match heard:
            case None | _News.CHANGED:
                return view
            case _News.WITHDRAWN:
                return view.model_copy(update={"withdrawn": True})
            case BookingView():
                return heard
            case _:
                assert_never(heard)

    def place_of(self, booking_id: str) -> str | None:
        """The location where a booking was last seen, None where it was not seen here."""
        return self._places.get(booking_id)

    def passed(self, record: Record) -> None:
        """Forgets what a record of `bookings.v1` makes old, without parsing it."""
        if record.topic != BOOKINGS.name or record.key is None:
            return
        booking_id = record.key.decode(errors="replace")
        self._kept.forget(booking_id)
        if record.value is None:
            self._heard.put(booking_id, _News.WITHDRAWN, HEARD_SECONDS)
        else:
            self._heard.put(booking_id, _News.CHANGED, UNREAD_SECONDS)

    def hear(self, event: LiveEvent) -> None:
        """Takes over a booking among live events."""
        if isinstance(event.data, BookingView):
            self._heard.put(event.data.booking_id, event.data, HEARD_SECONDS)
            self._last.put(event.data.booking_id, event.data, LAST_SECONDS)
            self._places.put(event.data.booking_id, event.data.location_id, PLACE_SECONDS)
