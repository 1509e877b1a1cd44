"""Deciding the commands of a parked booking, in order, once its documents can be read again.

Like the loop: decided and stored in one transaction, then published, then let go. A crash between
storing and publishing finds the commands marked as decided, and says the same events again.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from booking_chat.contracts.base import to_milliseconds
from booking_chat.contracts.commands import COMMANDS
from booking_chat.contracts.envelope import Undecodable, decode
from booking_chat.contracts.topics import EVENTS
from booking_chat.service.parking.keys import ParkedKey, ParkedRecord
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.storage.mongo import Client, Session, in_contended_transaction
from chat_core.consumers.held_back import HeldBack, HeldBackError
from chat_core.consumers.ports import PUBLISH_TIMEOUT_SECONDS, DeadLetterSink, EventPublisher
from chat_core.domain.batch import Changes, State, decide_parked
from chat_core.domain.event_records import records_of
from chat_core.domain.incoming import Incoming
from chat_core.domain.position import Outcome
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.command_store import CommandStore
from chat_core.storage.parked_counts import count_in, counts_of

AT_ONCE = 200
"""Commands of a booking that are decided in one transaction."""


class CommandRelease:
    """The releaser of parked bookings; `catch_up` is the loop's."""

    def __init__(
        self,
        client: Client,
        store: CommandStore,
        publisher: EventPublisher,
        dead_letters: DeadLetterSink,
        *,
        catch_up: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime],
        name: str = DATABASE,
    ) -> None:
        self._client = client
        self._store = store
        self._parked = ParkedStore(client, name)
        self._held_back = HeldBack(self._parked)
        self._positions = Collections(client, name).positions
        self._publisher = publisher
        self._dead_letters = dead_letters
        self._catch_up = catch_up
        self._clock = clock

    async def release(self, key: ParkedKey, claim: str) -> None:
        while True:
            records = await self._parked.first(key, AT_ONCE)
            if records:
                await self._settle(key, claim, records)
            if await self._parked.remove(key, claim, records, self._clock()):
                return

    async def _settle(self, key: ParkedKey, claim: str, records: Sequence[ParkedRecord]) -> None:
        """Returns when the commands are stored and their events are published."""
        batch = [
            (Incoming.of(r.partition, r.offset, decode(r, COMMANDS), r), r.decided) for r in records
        ]
        for (incoming, decided), record in zip(batch, records, strict=True):
            # What could be read when it was parked may break a bound that was added since.
            if isinstance(incoming.content, Undecodable) and not decided:
                await self._dead_letters.send(record, incoming.content)
        changes, outcomes = await self._decide(batch)
        events = records_of(changes)

        async def work(session: Session) -> None:
            await self._parked.hold(key, claim, self._clock(), session)
            await count_in(self._positions, counts_of(records, outcomes), session)
            await self._store.write(changes, session)
            await self._parked.mark_decided(records, session)

        if not all(record.decided for record in records):
            await in_contended_transaction(self._client, work)
        await self._publisher.publish_all(EVENTS, events, timeout=PUBLISH_TIMEOUT_SECONDS)

    async def _decide(
        self, batch: Sequence[tuple[Incoming, bool]]
    ) -> tuple[Changes, list[Outcome]]:
        now = to_milliseconds(self._clock())
        changes, outcomes = decide_parked(batch, await self._load(batch), now)
        if not changes.may_need_newer_projections:
            return changes, outcomes
        await self._catch_up()
        changes, outcomes = decide_parked(batch, await self._load(batch), now)
        for cause in (await self._held_back.among(changes.rejections)).values():
            raise HeldBackError(cause.error)
        return changes, outcomes

    async def _load(self, batch: Sequence[tuple[Incoming, bool]]) -> State:
        return await self._store.load_bookings([incoming for incoming, _ in batch])
