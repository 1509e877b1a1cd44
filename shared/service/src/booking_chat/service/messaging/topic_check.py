"""Do the topics have the partitions that we count on? Asked at the start, and again and again.

A key's partition is what keeps the records of one booking in order. Where a topic has another
count, whoever computes partitions from it puts a booking's next record elsewhere, and its order
is gone. So a service does not start on such a topic, and says what to do.
"""

import asyncio
from collections.abc import Mapping, Sequence

import structlog
from aiokafka.errors import KafkaError
from prometheus_client import Gauge

from booking_chat.contracts.topics import Topic
from booking_chat.service.errors import described
from booking_chat.service.messaging.connection import KafkaConnection
from booking_chat.service.messaging.log_identity import find_logs
from booking_chat.service.messaging.records import KafkaUnavailableError
from booking_chat.service.tasks import end

log = structlog.get_logger(__name__)

CHECK_SECONDS = 30.0
_HELP = "docs/operations.md says how to change the partitions of a topic"

_wrong = Gauge(
    "booking_chat_topics_wrong", "Topics that have other partitions than they are meant to have"
)


class WrongPartitionsError(Exception):
    """A topic has other partitions than it is meant to have; a restart will not help."""


def wrong_partitions(
    topics: Sequence[Topic], found: Mapping[str, int], *, allow_extra: bool
) -> list[str]:
    """What is wrong, a sentence for each topic; one that is not in `found` does not exist yet."""
    return [
        f"{topic.name} has {found[topic.name]} partitions where {topic.partitions} are wanted"
        for topic in topics
        if topic.name in found
        and found[topic.name] != topic.partitions
        and not (allow_extra and found[topic.name] > topic.partitions)
    ]


class TopicCheck:
    """A part that starts only if all `topics` are as they should be, and looks again meanwhile.

    Partitions that are added while it runs make `check` fail and are logged once. Our own records
    go on where they went (see `partition_of`), so nothing is lost until then or after.
    """

    def __init__(
        self,
        kafka: KafkaConnection,
        topics: Sequence[Topic],
        *,
        allow_extra: bool = False,
        seconds: float = CHECK_SECONDS,
    ) -> None:
        self._kafka = kafka
        self._topics = topics
        self._allow_extra = allow_extra
        self._seconds = seconds
        self._faults: list[str] = []
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Raises WrongPartitionsError, and KafkaUnavailableError while a topic is missing."""
        missing = await self._look()
        if self._faults:
            raise WrongPartitionsError(f"{'; '.join(self._faults)}. {_HELP}")
        if missing:
            raise KafkaUnavailableError(
                f"{', '.join(missing)} not found: `booking-chat provision` makes the topics"
            )
        self._looking = asyncio.create_task(self._keep_looking())

    async def stop(self) -> None:
        await end(self._looking)

    async def check(self) -> None:
        """For readiness: raises WrongPartitionsError as long as a topic is not as it should be."""
        if self._faults:
            raise WrongPartitionsError("; ".join(self._faults))

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self._look()
            except (KafkaError, OSError, TimeoutError) as error:
                # Whether Kafka answers is asked elsewhere; what was known last still holds.
                log.debug("topics cannot be looked at", error=described(error))

    async def _look(self) -> list[str]:
        """Looks once, logs what has changed, and returns the topics that do not exist."""
        found = {
            name: known.partitions
            for name, known in (await find_logs(self._kafka, self._topics)).items()
        }
        faults = wrong_partitions(self._topics, found, allow_extra=self._allow_extra)
        if faults and faults != self._faults:
            log.error("topics have wrong partitions", topics=faults, help=_HELP)
        elif self._faults and not faults:
            log.warning("topics have the right partitions again")
        self._faults = faults
        _wrong.set(len(faults))
        return [topic.name for topic in self._topics if topic.name not in found]
