"""Loads what a plan needs, and stores the plan."""

from collections.abc import Collection, Sequence

from booking_chat.contracts.events import MessagePosted
from booking_chat.contracts.http.deliveries import DeliveryState
from booking_chat.service.messaging.failures import TransientError
from booking_chat.service.storage.mongo import (
    PyMongoError,
    Session,
    UpdateOne,
    in_transaction,
    lost_to_another,
)
from notifier.domain.deliveries import Delivery, IncludedMessage
from notifier.domain.planning.plan import Known, Plan, PlanningEvent
from notifier.domain.threads import KnownThread
from notifier.storage.collections import Collections
from notifier.storage.destinations import destinations_by_location
from notifier.storage.policies import policies_of


class OutdatedError(TransientError):
    """Something that the plan depends on has changed since: plan again."""


class PlanStore:
    def __init__(self, collections: Collections) -> None:
        self._collections = collections

    async def load(self, events: Sequence[PlanningEvent]) -> Known:
        """Everything that is known about the events: four queries at most."""
        threads = await self._threads({event.thread_id for event in events})
        latest = {delivery for thread in threads.values() for delivery in thread.latest.values()}
        locations = {e.location_id for e in events if isinstance(e, MessagePosted)}
        return Known(
            threads=threads,
            deliveries=await self._deliveries(latest),
            destinations=await destinations_by_location(self._collections, locations),
            policies=await policies_of(self._collections, locations),
        )

    async def save(self, plan: Plan) -> None:
        """Stores all of a plan or nothing.

        Raises OutdatedError when another process has planned for one of the threads since, or
        when a delivery that was to get more messages has been sent.
        """

        async def work(session: Session) -> None:
            await self._save_threads(plan.threads, session)
            if plan.additions:
                await self._add(plan, session)
            if plan.deliveries:
                inserts = [_insert(delivery) for delivery in plan.deliveries]
                await self._collections.deliveries.bulk_write(
                    inserts, ordered=False, session=session
                )

        if not plan.threads:
            return
        try:
            await in_transaction(self._collections.client, work)
        except PyMongoError as error:
            if lost_to_another(error):
                raise OutdatedError("another process was faster") from error
            raise

    async def _threads(self, ids: Collection[str]) -> dict[str, KnownThread]:
        found = self._collections.threads.find({"_id": {"$in": list(ids)}})
        return {d["_id"]: KnownThread.model_validate(d) async for d in found}

    async def _deliveries(self, ids: Collection[str]) -> dict[str, Delivery]:
        if not ids:
            return {}
        found = self._collections.deliveries.find({"_id": {"$in": list(ids)}})
        return {d["_id"]: Delivery.model_validate(d) async for d in found}

    async def _save_threads(self, threads: Sequence[KnownThread], session: Session) -> None:
        writes = [
            UpdateOne(
                {"_id": thread.id, "rev": thread.rev},
                {"$set": {**_fields(thread), "rev": thread.rev + 1}},
                upsert=thread.rev == 0,
            )
            for thread in threads
        ]
        result = await self._collections.threads.bulk_write(writes, ordered=False, session=session)
        if result.matched_count + result.upserted_count < len(writes):
            raise OutdatedError("a thread was planned for by another process")

    async def _add(self, plan: Plan, session: Session) -> None:
        writes = [_addition(delivery_id, more) for delivery_id, more in plan.additions.items()]
        result = await self._collections.deliveries.bulk_write(
            writes, ordered=False, session=session
        )
        if result.matched_count < len(writes):
            raise OutdatedError("a delivery was sent before it could get another message")


def _insert(delivery: Delivery) -> UpdateOne:
    """A delivery that exists already stays as it is, as when stored threads were lost."""
    document = delivery.document()
    return UpdateOne({"_id": document.pop("_id")}, {"$setOnInsert": document}, upsert=True)


def _addition(delivery_id: str, more: Sequence[IncludedMessage]) -> UpdateOne:
    return UpdateOne(
        {"_id": delivery_id, "state": DeliveryState.WAITING, "fixedAt": None},
        {
            "$push": {"messages": {"$each": [message.document() for message in more]}},
            "$inc": {"rev": 1},
        },
    )


def _fields(thread: KnownThread) -> dict[str, object]:
    return {name: v for name, v in thread.document().items() if name not in {"_id", "rev"}}
