"""Which booking and location a thread belongs to, as far as the caller may know."""

from dataclasses import dataclass

from booking_chat.contracts.http.views import BookingView, ThreadView
from booking_chat.contracts.ids import thread_id
from booking_chat.contracts.values import SenderType
from booking_chat.gateway.admission import Admission
from booking_chat.gateway.cache import TimedCache
from booking_chat.gateway.ports import ConversationReader
from operator_gateway.access.operator import Operator
from operator_gateway.access.rules import require_location

KEPT_SECONDS = 60.0
"""A booking may move to another location, and its thread with it."""
MAX_THREADS = 10_000


@dataclass(frozen=True, slots=True)
class ThreadKeys:
    booking_id: str
    location_id: str


class ThreadResolver:
    """Raises Problem 404 for what the caller may not see, 503 when nobody can tell."""

    def __init__(self, core: ConversationReader, admission: Admission) -> None:
        self._core = core
        self._admission = admission
        self._threads: TimedCache[str, ThreadKeys] = TimedCache(MAX_THREADS)

    async def resolve(self, operator: Operator, thread: str) -> ThreadKeys:
        keys = self._threads.get(thread)
        if keys is None:
            view = await self._core.thread(thread, SenderType.OPERATOR)
            keys = self._keep(thread, ThreadKeys(view.booking_id, view.location_id))
        require_location(operator, keys.location_id, "conversation")
        return keys

    async def thread(self, operator: Operator, thread: str) -> ThreadView:
        """The thread as it stands now."""
        view = await self._core.thread(thread, SenderType.OPERATOR)
        self._keep(thread, ThreadKeys(view.booking_id, view.location_id))
        require_location(operator, view.location_id, "conversation")
        return view

    async def booking(self, operator: Operator, booking_id: str) -> BookingView:
        booking = await self._admission.booking(booking_id)
        require_location(operator, booking.location_id, "booking")
        return booking

    def opened(self, booking: BookingView) -> None:
        """A thread is known from the moment its opening is accepted."""
        keys = ThreadKeys(booking.booking_id, booking.location_id)
        self._keep(thread_id(booking.booking_id), keys)

    def _keep(self, thread: str, keys: ThreadKeys) -> ThreadKeys:
        self._threads.put(thread, keys, KEPT_SECONDS)
        return keys
