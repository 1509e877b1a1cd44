"""Does this consumer live? An answering cluster does not prove it; moving on does."""

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Protocol

import structlog
from aiokafka.errors import KafkaError
from prometheus_client import Gauge

from booking_chat.contracts.topics import Topic
from booking_chat.service.errors import described
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.tasks import end

log = structlog.get_logger(__name__)

_lag = Gauge(
    "booking_chat_consumer_lag_records",
    "Records that a consumer group has not finished, of all its processes",
    ["consumer"],
)

STUCK_SECONDS = 60.0
"""With work waiting and nothing done for this long, a restart is worth a try."""
ASK_TIMEOUT_SECONDS = 1.0
LOOK_EVERY_SECONDS = 5.0


class Progress(Protocol):
    """What is asked of Kafka; `GroupProgress` is the real one."""

    async def ends(self, topic: Topic) -> dict[int, int]: ...
    async def lag(self, group_id: str, topic: Topic, ends: Mapping[int, int]) -> int: ...


class StuckConsumerError(Exception):
    """Records wait, and none of them was finished for a minute."""


class ConsumerLiveness:
    """Healthy while idle, healthy while moving; unhealthy with lag and a position that stands.

    It looks by itself from its start on, so that the minute begins when the lag does, however
    seldom somebody asks. While Kafka cannot be asked nothing is wrong with the consumer: a restart
    would not help. Parked records are committed, so they are no lag.
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
        self._looking: asyncio.Task[None] | None = None
        self._done: int | None = None
        self._lag = 0
        self._waits_since: float | None = None
        self._away_since: float | None = None

    async def start(self) -> None:
        self._looking = asyncio.create_task(self._keep_looking())

    async def stop(self) -> None:
        await end(self._looking)

    async def check(self) -> None:
        """For liveness: raises StuckConsumerError when it stands still with work waiting."""
        if not await self.look() or self._waits_since is None:
            return
        waited = self._clock() - self._waits_since
        if waited >= STUCK_SECONDS:
            raise StuckConsumerError(
                f"{self._group_id}: {self._lag} records wait, none finished for {waited:.0f} s"
            )

    async def look(self) -> bool:
        """Notes how far the group is; False when Kafka does not say."""
        try:
            async with asyncio.timeout(ASK_TIMEOUT_SECONDS):
                ends = await self._progress.ends(self._topic)
                lag = await self._progress.lag(self._group_id, self._topic, ends)
        except (KafkaError, KafkaUnavailableError, TimeoutError) as error:
            log.info("progress cannot be asked for", group=self._group_id, error=described(error))
            self._away_since = self._away_since or self._clock()
            return False
        self._note(sum(ends.values()) - lag, lag)
        return True

    def _note(self, done: int, lag: int) -> None:
        now = self._clock()
        if self._away_since is not None and self._waits_since is not None:
            # Nobody could move on meanwhile, so that time does not count.
            self._waits_since += now - self._away_since
        self._away_since = None
        if lag == 0:
            self._waits_since = None
        elif self._waits_since is None or (self._done is not None and done != self._done):
            self._waits_since = now
        self._done, self._lag = done, lag
        _lag.labels(self._group_id).set(lag)

    async def _keep_looking(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_SECONDS)
