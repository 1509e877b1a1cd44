"""May this be sent? What both gateways ask before they accept a command.

The answer saves senders a wait: it usually comes from memory. Whether a command takes effect is
decided by chat-core alone, so a question that nobody can answer right now lets the command pass.
"""

from booking_chat.contracts.http.views import ConversationView, ThreadView
from booking_chat.contracts.values import Switches
from booking_chat.gateway.bookings import KnownBookings
from booking_chat.gateway.enabled import EnabledChecks
from booking_chat.gateway.live.event import LiveEvent
from booking_chat.gateway.ports import ConversationReader
from booking_chat.gateway.rules import pass_if_unknown, refusal
from booking_chat.service.http.problems import Problem

_ALL_ON = Switches(portal_enabled=True, support_messaging=True)


class Admission:
    """Bookings and switches as far as they can be known right now."""

    def __init__(self, core: ConversationReader, enabled: EnabledChecks) -> None:
        self.bookings = KnownBookings(core)
        self._enabled = enabled

    def hear(self, event: LiveEvent) -> None:
        """Takes over what a live event says of switches or a booking."""
        self._enabled.hear(event)
        self.bookings.hear(event)

    async def switches(self, location_id: str) -> Switches:
        """The switches of a location. Raises Problem 503 when nobody can tell."""
        return await self._enabled.switches(location_id)

    async def writing(self, booking_id: str) -> None:
        """Raises Problem 403 or 409 when it is known that nobody can write about the booking.

        Raises Problem 404 for a booking that does not exist.
        """
        try:
            booking = await self.bookings.booking(booking_id)
        except Problem as problem:
            pass_if_unknown(problem)
            return
        switches = await self._switches_if_known(booking.location_id)
        objection = booking.writing_objection(switches or _ALL_ON)
        if objection is not None:
            raise refusal(objection)

    async def thread(self, view: ThreadView) -> ThreadView:
        """chat-core's answer with what live events have told meanwhile, which it may lack."""
        booking = self.bookings.seen(view.booking)
        switches = await self._switches_if_known(booking.location_id)
        if switches is None and booking == view.booking:
            return view
        objection = booking.writing_objection(switches or _ALL_ON)
        return view.model_copy(
            update={
                "booking": booking,
                "location_id": booking.location_id,
                "can_reply": objection is None,
                "cannot_reply_reason": objection,
            }
        )

    async def conversation(self, view: ConversationView) -> ConversationView:
        """The same for a customer's view. Raises Problem 503 when nobody can tell."""
        booking = self.bookings.seen(view.booking)
        objection = booking.writing_objection(await self.switches(booking.location_id))
        return view.model_copy(
            update={
                "booking": booking,
                "thread": await self.thread(view.thread) if view.thread else None,
                "can_message": objection is None,
                "cannot_message_reason": objection,
            }
        )

    async def _switches_if_known(self, location_id: str) -> Switches | None:
        try:
            return await self._enabled.switches(location_id)
        except Problem as problem:
            pass_if_unknown(problem)
            return None
