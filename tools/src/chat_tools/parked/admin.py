"""What people do about parked keys: look at them, have them tried now, give them up."""

import sys
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from booking_chat.contracts.base import Contract
from booking_chat.contracts.envelope import Undecodable
from booking_chat.service.messaging.consumer import DeadLetterQueue
from booking_chat.service.messaging.publisher import Publisher
from booking_chat.service.parking.keys import ParkedElsewhereError, ParkedKey, ParkedRecord
from booking_chat.service.parking.store import ParkedStore
from booking_chat.service.storage.mongo import Client, Session, in_contended_transaction
from chat_core.domain.position import Outcome
from chat_core.names import COMMANDS_GROUP
from chat_core.storage.collections import DATABASE, Collections
from chat_core.storage.parked_counts import count_in, counts_of
from chat_tools.progress import RefusedError

DATABASES = {"chat-core": DATABASE, "notifier": "booking_chat_notifier"}
"""Where each service keeps what it has parked."""
PARKED_REASON = "parked"
AT_ONCE = 200
MAX_DETAIL = 2_000


class ParkedEntry(Contract):
    """One parked key: of which consumer, why, since when, and what waits with it."""

    service: str
    consumer: str
    key: str
    since: datetime
    error: str
    traceback: str
    topic: str
    partition: int
    offset: int
    records: int
    attempts: int
    next_attempt_at: datetime


class GivenUp(Contract):
    """How many records went to the dead letters; `kept` are stored and wait for their events."""

    dead_lettered: int
    kept: int


class ParkedDesk:
    """The desk of one service; `database` is where it keeps what it has parked."""

    def __init__(self, client: Client, service: str, *, database: str | None = None) -> None:
        name = database or DATABASES[service]
        self._client = client
        self._service = service
        self._store = ParkedStore(client, name)
        self._positions = Collections(client, name).positions

    async def entries(self) -> list[ParkedEntry]:
        keys = await self._store.all()
        traces = await self._store.traces([key.id for key in keys])
        return [
            ParkedEntry(
                service=self._service,
                consumer=key.consumer,
                key=key.key,
                since=key.since,
                error=key.error,
                traceback=traces.get(key.id, ""),
                topic=key.topic,
                partition=key.partition,
                offset=key.offset,
                records=key.records,
                attempts=key.attempts,
                next_attempt_at=key.next_attempt_at,
            )
            for key in keys
        ]

    async def retry(self, key: str, now: datetime) -> None:
        """Has the service try a key within a second. Raises RefusedError if it is not parked."""
        keys = await self._parked(key)
        await self._store.make_due([found.id for found in keys], now)

    async def dead_letter(
        self, key: str, publisher: Publisher, *, why: str, by: str, now: datetime
    ) -> GivenUp:
        """Gives up what waits of a key: its records go to the dead letters, as they came.

        Raises RefusedError when it is not parked, or is being tried at the moment.
        """
        given_up, kept = 0, 0
        for found in await self._parked(key):
            claim = str(uuid4())
            try:
                taken = await self._store.take(found.consumer, found.key, now, claim)
            except ParkedElsewhereError as error:
                raise RefusedError(str(error)) from error
            if taken is None:
                continue
            letters = DeadLetterQueue(publisher, taken.consumer, per_hour=sys.maxsize)
            detail = f"{why} ({by}); parked since {taken.since}: {taken.error}"[:MAX_DETAIL]
            while records := await self._store.first(taken, AT_ONCE, undecided=True):
                for record in records:
                    await letters.send(record, Undecodable(PARKED_REASON, detail))
                await self._let_go(taken, claim, records, now)
                given_up += len(records)
            kept += len(await self._store.first(taken, AT_ONCE))
            await self._store.put_off(taken, claim, attempts=0, until=now, cause=None)
        return GivenUp(dead_lettered=given_up, kept=kept)

    async def _let_go(
        self, key: ParkedKey, claim: str, records: Sequence[ParkedRecord], now: datetime
    ) -> None:
        async def work(session: Session) -> None:
            if key.consumer == COMMANDS_GROUP:
                outcomes = [Outcome.DEAD_LETTERED] * len(records)
                await count_in(self._positions, counts_of(records, outcomes), session)
            await self._store.remove_in(key, claim, records, now, session)

        await in_contended_transaction(self._client, work)

    async def _parked(self, key: str) -> list[ParkedKey]:
        found = [one for one in await self._store.all() if one.key == key]
        if not found:
            raise RefusedError(f"{key} is not parked in {self._service}")
        return found
