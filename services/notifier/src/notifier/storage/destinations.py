"""Destinations in MongoDB: each change in one transaction with its history."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.destinations import MAX_DESTINATIONS
from booking_chat.service.storage.mongo import (
    ASCENDING,
    Document,
    Session,
    in_contended_transaction,
)
from notifier.domain.deliveries import Delivery
from notifier.domain.destinations.changes import Changed, deleted
from notifier.domain.destinations.destination import Destination, Verification
from notifier.storage.collections import Collections
from notifier.storage.history import append_history

Change = Callable[[Destination], Changed]
FollowUps = Callable[[Destination, Destination, Sequence[Destination]], Sequence[Delivery]]
VERIFICATIONS_KEPT = 5


class TooManyDestinationsError(Exception):
    """The location has as many as it may have."""


class DestinationStore:
    def __init__(self, collections: Collections) -> None:
        self._collections = collections

    async def all_of(self, location_id: str) -> list[Destination]:
        """A location's, oldest first."""
        return (await destinations_by_location(self._collections, [location_id])).get(
            location_id, []
        )

    async def find(self, location_id: str, destination_id: str) -> Destination | None:
        found = await self.by_id(destination_id)
        return found if found and found.location_id == location_id else None

    async def by_id(
        self, destination_id: str, session: Session | None = None
    ) -> Destination | None:
        found = await self._collections.destinations.find_one(
            {"_id": destination_id}, session=session
        )
        return Destination.model_validate(found) if found else None

    async def by_verification(self, token_hash: str) -> Destination | None:
        """The destination that was sent a link with this token."""
        found = await self._collections.destinations.find_one(
            {"verifications.tokenHash": token_hash}
        )
        return Destination.model_validate(found) if found else None

    async def by_unsubscribe_token(self, token: str) -> Destination | None:
        found = await self._collections.destinations.find_one({"unsubscribeToken": token})
        return Destination.model_validate(found) if found else None

    async def add(self, new: Changed, deliveries: Sequence[Delivery]) -> None:
        """Stores a new destination, and the deliveries that it causes.

        Raises TooManyDestinationsError when its location has 50.
        """

        async def work(session: Session) -> None:
            of_location = {"locationId": new.destination.location_id}
            count = await self._collections.destinations.count_documents(
                of_location, session=session
            )
            if count >= MAX_DESTINATIONS:
                raise TooManyDestinationsError(new.destination.location_id)
            await self._collections.destinations.insert_one(
                new.destination.document(), session=session
            )
            await self._store_change(new, deliveries, session)

        await in_contended_transaction(self._collections.client, work)

    async def change(
        self,
        destination_id: str,
        change: Change,
        follow_ups: FollowUps = lambda _, __, ___: (),
    ) -> Destination | None:
        """Stores what `change` makes of the stored destination; None where there is none.

        `follow_ups` says what is to be sent because of the change, given the destination
        before and after it, and all of its location's.
        """

        async def work(session: Session) -> Destination | None:
            current = await self.by_id(destination_id, session)
            if current is None:
                return None
            changed = change(current)
            if changed.destination == current:
                return current
            await self._collections.destinations.replace_one(
                {"_id": destination_id}, changed.destination.document(), session=session
            )
            all_of_location = await self.all_of(current.location_id)
            deliveries = follow_ups(current, changed.destination, all_of_location)
            await self._store_change(changed, deliveries, session)
            return changed.destination

        return await in_contended_transaction(self._collections.client, work)

    async def delete(self, destination: Destination, by: ActingOperator, now: datetime) -> None:
        """Deletes it; what waits for it is dropped when its time comes."""

        async def work(session: Session) -> None:
            await self._collections.destinations.delete_one(
                {"_id": destination.id}, session=session
            )
            await append_history(
                self._collections,
                destination.location_id,
                [deleted(destination, by)],
                destination=destination,
                now=now,
                session=session,
            )

        await in_contended_transaction(self._collections.client, work)

    async def enqueue(self, deliveries: Sequence[Delivery]) -> None:
        """Adds deliveries about destinations."""
        documents: list[Document] = [delivery.document() for delivery in deliveries]
        await self._collections.deliveries.insert_many(documents)

    async def remember(self, destination_id: str, verification: Verification) -> None:
        """Stores a link before it is sent. The last few of a destination are valid."""
        newest = {"$each": [verification.document()], "$slice": -VERIFICATIONS_KEPT}
        await self._collections.destinations.update_one(
            {"_id": destination_id, "address": verification.address},
            {"$push": {"verifications": newest}},
        )

    async def mark_failing(self, destination_id: str, since: datetime) -> None:
        """Stores when it started to fail, unless it is failing already."""
        await self._collections.destinations.update_one(
            {"_id": destination_id, "failingSince": None}, {"$set": {"failingSince": since}}
        )

    async def mark_working(self, destination_id: str) -> None:
        await self._collections.destinations.update_one(
            {"_id": destination_id}, {"$set": {"failingSince": None}}
        )

    async def _store_change(
        self, changed: Changed, deliveries: Sequence[Delivery], session: Session
    ) -> None:
        destination = changed.destination
        await append_history(
            self._collections,
            destination.location_id,
            changed.history,
            destination=destination,
            now=destination.changed_at,
            session=session,
        )
        if deliveries:
            documents: list[Document] = [delivery.document() for delivery in deliveries]
            await self._collections.deliveries.insert_many(documents, session=session)


async def destinations_by_id(
    collections: Collections, ids: Collection[str]
) -> dict[str, Destination]:
    if not ids:
        return {}
    found = collections.destinations.find({"_id": {"$in": list(ids)}})
    return {d["_id"]: Destination.model_validate(d) async for d in found}


async def destinations_by_location(
    collections: Collections, location_ids: Collection[str]
) -> dict[str, list[Destination]]:
    """The destinations of these locations, oldest first."""
    found: dict[str, list[Destination]] = {}
    if location_ids:
        cursor = collections.destinations.find({"locationId": {"$in": list(location_ids)}})
        async for document in cursor.sort("createdAt", ASCENDING):
            destination = Destination.model_validate(document)
            found.setdefault(destination.location_id, []).append(destination)
    return found
