"""The store as recovery reads and writes it: one load and one transaction a batch of events."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from booking_chat.contracts.events import ChatEvent, CommandRejected, MessagePosted
from booking_chat.service.parking.keys import Waiting
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.storage.mongo import Client, Session, in_transaction
from chat_core.domain.position import Position
from chat_core.names import COMMANDS_GROUP
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.documents import (
    message_document,
    position_document,
    rejection_document,
    thread_document,
    thread_of,
    thread_upsert,
)
from chat_core.storage.positions import position_key
from chat_tools.positions import partition_in, position_in
from chat_tools.recovery.folding import Held, Recovered


class RecoveryStore:
    def __init__(self, client: Client, name: str = DATABASE) -> None:
        self._client = client
        self._of = Collections(client, name)
        self._parked = ParkedStore(client, name)

    async def load(self, events: Sequence[ChatEvent]) -> Held:
        """What is stored of everything that the events are about: four queries."""
        threads = list({event.thread_id for event in events})
        bookings = list({event.booking_id for event in events})
        messages = [e.message_id for e in events if isinstance(e, MessagePosted)]
        rejections = [e.command_id for e in events if isinstance(e, CommandRejected)]
        found_threads = self._of.threads.find({"_id": {"$in": threads}})
        found_messages = self._of.messages.find(
            {"_id": {"$in": messages}}, {"threadId": 1, "seq": 1}
        )
        found_rejections = self._of.rejections.find({"_id": {"$in": rejections}}, {"_id": 1})
        found_bookings = self._of.bookings.find(
            {"_id": {"$in": bookings}, "locationId": {"$type": "string"}}, {"locationId": 1}
        )
        return Held(
            threads={d["_id"]: thread_of(d) async for d in found_threads},
            messages={(d["threadId"], d["seq"]): d["_id"] async for d in found_messages},
            rejections={d["_id"] async for d in found_rejections},
            locations={d["_id"]: d["locationId"] async for d in found_bookings},
        )

    async def save(self, recovered: Recovered) -> None:
        """Stores all of it or nothing. An interrupted recovery goes on where it was."""

        async def write(session: Session) -> None:
            if recovered.messages:
                documents = [message_document(posted) for posted in recovered.messages]
                await self._of.messages.insert_many(documents, ordered=False, session=session)
            if recovered.threads:
                writes = [thread_upsert(thread_document(t)) for t in recovered.threads.values()]
                await self._of.threads.bulk_write(writes, ordered=False, session=session)
            if recovered.rejections:
                rejected = [rejection_document(rejection) for rejection in recovered.rejections]
                await self._of.rejections.insert_many(rejected, ordered=False, session=session)

        if recovered.messages or recovered.threads or recovered.rejections:
            await in_transaction(self._client, write)

    async def positions(self, log: str) -> dict[int, Position]:
        documents = await self._of.positions.find({"log": log}).to_list(None)
        return {partition_in(document): position_in(document) for document in documents}

    async def move_position(
        self,
        log: str,
        partition: int,
        before: Position | None,
        after: Position,
        parked: Sequence[Waiting] = (),
    ) -> None:
        """Moves a position, and with it parks the commands that are counted there as parked.

        Raises DuplicateKeyError or LookupError when somebody else has moved it meanwhile.
        """
        key = position_key(log, partition)
        document = position_document(key, log, partition, after)

        async def write(session: Session) -> None:
            if before is None:
                await self._of.positions.insert_one(document, session=session)
            else:
                result = await self._of.positions.replace_one(
                    {"_id": key, "next": before.next}, document, session=session
                )
                if result.matched_count != 1:
                    raise LookupError(f"the position {key} has moved meanwhile")
            if parked:
                known = await self._parked.among(COMMANDS_GROUP, {one.key for one in parked})
                behind = [replace(one, cause=None) if one.key in known else one for one in parked]
                now = datetime.now(UTC)
                await self._parked.park(COMMANDS_GROUP, log, behind, now, session)

        await in_transaction(self._client, write)

    async def stored_messages(self, message_ids: Sequence[str]) -> set[str]:
        """Which of these messages are stored."""
        found = self._of.messages.find({"_id": {"$in": list(message_ids)}}, {"_id": 1})
        return {document["_id"] async for document in found}

    async def rejected_messages(self, message_ids: Sequence[str]) -> dict[str, str]:
        """Which of these messages were rejected, with the reason."""
        found = self._of.rejections.find(
            {"messageId": {"$in": list(message_ids)}}, {"messageId": 1, "reason": 1}
        )
        return {document["messageId"]: document["reason"] async for document in found}
