"""May this be sent? What both gateways ask before they accept a command.

The answer spares senders a wait: it is given from memory most of the time, and whether a
command has an effect is decided by chat-core alone. So a question that nobody can answer
at the moment lets the command pass.
"""

from http import HTTPStatus

from booking_chat.contracts.http.views import BookingView
from booking_chat.contracts.values import BookingStatus, Switches
from booking_chat.gateway.cache import TimedCache
from booking_chat.gateway.clients.core import CoreClient
from booking_chat.gateway.clients.settings import EnabledChecks
from booking_chat.service.http.problems import Problem

BOOKING_SECONDS = 60.0
MAX_BOOKINGS = 10_000


def require_portal(switches: Switches) -> None:
    """Raises Problem 403 `portal-disabled` while the master switch is off."""
    if not switches.portal_enabled:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "portal-disabled",
            "Messages are not available here.",
            "The customer portal of this location is switched off.",
        )


def require_messaging(switches: Switches) -> None:
    """Raises Problem 403 unless messages can be sent."""
    require_portal(switches)
    if not switches.can_message:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "messaging-disabled",
            "Messaging is switched off.",
            "No messages can be sent at this location at the moment. Earlier ones stay readable.",
        )


def require_chat(booking: BookingView) -> None:
    """Raises Problem 409 `draft-booking`: a draft has no conversation yet."""
    if booking.status is BookingStatus.DRAFT:
        raise Problem(
            HTTPStatus.CONFLICT,
            "draft-booking",
            "This booking is still a draft.",
            "A conversation can start as soon as the booking is made.",
        )


class Admission:
    """Bookings and switches as far as they can be known right now."""

    def __init__(self, core: CoreClient, enabled: EnabledChecks) -> None:
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
            if known.status is not BookingStatus.DRAFT:
                self._bookings.put(booking_id, known, BOOKING_SECONDS)
        return known

    async def switches(self, location_id: str) -> Switches:
        """The switches of a location. Raises Problem 503 when nobody can tell."""
        return await self._enabled.of(location_id)

    async def sending(self, location_id: str) -> None:
        """Raises Problem 403 when it is known that nothing can be sent at the location."""
        try:
            switches = await self._enabled.of(location_id)
        except Problem as problem:
            pass_if_unknown(problem)
        else:
            require_messaging(switches)


def pass_if_unknown(problem: Problem) -> None:
    """Raises the problem again, unless it is that nobody can tell."""
    if problem.status is not HTTPStatus.SERVICE_UNAVAILABLE:
        raise problem
