"""The settings in MongoDB: the state of each location, and every change that led to it.

locations  _id (location id), portalEnabled, supportMessaging, version, changedAt,
           publishedVersion (the newest version that is known to be on `locations.v1`);
           name, logoUrl, colour, contact, where somebody has set them
history    locationId, version, changedAt, changedBy {operatorId, name}, from, to
"""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

from booking_chat.contracts.http.settings import SettingsOperator
from booking_chat.contracts.records import LocationSettingsChanged
from booking_chat.contracts.values import Switches
from booking_chat.service.storage.indexes import StoreIndexes
from booking_chat.service.storage.mongo import (
    ASCENDING,
    DESCENDING,
    Client,
    Document,
    IndexModel,
    Session,
    database,
    in_contended_transaction,
)
from booking_chat.service.storage.readable import first_readable, read_one, readable
from settings_service.reconciliation import (
    RESTORE,
    Adopt,
    Renumber,
    Republish,
    StoredSettings,
    reconcile,
)
from settings_service.switches import Changed, Decision, LocationSettings, Stale, Unchanged

DATABASE = "booking_chat_settings"

CARD = ("name", "logoUrl", "colour", "contact")

Decide = Callable[[LocationSettings], Decision]


INDEXES = StoreIndexes(
    DATABASE,
    {
        "history": [
            IndexModel([("locationId", ASCENDING), ("version", DESCENDING)], unique=True),
        ]
    },
)


class SettingsStore:
    def __init__(self, client: Client) -> None:
        self._client = client
        self._locations = database(client, DATABASE)["locations"]
        self._history = database(client, DATABASE)["history"]

    async def load(self, location_id: str, session: Session | None = None) -> LocationSettings:
        """The state of a location; all off at version 0 when it is not known."""
        document = await self._locations.find_one({"_id": location_id}, session=session)
        if document is None:
            return LocationSettings(location_id, Switches(), version=0)
        return read_one("locations", "The location's settings", document, _settings)

    async def apply(self, location_id: str, decide: Decide) -> Decision:
        """Lets `decide` look at the stored state, and stores a change together with its history.

        Of two that decide at the same time MongoDB lets one through; the other decides again
        on what the first has left.
        """

        async def decide_and_save(session: Session) -> Decision:
            decision = decide(await self.load(location_id, session))
            match decision:
                case Changed():
                    await self._save(decision, session)
                case Unchanged() | Stale():
                    pass
                case _:
                    assert_never(decision)
            return decision

        return await in_contended_transaction(self._client, decide_and_save)

    async def history(
        self, location_id: str, *, before_version: int | None, limit: int
    ) -> list[Changed]:
        """Up to `limit` changes of a location, newest first, below a version if one is given."""
        wanted: Document = {"locationId": location_id}
        if before_version is not None:
            wanted["version"] = {"$lt": before_version}
        return await first_readable(
            "history",
            lambda count: self._history.find(wanted).sort("version", DESCENDING).limit(count),
            _changed,
            limit,
        )

    async def unpublished(self) -> list[LocationSettingsChanged]:
        """The state of every location whose newest version may not be on the topic yet.

        Looks at all locations: there are some thousands at most. Only what a majority holds
        is seen, so nothing is announced that a failover could take back.
        """
        behind = {"$expr": {"$lt": ["$publishedVersion", "$version"]}}
        return readable("locations", await self._locations.find(behind).to_list(None), _record)

    async def mark_published(self, record: LocationSettingsChanged) -> LocationSettingsChanged:
        """Notes that a version is on the topic, never backwards, and tells the state by now.

        Raises LookupError when the location is not stored.
        """
        document = await self._locations.find_one_and_update(
            {"_id": record.location_id},
            {"$max": {"publishedVersion": record.version}},
            return_document=True,
        )
        if document is None:
            raise LookupError(f"location {record.location_id} is not stored")
        return _record(document)

    async def reconcile(self, location_id: str, announced: LocationSettingsChanged | None) -> str:
        """Makes the store agree with the location's record; gives the name of the step, or ""."""

        async def step(session: Session) -> str:
            document = await self._locations.find_one({"_id": location_id}, session=session)
            stored = None if document is None else _stored(document)
            taken = reconcile(stored, announced)
            match taken:
                case Adopt():
                    await self._adopt(stored, taken.record, session)
                case Renumber():
                    await self._renumber(location_id, taken.version, session)
                case Republish():
                    await self._locations.update_one(
                        {"_id": location_id}, {"$set": {"publishedVersion": 0}}, session=session
                    )
                case None:
                    return ""
                case _:
                    assert_never(taken)
            return type(taken).__name__.lower()

        return await in_contended_transaction(self._client, step)

    async def location_ids(self) -> list[str]:
        """Every location that is stored."""
        return [document["_id"] async for document in self._locations.find({}, {"_id": 1})]

    async def _adopt(
        self, stored: StoredSettings | None, record: LocationSettingsChanged, session: Session
    ) -> None:
        before = stored.switches if stored else Switches()
        after = Switches(
            portal_enabled=record.portal_enabled, support_messaging=record.support_messaging
        )
        location, version, at = record.location_id, record.version, record.changed_at
        await self._save(Changed(location, version, at, RESTORE, before, after), session)
        await self._locations.update_one(
            {"_id": location},
            {"$set": {"publishedVersion": version, **_card(record.whole())}},
            session=session,
        )

    async def _renumber(self, location_id: str, version: int, session: Session) -> None:
        found = await self._locations.find_one({"_id": location_id}, session=session) or {}
        await self._history.update_one(
            {"locationId": location_id, "version": found["version"]},
            {"$set": {"version": version}},
            session=session,
        )
        await self._locations.update_one(
            {"_id": location_id},
            {"$set": {"version": version, "publishedVersion": 0}},
            session=session,
        )

    async def _save(self, change: Changed, session: Session) -> None:
        await self._locations.update_one(
            {"_id": change.location_id},
            {
                "$set": {
                    **change.after.model_dump(by_alias=True),
                    "version": change.version,
                    "changedAt": change.changed_at,
                },
                "$setOnInsert": {"publishedVersion": 0},
            },
            upsert=True,
            session=session,
        )
        await self._history.insert_one(
            {
                "locationId": change.location_id,
                "version": change.version,
                "changedAt": change.changed_at,
                "changedBy": change.changed_by.model_dump(by_alias=True),
                "from": change.before.model_dump(by_alias=True),
                "to": change.after.model_dump(by_alias=True),
            },
            session=session,
        )


def _stored(document: Document) -> StoredSettings:
    return StoredSettings(_switches(document), document["version"], document["publishedVersion"])


def _settings(document: Document) -> LocationSettings:
    version = document["version"]
    if not isinstance(version, int):
        raise TypeError(f"the version is {version!r}, not a whole number")
    return LocationSettings(document["_id"], _switches(document), version)


def _switches(document: Document) -> Switches:
    return Switches(
        portal_enabled=document["portalEnabled"], support_messaging=document["supportMessaging"]
    )


def _record(document: Document) -> LocationSettingsChanged:
    return LocationSettingsChanged(
        location_id=document["_id"],
        portal_enabled=document["portalEnabled"],
        support_messaging=document["supportMessaging"],
        version=document["version"],
        changed_at=document["changedAt"],
        **_card(document),
    )


def _card(fields: Mapping[str, Any]) -> dict[str, Any]:
    """How customers are shown the location, as far as that is known."""
    return {name: fields[name] for name in CARD if fields.get(name) is not None}


def _changed(document: Document) -> Changed:
    return Changed(
        location_id=document["locationId"],
        version=document["version"],
        changed_at=document["changedAt"],
        changed_by=SettingsOperator.model_validate(document["changedBy"]),
        before=_switches(document["from"]),
        after=_switches(document["to"]),
    )
