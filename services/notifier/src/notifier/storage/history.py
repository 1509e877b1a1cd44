"""The history of destinations and policies: who, when, from what, to what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import Field

from booking_chat.contracts.http.acting import ActingOperator
from booking_chat.contracts.http.alert_policy import AlertChange, AlertChangeKind
from booking_chat.service.storage.mongo import DESCENDING, Document, Session
from booking_chat.service.storage.readable import first_readable
from notifier.domain.destinations.changes import HistoryEntry
from notifier.domain.destinations.destination import Destination
from notifier.domain.stored import Stored
from notifier.storage.collections import Collections


class StoredChange(Stored):
    id: str = Field(alias="_id")
    location_id: str
    destination_id: str | None
    destination_name: str | None
    what: AlertChangeKind
    changed_at: datetime
    changed_by: ActingOperator | None
    before: dict[str, Any]
    after: dict[str, Any]


async def append_history(
    collections: Collections,
    location_id: str,
    history: Sequence[HistoryEntry],
    *,
    destination: Destination | None,
    now: datetime,
    session: Session,
) -> None:
    """Stores history entries in the transaction of the change itself."""
    if not history:
        return
    await collections.changes.insert_many(
        [
            StoredChange(
                id=str(uuid4()),
                location_id=location_id,
                destination_id=destination and destination.id,
                destination_name=destination and destination.name,
                what=entry.what,
                changed_at=now,
                changed_by=entry.by,
                before=dict(entry.before),
                after=dict(entry.after),
            ).document()
            for entry in history
        ],
        session=session,
    )


async def history_of(
    collections: Collections, location_id: str, *, before: tuple[datetime, str] | None, limit: int
) -> list[AlertChange]:
    """Up to `limit` changes, newest first, older than the one at that moment and id."""
    wanted: Document = {"locationId": location_id}
    if before is not None:
        moment, change_id = before
        wanted["$or"] = [
            {"changedAt": {"$lt": moment}},
            {"changedAt": moment, "_id": {"$lt": change_id}},
        ]
    newest_first = [("changedAt", DESCENDING), ("_id", DESCENDING)]
    return await first_readable(
        "changes",
        lambda count: collections.changes.find(wanted).sort(newest_first).limit(count),
        lambda document: _shown(StoredChange.model_validate(document)),
        limit,
    )


def _shown(change: StoredChange) -> AlertChange:
    return AlertChange.model_validate(change.model_dump(exclude={"location_id"}))
