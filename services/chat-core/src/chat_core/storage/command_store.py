"""MongoDB as the command loop uses it: collections, indexes, one load, one save."""

from collections import OrderedDict
from collections.abc import Collection as Some
from collections.abc import Mapping, Sequence
from contextlib import suppress

from booking_chat.contracts.events import ThreadOpened
from booking_chat.service.fault_points import FaultHook, no_fault
from booking_chat.service.messaging.failures import TransientError
from booking_chat.service.parking.keys import key_of, parked_key_id
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.storage.mongo import (
    BulkWriteError,
    Client,
    Collection,
    Document,
    InsertOne,
    ReplaceOne,
    Session,
    UpdateOne,
    in_transaction,
    lost_to_another,
)
from chat_core.domain.batch import Changes, Parked, State
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Position
from chat_core.fault_points import FaultPoint
from chat_core.names import COMMANDS_GROUP
from chat_core.storage.batch_query import Fetched, Touched, fetch
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.documents import (
    booking_of,
    message_document,
    position_document,
    posted_of,
    rejection_document,
    rejection_of,
    switches_of,
    thread_document,
    thread_of,
    thread_upsert,
)
from chat_core.storage.parked_commands import waiting
from chat_core.storage.positions import as_loaded, position_key, positions_by_partition

MAX_SEEN = 50_000
"""Bookings of which it is remembered where they were, so that one round trip is enough."""


class StalePositionError(TransientError):
    """Somebody else has worked off this partition further: what was decided is void."""


class StaleBookingError(TransientError):
    """A booking has moved while its thread was about to open: what was decided is void."""


class _RehearsedError(Exception):
    """Ends the transaction of a rehearsal, so that nothing of it stays."""


class CommandStore:
    """One load and one save a batch, a fixed number of queries whatever its size."""

    def __init__(
        self, client: Client, name: str = DATABASE, fault_hook: FaultHook = no_fault
    ) -> None:
        self._client = client
        self._of = Collections(client, name)
        self._parked = ParkedStore(client, name)
        self._fault_hook = fault_hook
        self._seen_at: OrderedDict[str, str] = OrderedDict()

    async def load(self, log: str, partitions: Some[int], batch: Sequence[Incoming]) -> State:
        """Everything that the commands of a batch touch, but for those of parked bookings.

        All of it is of one moment: whoever changes anything after that moves a position, and
        `save` then finds out.
        """
        touched = Touched.by(batch)
        found = await self._fetch(
            touched,
            positions=[position_key(log, partition) for partition in partitions],
            parked=[parked_key_id(COMMANDS_GROUP, booking) for booking in touched.booking_ids],
        )
        parked = {document["key"]: key_of(document) for document in found.parked}
        if parked:
            found = found.about(Touched.by(i for i in batch if i.booking_id not in parked))
        state = await self._state(found)
        state.positions, state.unreadable_positions = positions_by_partition(found.positions)
        state.parked = {booking: Parked(key.through(log)) for booking, key in parked.items()}
        return state

    async def load_bookings(self, batch: Sequence[Incoming]) -> State:
        """What the commands of a batch touch, parked or not, without any positions."""
        return await self._state(await self._fetch(Touched.by(batch)))

    async def _fetch(
        self, touched: Touched, positions: Sequence[str] = (), parked: Sequence[str] = ()
    ) -> Fetched:
        """With the switches of the locations at which these bookings were when last seen."""
        likely = {self._seen_at[one] for one in touched.booking_ids if one in self._seen_at}
        return await fetch(
            self._client, self._of, touched, positions=positions, parked=parked, locations=likely
        )

    async def _state(self, found: Fetched) -> State:
        # A booking may have been withdrawn before anything else was heard of it.
        bookings = [booking for booking in found.bookings if not booking.get("withdrawn")]
        switches = await self._switches(bookings, found.locations)
        state = State(
            threads={document["_id"]: thread_of(document) for document in found.threads},
            bookings={document["_id"]: booking_of(document) for document in bookings},
            switches={document["_id"]: switches_of(document) for document in switches},
            posted={document["_id"]: posted_of(document) for document in found.messages},
            customer_counts={(d["threadId"], d["seq"]): d["customerCount"] for d in found.counts},
        )
        for rejection in found.rejections:
            state.add_rejection(rejection_of(rejection))
        return state

    async def _switches(
        self, bookings: Sequence[Document], fetched: Sequence[Document]
    ) -> list[Document]:
        """Those of the bookings' locations; what was not fetched with the rest is asked for now."""
        wanted = {booking["locationId"] for booking in bookings}
        for booking in bookings:
            self._seen_at[booking["_id"]] = booking["locationId"]
            self._seen_at.move_to_end(booking["_id"])
        while len(self._seen_at) > MAX_SEEN:
            self._seen_at.popitem(last=False)
        found = [document for document in fetched if document["_id"] in wanted]
        missing = wanted - {document["_id"] for document in found}
        return found + await _by_id(self._of.locations, list(missing))

    async def save(self, log: str, changes: Changes) -> None:
        """Stores a batch's changes in one transaction, or nothing of them.

        Raises StalePositionError when a position is not where it was loaded, and
        StaleBookingError when a thread would open where its booking is no longer.
        """

        async def write(session: Session) -> None:
            if changes.positions:
                await self._move_positions(log, changes.positions, session)
            await self.write(changes, session)
            if changes.parked:
                now = changes.parked[0].at
                records = waiting(changes.parked)
                await self._parked.park(COMMANDS_GROUP, log, records, now, session)

        await in_transaction(self._client, write)

    async def rehearse(self, changes: Changes) -> None:
        """Raises what storing these changes would raise; stores nothing."""

        async def write(session: Session) -> None:
            await self.write(changes, session)
            raise _RehearsedError

        with suppress(_RehearsedError):
            await in_transaction(self._client, write)

    async def write(self, changes: Changes, session: Session) -> None:
        """Adds what was decided to a transaction: messages, threads and rejections."""
        if changes.messages:
            documents = [message_document(posted) for posted in changes.messages]
            await self._of.messages.insert_many(documents, ordered=False, session=session)
        self._fault_hook(FaultPoint.INSIDE_TRANSACTION)
        if changes.opened:
            await self._hold_bookings(changes.opened, session)
        if changes.threads:
            await self._of.threads.bulk_write(
                [thread_upsert(thread_document(t)) for t in changes.threads.values()],
                ordered=False,
                session=session,
            )
        if changes.rejections:
            rejected = [rejection_document(rejection) for rejection in changes.rejections]
            await self._of.rejections.insert_many(rejected, ordered=False, session=session)

    async def _move_positions(
        self,
        log: str,
        moves: Mapping[int, tuple[Position | None, Position]],
        session: Session,
    ) -> None:
        writes = []
        for partition, (loaded, moved) in moves.items():
            key = position_key(log, partition)
            document = position_document(key, log, partition, moved)
            writes.append(
                InsertOne(document)
                if loaded is None
                else ReplaceOne(as_loaded(key, loaded), document)
            )
        try:
            result = await self._of.positions.bulk_write(writes, ordered=False, session=session)
        except BulkWriteError as error:
            if lost_to_another(error):
                raise StalePositionError(f"another process has begun with {log}") from error
            raise
        if result.matched_count + result.inserted_count != len(moves):
            raise StalePositionError(f"a position of {log} has moved on")

    async def _hold_bookings(self, opened: Sequence[ThreadOpened], session: Session) -> None:
        """Makes the bookings of new threads part of the transaction.

        A booking that moves has its thread moved after it. One that moves just now either
        waits for the thread to be there, or has moved already, and then it is not found here.
        """
        result = await self._of.bookings.bulk_write(
            [
                UpdateOne(
                    {"_id": event.booking_id, "locationId": event.location_id},
                    {"$set": {"hasThread": True}},
                )
                for event in opened
            ],
            ordered=False,
            session=session,
        )
        if result.matched_count != len(opened):
            raise StaleBookingError("a booking has moved while its thread was about to open")


async def _by_id(collection: Collection, ids: Sequence[str]) -> list[Document]:
    if not ids:
        return []
    return await collection.find({"_id": {"$in": list(ids)}}).to_list(None)
