"""Which booking and location a thread belongs to, as far as the caller may know."""

from dataclasses import dataclass
from typing import TypeVar

from booking_chat.contracts.http.views import BookingView, Page, ThreadView
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import SenderType
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.cache import TimedCache
from booking_chat.gateway.ports import ConversationReader
from operator_gateway.access.operator import Operator
from operator_gateway.access.rules import require_location

Threads = TypeVar("Threads", bound=Page[ThreadView])

KEPT_SECONDS = 3600.0
"""A thread never belongs to another booking."""
MAX_THREADS = 10_000


@dataclass(frozen=True, slots=True)
class ThreadKeys:
    """`location_id` is where the booking is now: a booking that moves takes its thread along."""

    booking_id: str
    location_id: str


class ThreadResolver:
    """Raises Problem 404 for what the caller may not see, 503 when nobody can tell."""

    def __init__(self, core: ConversationReader, admission: Admission) -> None:
        self._core = core
        self._admission = admission
        self._threads: TimedCache[str, str] = TimedCache(MAX_THREADS)

    async def resolve(self, operator: Operator, thread: str) -> ThreadKeys:
        booking_id = self._threads.get(thread)
        if booking_id is None:
            view = await self._fetched(thread)
            keys = ThreadKeys(view.booking_id, view.location_id)
        else:
            booking = await self._admission.bookings.booking(booking_id)
            keys = ThreadKeys(booking_id, booking.location_id)
        require_location(operator, keys.location_id, "conversation")
        return keys

    async def thread(self, operator: Operator, thread: str) -> ThreadView:
        """The thread as it stands now."""
        view = await self._fetched(thread)
        require_location(operator, view.location_id, "conversation")
        return view

    async def inbox(self, location_id: str, page: Threads) -> Threads:
        """A page of threads as live events have it, without those that have left the location."""
        threads = [await self._admission.thread(view) for view in page.items]
        here = [thread for thread in threads if thread.location_id == location_id]
        return page.model_copy(update={"items": here})

    def found(self, location_id: str, page: Page[BookingView]) -> Page[BookingView]:
        """The same for a page of bookings."""
        bookings = [self._admission.bookings.seen(view) for view in page.items]
        here = [booking for booking in bookings if booking.location_id == location_id]
        return page.model_copy(update={"items": here})

    async def booking(self, operator: Operator, booking_id: str) -> BookingView:
        booking = await self._admission.bookings.booking(booking_id)
        require_location(operator, booking.location_id, "booking")
        return booking

    def opened(self, booking: BookingView) -> None:
        """A thread is known from the moment its opening is accepted."""
        self._threads.put(thread_id(booking.booking_id), booking.booking_id, KEPT_SECONDS)

    async def _fetched(self, thread: str) -> ThreadView:
        view = await self._core.thread(thread, SenderType.OPERATOR)
        self._threads.put(thread, view.booking_id, KEPT_SECONDS)
        return await self._admission.thread(view)
