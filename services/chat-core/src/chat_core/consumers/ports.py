"""What the command loop needs from outside: each is a protocol, `main.py` plugs in the real one."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from booking_chat.contracts.envelope import Record, Undecodable
from booking_chat.contracts.events import CommandRejected
from booking_chat.contracts.topics import Topic
from booking_chat.service.parking.cause import Cause
from chat_core.domain.batch import Changes, State
from chat_core.domain.event_records import NumberedRecord
from chat_core.domain.incoming import Incoming

PUBLISH_TIMEOUT_SECONDS = 30.0
"""A batch is worth waiting for: nobody is holding a connection open for it."""


class Store(Protocol):
    """What the loop asks of a store; `CommandStore` is the real one."""

    async def load(
        self, log: str, partitions: Collection[int], batch: Sequence[Incoming]
    ) -> State: ...
    async def save(self, log: str, changes: Changes) -> None: ...


class EventPublisher(Protocol):
    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[NumberedRecord],
        timeout: float,  # noqa: ASYNC109 - the caller's patience differs
    ) -> None: ...


class DeadLetterSink(Protocol):
    async def send(self, record: Record, why: Undecodable) -> None: ...


class BookingIsolation(Protocol):
    """Finds out which bookings make a batch fail; `parked.isolation` has the real one."""

    async def failing(self, batch: Sequence[Incoming], error: Exception) -> Mapping[str, Cause]: ...


class Dependencies(Protocol):
    """Finds rejections that wait for a parked record; `parked.held_back` has the real one."""

    async def among(self, rejections: Sequence[CommandRejected]) -> Mapping[str, Cause]: ...
