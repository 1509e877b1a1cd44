"""Up to which seq alert events were published to `chat.alerts.v1`: one mark per thread."""

from collections.abc import Collection, Mapping

from booking_chat.service.storage.mongo import UpdateOne
from notifier.storage.collections import Collections


class AlertedThreads:
    def __init__(self, collections: Collections) -> None:
        self._threads = collections.alerted_threads

    async def marks(self, thread_ids: Collection[str]) -> dict[str, int]:
        """The marks of those threads that have one."""
        found = self._threads.find({"_id": {"$in": list(thread_ids)}})
        return {document["_id"]: document["seq"] async for document in found}

    async def raise_marks(self, marks: Mapping[str, int]) -> None:
        """Moves the marks of these threads forward, never back. `marks` must not be empty."""
        await self._threads.bulk_write(
            [
                UpdateOne({"_id": thread_id}, {"$max": {"seq": seq}}, upsert=True)
                for thread_id, seq in marks.items()
            ],
            ordered=False,
        )
