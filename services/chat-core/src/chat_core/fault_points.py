"""Where chat-core can be made to end, for the fault suite: between any two steps of its loop."""

from collections.abc import Sequence
from enum import StrEnum

from booking_chat.contracts.envelope import OutgoingRecord
from booking_chat.contracts.topics import Topic
from booking_chat.service.fault_points import Reach
from booking_chat.service.messaging.publisher import Publisher


class FaultPoint(StrEnum):
    BEFORE_LOAD = "before-load"
    AFTER_DECIDE = "after-decide"
    INSIDE_TRANSACTION = "inside-transaction"
    AFTER_COMMIT = "after-commit-before-publish"
    BETWEEN_PUBLISHES = "between-publishes"
    AFTER_PUBLISH = "after-publish-before-offset-commit"


class InTwoParts:
    """Publishes a batch's first event, and the others after it was acknowledged.

    The producer would send all of them in one request, and there would be no between.
    """

    def __init__(self, publisher: Publisher, reach: Reach) -> None:
        self._publisher = publisher
        self._reach = reach

    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[tuple[OutgoingRecord, int | None]],
        timeout: float,  # noqa: ASYNC109 - for each part
    ) -> None:
        await self._publisher.publish_all(topic, records[:1], timeout)
        if len(records) > 1:
            self._reach(FaultPoint.BETWEEN_PUBLISHES)
            await self._publisher.publish_all(topic, records[1:], timeout)
