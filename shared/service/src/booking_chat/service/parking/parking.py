"""Setting aside what cannot be handled, so that it keeps nobody else waiting.

A batch that fails for another reason than an engine's is taken apart by key. The keys that fail are
parked: their records wait in order, and so do later ones. Everything else goes on. Parked keys are
tried again in the background.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import structlog

from booking_chat.contracts.envelope import Record
from booking_chat.service.messaging.failures import ConsumerStoppedError, is_transient
from booking_chat.service.messaging.log_identity import LogIdentities
from booking_chat.service.messaging.records import RecordsHandler
from booking_chat.service.parking.bisection import TooManyFailError, failing_ones
from booking_chat.service.parking.cause import Cause
from booking_chat.service.parking.keys import ParkedKey, Waiting, key_text
from booking_chat.service.parking.store import ParkedStore

log = structlog.get_logger(__name__)

RELEASED_AT_ONCE = 200
"""Parked records that are handled together."""


def too_many_parked(consumer: str, limit: int) -> ConsumerStoppedError:
    return ConsumerStoppedError(
        f"{consumer} stands still: more than {limit} keys would be parked, which looks like a "
        "fault of this release or of a whole store. Look at `booking-chat parked list`, put right "
        "what is wrong, or raise BOOKING_CHAT_MAX_PARKED_BOOKINGS and restart"
    )


def log_parked(consumer: str, waiting: Waiting) -> None:
    """One line for what has been parked now: where it stands, and why."""
    record, cause = waiting.record, waiting.cause
    log.error(
        "parked",
        consumer=consumer,
        key=waiting.key,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        error=cause.error if cause else None,
        traceback=cause.trace if cause else None,
    )


class Parking:
    """Wraps the handler of one consumer, to which parts of a batch may be given again.

    `limit` is how many keys may be parked before the consumer stops.
    """

    def __init__(
        self,
        consumer: str,
        handle: RecordsHandler,
        store: ParkedStore,
        log_identity: LogIdentities,
        limit: int,
        clock: Callable[[], datetime],
    ) -> None:
        self.consumer = consumer
        self._handle = handle
        self._store = store
        self._log_identity = log_identity
        self._limit = limit
        self._clock = clock

    async def handle(self, records: Sequence[Record]) -> None:
        """Returns when each record is handled or parked."""
        parked = await self._store.among(self.consumer, {key_text(r.key) for r in records})
        rest = [record for record in records if key_text(record.key) not in parked]
        if len(rest) < len(records):
            await self._queue_behind(records, parked)
        if not rest:
            return
        try:
            await self._handle(rest)
        except Exception as error:
            if is_transient(error):
                raise
            failure = error
        else:
            return
        await self._isolate(rest, failure)

    async def release(self, key: ParkedKey, claim: str) -> None:
        """Handles what waits of a key, in order, until nothing is left."""
        while True:
            records = await self._store.first(key, RELEASED_AT_ONCE)
            if records:
                await self._handle(records)
            if await self._store.remove(key, claim, records, self._clock()):
                return

    async def _queue_behind(self, records: Sequence[Record], parked: dict[str, ParkedKey]) -> None:
        log_id = await self._log_identity.of(records)
        behind = [
            Waiting(key, record, cause=None)
            for record in records
            if (key := key_text(record.key)) in parked
            and record.offset > parked[key].through(log_id)
        ]
        await self._park(log_id, behind)

    async def _isolate(self, records: Sequence[Record], error: Exception) -> None:
        """Handles the records of every key that can be handled, and parks the others."""
        of_key: dict[str, list[Record]] = {}
        for record in records:
            of_key.setdefault(key_text(record.key), []).append(record)

        async def attempt(keys: Sequence[str]) -> Exception | None:
            wanted = set(keys)
            try:
                await self._handle([r for r in records if key_text(r.key) in wanted])
            except Exception as failure:
                if is_transient(failure):
                    raise
                return failure
            return None

        room = max(self._limit - await self._store.count(self.consumer), 0)
        try:
            found = await failing_ones(list(of_key), attempt, at_most=room)
        except TooManyFailError:
            raise too_many_parked(self.consumer, self._limit) from error
        waiting = [
            Waiting(key, record, Cause.of(found[key])) for key in found for record in of_key[key]
        ]
        await self._park(await self._log_identity.of(records), waiting)
        for key in found:
            log_parked(self.consumer, next(one for one in waiting if one.key == key))

    async def _park(self, log_id: str, waiting: Sequence[Waiting]) -> None:
        if waiting:
            await self._store.park_alone(self.consumer, log_id, waiting, self._clock())


def by_consumer(parkings: Iterable[Parking]) -> dict[str, Parking]:
    return {parking.consumer: parking for parking in parkings}
