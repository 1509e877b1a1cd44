"""Threads and messages as MongoDB has them, walked side by side in the order of thread ids.

Two cursors and one thread's counts are all that is in memory. The cursors do not see one
moment, so on a running system a thread may look wrong that is not: it is then looked at again
alone, in one snapshot, and only that look counts.
"""

from collections.abc import AsyncIterator

from booking_chat.service.storage.mongo import ASCENDING, Client, Document, Session, in_snapshot
from chat_core.storage.collections import Collections
from chat_tools.audit.findings import Finding, Findings, Kind
from chat_tools.audit.recount import Recount
from chat_tools.progress import Progress

_BATCH = 2_000
_HISTORY = [("threadId", ASCENDING), ("seq", ASCENDING)]


class ThreadAudit:
    """Recounts every thread; `threads` and `messages` say how many there were."""

    def __init__(
        self, client: Client, collections: Collections, findings: Findings, progress: Progress
    ) -> None:
        self._client = client
        self._of = collections
        self._findings = findings
        self._progress = progress
        self._current: Recount | None = None
        self._upcoming: Document | None = None
        self.threads = 0
        self.messages = 0

    async def run(self) -> None:
        total = await self._of.messages.estimated_document_count()
        self._progress.begin("messages", total)
        documents = self._of.threads.find({}).sort("_id", ASCENDING).batch_size(_BATCH)
        threads = aiter(documents)
        self._upcoming = await anext(threads, None)
        messages = self._of.messages.find({}).sort(_HISTORY).hint("history").batch_size(_BATCH)
        async for message in messages:
            self.messages += 1
            if self.messages % _BATCH == 0:
                self._progress.advance(_BATCH)
            of = message.get("threadId")
            if not isinstance(of, str):
                self._findings.add(_without_thread_id(message))
                continue
            if self._current is None or self._current.thread_id != of:
                await self._move_to(of, threads)
            if self._current is not None:
                self._current.add(message)
        await self._move_to(None, threads)

    async def _move_to(self, of: str | None, threads: AsyncIterator[Document]) -> None:
        """Closes the threads before `of` and begins to count that one; None closes all."""
        await self._close()
        while self._upcoming is not None and (of is None or self._upcoming["_id"] <= of):
            thread, self._upcoming = self._upcoming, await anext(threads, None)
            self.threads += 1
            self._current = Recount(thread["_id"], thread)
            if thread["_id"] == of:
                return
            await self._close()
        if of is not None:
            self._current = Recount(of, None)

    async def _close(self) -> None:
        recount, self._current = self._current, None
        if recount is not None and recount.close().counts:
            self._findings.take_over(await self._second_look(recount.thread_id))

    async def _second_look(self, of: str) -> Findings:
        async def look(session: Session) -> Findings:
            recount = Recount(of, await self._of.threads.find_one({"_id": of}, session=session))
            messages = self._of.messages.find({"threadId": of}, session=session)
            async for message in messages.sort("seq", ASCENDING).batch_size(_BATCH):
                recount.add(message)
            return recount.close()

        return await in_snapshot(self._client, look)


def _without_thread_id(message: Document) -> Finding:
    return Finding(
        kind=Kind.MESSAGE_UNREADABLE,
        detail="the message names no thread",
        message_id=str(message["_id"]),
    )
