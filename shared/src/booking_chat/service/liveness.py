"""Does this consumer live? An answering cluster does not prove it; moving on does."""

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Protocol

import structlog
from aiokafka.errors import KafkaError

from booking_chat.service.kafka import KafkaUnavailableError
from booking_chat.topics import Topic

log = structlog.get_logger(__name__)

STUCK_SECONDS = 60.0
"""With work waiting and nothing done for this long, a restart is worth a try."""
ASK_TIMEOUT_SECONDS = 1.0


class Progress(Protocol):
    """What is asked of Kafka; `GroupProgress` is the real one."""

    async def ends(self, topic: Topic) -> dict[int, int]: ...
    async def lag(self, group_id: str, topic: Topic, ends: Mapping[int, int]) -> int: ...


class StuckConsumerError(Exception):
    """Records wait, and none of them was finished for a minute."""


class ConsumerLiveness:
    """Healthy while idle, healthy while moving; unhealthy with lag and a position that stands.

    While Kafka cannot be asked nothing is wrong with the consumer: a restart would not help.
    """

    def __init__(
        self,
        progress: Progress,
        group_id: str,
        topic: Topic,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._progress = progress
        self._group_id = group_id
        self._topic = topic
        self._clock = clock
        self._done = -1
        self._moved_at = clock()

    async def check(self) -> None:
        """For liveness: raises StuckConsumerError when it stands still with work waiting."""
        try:
            async with asyncio.timeout(ASK_TIMEOUT_SECONDS):
                ends = await self._progress.ends(self._topic)
                lag = await self._progress.lag(self._group_id, self._topic, ends)
        except (KafkaError, KafkaUnavailableError, TimeoutError) as error:
            log.info("progress cannot be asked for", group=self._group_id, error=repr(error))
            return
        done, now = sum(ends.values()) - lag, self._clock()
        if lag == 0 or done != self._done:
            self._done, self._moved_at = done, now
        elif now - self._moved_at >= STUCK_SECONDS:
            raise StuckConsumerError(
                f"{self._group_id}: {lag} records wait, none finished for "
                f"{now - self._moved_at:.0f} s"
            )
