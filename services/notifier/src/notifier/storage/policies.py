"""The alert policy of each location, with its version and its history."""

from collections.abc import Collection
from datetime import datetime

from pydantic import Field

from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.alert_policy import AlertPolicy
from booking_chat.service.storage.mongo import Session, in_contended_transaction
from notifier.domain.destinations.changes import HistoryEntry
from notifier.domain.stored import Stored
from notifier.storage.collections import Collections
from notifier.storage.history import append_history


class StoredPolicy(Stored):
    """Version 0: the defaults, unchanged."""

    id: str = Field(alias="_id")
    policy: AlertPolicy = AlertPolicy()
    version: int = 0
    changed_at: datetime | None = None
    changed_by: ActingOperator | None = None


class StalePolicyError(Exception):
    """Somebody else has changed the policy since; `version` is the one it has now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the version is {version}")
        self.version = version


class PolicyStore:
    def __init__(self, collections: Collections) -> None:
        self._collections = collections

    async def load(self, location_id: str, session: Session | None = None) -> StoredPolicy:
        """The location's policy, or the defaults in the time zone of its bookings."""
        found = await self._collections.policies.find_one({"_id": location_id}, session=session)
        if found:
            return StoredPolicy.model_validate(found)
        booking = await self._collections.bookings.find_one(
            {"locationId": location_id}, session=session
        )
        zone = {"time_zone": booking["timeZone"]} if booking else {}
        return StoredPolicy(id=location_id, policy=AlertPolicy(**zone))

    async def change(
        self,
        location_id: str,
        wanted: AlertPolicy,
        version: int,
        by: ActingOperator,
        now: datetime,
    ) -> StoredPolicy:
        """Sets the whole policy. Raises StalePolicyError unless it still has that version."""

        async def work(session: Session) -> StoredPolicy:
            current = await self.load(location_id, session)
            if current.version != version:
                raise StalePolicyError(current.version)
            if current.policy == wanted:
                return current
            new = StoredPolicy(
                id=location_id,
                policy=wanted,
                version=version + 1,
                changed_at=now,
                changed_by=by,
            )
            await self._collections.policies.replace_one(
                {"_id": location_id}, new.document(), upsert=True, session=session
            )
            entry = _entry(current.policy, wanted, by)
            await append_history(
                self._collections, location_id, [entry], destination=None, now=now, session=session
            )
            return new

        return await in_contended_transaction(self._collections.client, work)


async def policies_of(
    collections: Collections, location_ids: Collection[str]
) -> dict[str, AlertPolicy]:
    """The policies of those locations that have one of their own."""
    if not location_ids:
        return {}
    found = collections.policies.find({"_id": {"$in": list(location_ids)}})
    return {d["_id"]: StoredPolicy.model_validate(d).policy async for d in found}


def _entry(before: AlertPolicy, after: AlertPolicy, by: ActingOperator) -> HistoryEntry:
    old, new = (policy.model_dump(mode="json", by_alias=True) for policy in (before, after))
    # A field that came later is not there while it has no value.
    changed = {name for name in old | new if old.get(name) != new.get(name)}
    return HistoryEntry(
        "policy-changed",
        by,
        {name: old.get(name) for name in old | new if name in changed},
        {name: new.get(name) for name in old | new if name in changed},
    )
