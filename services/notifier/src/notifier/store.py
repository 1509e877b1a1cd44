"""How far alerts went out, in MongoDB.

    alerted_threads  _id (thread id), seq (of the last message that was alerted)

Threads are looked up by their id alone, so there is no index to make beyond MongoDB's own.
"""

from collections.abc import Collection, Mapping

from booking_chat.service.mongo import Client, UpdateOne, database

DATABASE = "booking_chat_notifier"


class AlertedThreads:
    def __init__(self, client: Client) -> None:
        self._threads = database(client, DATABASE)["alerted_threads"]

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
