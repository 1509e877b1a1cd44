"""May this be sent? What both gateways ask before they accept a command.

The answer saves senders a wait: it usually comes from memory. Whether a command takes effect is
decided by chat-core alone, so a question that nobody can answer right now lets the command pass.
"""

from booking_chat.contracts.http.views import BookingView
from booking_chat.contracts.values import Switches
from booking_chat.gateway.cache import TimedCache
from booking_chat.gateway.enabled import EnabledChecks
from booking_chat.gateway.ports import ConversationReader
from booking_chat.gateway.rules import has_chat, pass_if_unknown, require_messaging
from booking_chat.service.http.problems import Problem

BOOKING_SECONDS = 60.0
MAX_BOOKINGS = 10_000


class Admission:
    """Bookings and switches as far as they can be known right now."""

    def __init__(self, core: ConversationReader, enabled: EnabledChecks) -> None:
        self._core = core
        self._enabled = enabled
        self._bookings: TimedCache[str, BookingView] = TimedCache(MAX_BOOKINGS)

    async def booking(self, booking_id: str) -> BookingView:
        """Raises Problem 404 for an unknown booking and 503 when nobody can tell.

        A draft is asked for each time: it may have been made a moment ago.
        """
        known = self._bookings.get(booking_id)
        if known is None:
            known = await self._core.booking(booking_id)
            if has_chat(known.status):
                self._bookings.put(booking_id, known, BOOKING_SECONDS)
        return known

    async def switches(self, location_id: str) -> Switches:
        """The switches of a location. Raises Problem 503 when nobody can tell."""
        return await self._enabled.switches(location_id)

    async def sending(self, location_id: str) -> None:
        """Raises Problem 403 when it is known that nothing can be sent at the location."""
        try:
            switches = await self._enabled.switches(location_id)
        except Problem as problem:
            pass_if_unknown(problem)
        else:
            require_messaging(switches)
