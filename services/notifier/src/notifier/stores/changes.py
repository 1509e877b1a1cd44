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
from notifier.destination_changes import HistoryLine
from notifier.destinations import Destination
from notifier.stored import Stored
from notifier.stores.collections import Collections


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


async def keep(
    of: Collections,
    location_id: str,
    lines: Sequence[HistoryLine],
    *,
    destination: Destination | None,
    now: datetime,
    session: Session,
) -> None:
    """Keeps lines of the history in the transaction that changes what they tell of."""
    if not lines:
        return
    await of.changes.insert_many(
        [
            StoredChange(
                id=str(uuid4()),
                location_id=location_id,
                destination_id=destination and destination.id,
                destination_name=destination and destination.name,
                what=line.what,
                changed_at=now,
                changed_by=line.by,
                before=dict(line.before),
                after=dict(line.after),
            ).document()
            for line in lines
        ],
        session=session,
    )


async def history_of(
    of: Collections, location_id: str, *, before: tuple[datetime, str] | None, limit: int
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
        lambda count: of.changes.find(wanted).sort(newest_first).limit(count),
        lambda document: _shown(StoredChange.model_validate(document)),
        limit,
    )


def _shown(change: StoredChange) -> AlertChange:
    return AlertChange.model_validate(change.model_dump(exclude={"location_id"}))
