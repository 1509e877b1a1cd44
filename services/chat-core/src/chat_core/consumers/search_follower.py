"""Follows the events into the search index, and lets commands go first."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from math import exp
from time import monotonic
from typing import assert_never

from prometheus_client import Counter

from booking_chat.contracts.events import (
    ChatEvent,
    CommandRejected,
    MessagePosted,
    ThreadMarkedUnread,
    ThreadOpened,
    ThreadRead,
)
from booking_chat.service.messaging.consumer import Delivery
from chat_core.domain.search.index import MessageEntry, SearchIndex, day_of, message_entry

BURST_PER_SECOND = 200.0
"""From this many commands a second on, the search waits."""
MEMORY_SECONDS = 0.3
"""How fast a rate is forgotten once nothing more comes."""
LONGEST_WAIT_SECONDS = 5.0
"""Under a load that never ends the index still grows, by a batch each time."""
MAX_NOTED = 50_000
"""Bookings whose last day of activity is remembered; of the others it is written again."""
_LOOK_EVERY_SECONDS = 0.05

_indexed = Counter("booking_chat_core_search_messages_total", "Messages made findable")


class CommandBursts:
    """Tells whether this process decides so many commands that others should wait."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._deciding = 0
        self._rate = 0.0
        self._rated_at = clock()

    @contextmanager
    def deciding(self, records: int) -> Iterator[None]:
        """Around the handling of a batch of commands."""
        self._rate = self._rate_now() + records / MEMORY_SECONDS
        self._rated_at = self._clock()
        is_large = self._rate >= BURST_PER_SECOND
        self._deciding += is_large
        try:
            yield
        finally:
            self._deciding -= is_large

    @property
    def is_going_on(self) -> bool:
        return self._deciding > 0 or self._rate_now() >= BURST_PER_SECOND

    def _rate_now(self) -> float:
        """Commands a second, those of long ago counting less and less."""
        return self._rate * exp((self._rated_at - self._clock()) / MEMORY_SECONDS)

    async def wait_for_end(self) -> None:
        """Returns when no burst goes on, or after the longest wait."""
        until = self._clock() + LONGEST_WAIT_SECONDS
        while self.is_going_on and self._clock() < until:  # noqa: ASYNC110 - ends by time alone
            await asyncio.sleep(_LOOK_EVERY_SECONDS)


class SearchFollower:
    """Puts what was written into the search index. Events may come again, and change nothing."""

    def __init__(self, index: SearchIndex, bursts: CommandBursts) -> None:
        self._index = index
        self._bursts = bursts
        self._noted: OrderedDict[str, datetime] = OrderedDict()

    async def handle(self, deliveries: Sequence[Delivery[ChatEvent]]) -> None:
        await self._bursts.wait_for_end()
        messages: list[MessageEntry] = []
        activity = {}
        for delivery in deliveries:
            match event := delivery.envelope.data:
                case MessagePosted():
                    messages.append(message_entry(event))
                    activity[event.booking_id] = event.sent_at
                case ThreadOpened():
                    activity[event.booking_id] = event.opened_at
                case ThreadRead() | ThreadMarkedUnread() | CommandRejected():
                    pass
                case _:
                    assert_never(event)
        await self._index.add_messages(messages)
        await self._note(activity)
        _indexed.inc(len(messages))

    async def _note(self, activity: Mapping[str, datetime]) -> None:
        """Writes down what is news: of a booking that is written about all day, once a day."""
        days = {booking_id: day_of(at) for booking_id, at in activity.items()}
        news = {
            booking_id: day
            for booking_id, day in days.items()
            if self._noted.get(booking_id) != day
        }
        await self._index.note_activity(news)
        for booking_id, day in news.items():
            self._noted[booking_id] = day
            self._noted.move_to_end(booking_id)
        while len(self._noted) > MAX_NOTED:
            self._noted.popitem(last=False)
