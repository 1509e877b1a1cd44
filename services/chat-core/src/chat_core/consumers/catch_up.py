"""Waiting for the projections, so that nothing is rejected for being early."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

from booking_chat.contracts.topics import BOOKINGS, LOCATIONS, Topic
from booking_chat.service.messaging.records import KafkaUnavailableError
from chat_core.names import BOOKINGS_GROUP, LOCATIONS_GROUP

_POLL_SECONDS = 0.02


class Progress(Protocol):
    """How far the projections are behind; `GroupProgress` is the real one."""

    async def ends(self, topic: Topic) -> dict[int, int]: ...
    async def lag(self, group_id: str, topic: Topic, ends: Mapping[int, int]) -> int: ...


class Projected(Protocol):
    """The partitions of one projection; `Partitions` is the real one."""

    @property
    def running(self) -> bool: ...
    @property
    def settled(self) -> bool: ...


async def catch_up(progress: Progress, projections: Sequence[Projected]) -> None:
    """Returns once both projections hold everything that was published before the call.

    Until its partitions are settled a projection may be about to read again what a restore lost.
    Raises KafkaUnavailableError when a projection is not running: it would never catch up, and
    whoever waits for it would keep a stop waiting.
    """

    async def projected(group: str, topic: Topic) -> None:
        ends = await progress.ends(topic)
        while await progress.lag(group, topic, ends) > 0:
            await wait()

    async def wait() -> None:
        if not all(partitions.running for partitions in projections):
            raise KafkaUnavailableError("bookings and locations are not being read")
        await asyncio.sleep(_POLL_SECONDS)

    while not all(partitions.settled for partitions in projections):
        await wait()
    await asyncio.gather(projected(BOOKINGS_GROUP, BOOKINGS), projected(LOCATIONS_GROUP, LOCATIONS))
