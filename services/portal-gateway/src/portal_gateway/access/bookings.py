"""What the customer of a booking may do at its location right now."""

from booking_chat.contracts.http.views import BookingView, ConversationView
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.rules import pass_if_unknown, require_chat, require_portal
from booking_chat.service.http.problems import Problem


class BookingAccess:
    """Reading needs an answer; sending goes on without one, because chat-core decides."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    async def reading(self, booking_id: str) -> BookingView:
        """Raises Problem 403, 404 or 409 as below, and 503 when nobody can tell."""
        booking = await self._admission.bookings.booking(booking_id)
        require_portal(await self._admission.switches(booking.location_id))
        require_chat(booking)
        return booking

    async def waiting(self, booking_id: str) -> BookingView:
        """For who waits until the portal is on. Raises Problem 404 or 409, and 503 as above."""
        booking = await self._admission.bookings.booking(booking_id)
        require_chat(booking)
        return booking

    async def as_told_live(self, view: ConversationView) -> ConversationView:
        """chat-core's answer with what live events have told meanwhile. Raises Problem 503."""
        return await self._admission.conversation(view)

    async def marking(self, booking_id: str) -> None:
        """Raises Problem 403 `portal-disabled`, 404, or 409 `draft-booking` if that is known."""
        try:
            await self.reading(booking_id)
        except Problem as problem:
            pass_if_unknown(problem)

    async def sending(self, booking_id: str) -> None:
        """Raises Problem 403 also while messaging is off, 409 also for a withdrawn booking."""
        await self._admission.writing(booking_id)
