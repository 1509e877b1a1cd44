"""The delivery log: looking up deliveries and sending them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from booking_chat.contracts.http.deliveries import DeliveryState
from booking_chat.service.storage.mongo import DESCENDING, Document
from booking_chat.service.storage.readable import first_readable, read_one
from notifier.domain.deliveries import Delivery
from notifier.domain.planning.outcomes import resent
from notifier.storage.collections import Collections

MAX_OF_A_MESSAGE = 500
"""Deliveries of one message: two per destination at most, of which there are 50."""


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries of a location; None does not filter."""

    location_id: str
    destination_id: str | None = None
    state: DeliveryState | None = None
    message_id: str | None = None


class DeliveryLog:
    def __init__(self, collections: Collections) -> None:
        self._deliveries = collections.deliveries

    async def page(
        self, wanted: DeliveryFilter, *, before: tuple[datetime, str] | None, limit: int
    ) -> list[Delivery]:
        """Up to `limit`, newest first, older than the one of that moment and id."""
        query: Document = {"locationId": wanted.location_id}
        if wanted.destination_id is not None:
            query["destinationId"] = wanted.destination_id
        if wanted.state is not None:
            query["state"] = wanted.state
        if wanted.message_id is not None:
            query["messages.messageId"] = wanted.message_id
        if before is not None:
            moment, delivery_id = before
            query["$or"] = [
                {"createdAt": {"$lt": moment}},
                {"createdAt": moment, "_id": {"$lt": delivery_id}},
            ]
        newest_first = [("createdAt", DESCENDING), ("_id", DESCENDING)]
        return await first_readable(
            "deliveries",
            lambda count: self._deliveries.find(query).sort(newest_first).limit(count),
            Delivery.model_validate,
            limit,
        )

    async def of_message(self, location_id: str, message_id: str) -> list[Delivery]:
        wanted = DeliveryFilter(location_id, message_id=message_id)
        return await self.page(wanted, before=None, limit=MAX_OF_A_MESSAGE)

    async def find(self, location_id: str, delivery_id: str) -> Delivery | None:
        found = await self._deliveries.find_one({"_id": delivery_id, "locationId": location_id})
        if found is None:
            return None
        return read_one("deliveries", "This delivery", found, Delivery.model_validate)

    async def send_again(self, delivery: Delivery, now: datetime) -> Delivery:
        """Makes a delivery due now, unless it is being sent at the moment."""
        again = resent(delivery, now)
        await self._deliveries.update_one(
            {"_id": delivery.id, "claim": None},
            {"$set": _resend_fields(again), "$inc": {"rev": 1}},
        )
        return again

    async def send_failed_again(
        self,
        location_id: str,
        since: datetime,
        destination_ids: Sequence[str | None],
        now: datetime,
    ) -> int:
        """Makes due what has failed since then, to these destinations (None: the customer).

        Returns how many there are.
        """
        query: Document = {
            "locationId": location_id,
            "state": DeliveryState.FAILED,
            "lastAnswer.at": {"$gte": since},
            "destinationId": {"$in": destination_ids},
            "claim": None,
        }
        result = await self._deliveries.update_many(
            query,
            [
                {
                    "$set": {
                        "state": DeliveryState.WAITING,
                        "reason": None,
                        "forced": True,
                        "failures": 0,
                        "queue": "$lane",
                        "nextAttemptAt": now,
                        "rev": {"$add": ["$rev", 1]},
                    }
                }
            ],
        )
        return result.modified_count


def _resend_fields(again: Delivery) -> Document:
    fields = {"state", "reason", "forced", "failures", "queue", "next_attempt_at"}
    return again.model_dump(by_alias=True, include=fields)
