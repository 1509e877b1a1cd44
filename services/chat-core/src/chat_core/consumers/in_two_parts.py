"""Publishing in two parts, for the fault suite."""

from collections.abc import Sequence

from booking_chat.contracts.topics import Topic
from booking_chat.service.fault_points import FaultHook
from chat_core.consumers.ports import EventPublisher
from chat_core.domain.event_records import NumberedRecord
from chat_core.fault_points import FaultPoint


class InTwoParts:
    """Publishes a batch's first event, and the others after it was acknowledged.

    The producer would send all of them in one request, and there would be no between.
    """

    def __init__(self, publisher: EventPublisher, fault_hook: FaultHook) -> None:
        self._publisher = publisher
        self._fault_hook = fault_hook

    async def publish_all(
        self,
        topic: Topic,
        records: Sequence[NumberedRecord],
        timeout: float,  # noqa: ASYNC109 - for each part
    ) -> None:
        await self._publisher.publish_all(topic, records[:1], timeout)
        if len(records) > 1:
            self._fault_hook(FaultPoint.BETWEEN_PUBLISHES)
            await self._publisher.publish_all(topic, records[1:], timeout)
