"""From the database to the compacted `locations.v1`: what is stored gets there, in order.

A change is published from what is stored, never from the request that made it. A crash or a
Kafka outage between the two therefore only delays it: the location stays behind its
`publishedVersion` until somebody has published it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from math import inf
from time import monotonic

import structlog

from booking_chat.contracts.envelope import Envelope, OutgoingRecord, decode, encode
from booking_chat.contracts.ids import derived_id
from booking_chat.contracts.records import LOCATION_RECORDS, LocationSettingsChanged
from booking_chat.contracts.topics import LOCATIONS, Topic
from booking_chat.service.config import ServiceConfig
from booking_chat.service.errors import described
from booking_chat.service.messaging.failures import is_transient
from booking_chat.service.messaging.whole_topic import read_whole
from booking_chat.service.storage.readable import DAMAGED, note_unreadable
from booking_chat.service.tasks import end
from settings_service.store import SettingsStore

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 2.0
RECONCILE_AGAIN_SECONDS = 60.0

Publish = Callable[[Topic, OutgoingRecord], Awaitable[None]]
Announced = Callable[[], Awaitable[Mapping[str, LocationSettingsChanged]]]
"""Gives the latest record of each location on the topic."""


async def announced_on_topic(config: ServiceConfig) -> dict[str, LocationSettingsChanged]:
    """What everybody has read; a record that cannot be read is passed over, as readers do."""
    found: dict[str, LocationSettingsChanged] = {}
    for record in await read_whole(config, "settings-restore", LOCATIONS):
        content = decode(record, LOCATION_RECORDS)
        if isinstance(content, Envelope):
            known = found.get(content.data.location_id)
            if known is None or content.data.version >= known.version:
                found[content.data.location_id] = content.data
    return found


def announcement(record: LocationSettingsChanged) -> Envelope[LocationSettingsChanged]:
    """The record of one version: the same id and the same bytes each time it is published."""
    return Envelope(
        id=derived_id("settings", record.location_id, str(record.version)),
        type=LocationSettingsChanged.__name__,
        source="/settings",
        time=record.changed_at,
        data=record,
    )


class Publication:
    """The only publisher of a process, so that its records come in the order of versions.

    Between two processes an older version can still land behind a newer one: one reads
    version 1 and stalls, the other publishes version 2, the first wakes up. That is why a
    version is published until the stored one is the one that was just published: the last
    record of a key is then the newest again. Readers pass over a version that is not newer
    than what they have, so the late copy changes nothing for them; a process that dies right
    after sending it leaves it as the key's last record only until the location's next change,
    and chat-core, which keeps what it has read, is not misled by it.
    """

    def __init__(self, store: SettingsStore, publish: Publish, announced: Announced) -> None:
        self._store = store
        self._publish = publish
        self._announced = announced
        self._damaged: set[str] = set()
        self._reconcile_at = 0.0
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Says that something was stored, so that it is published at once."""
        self._changed.set()

    async def start(self) -> None:
        self._task = asyncio.create_task(self._keep_publishing())

    async def stop(self) -> None:
        """Stops at once: what was not published is found again at the next start."""
        await end(self._task)

    async def reconcile(self) -> None:
        """Before anything is published: after a restore store and topic may differ.

        Done once; again each minute while a location cannot be read, which is not published
        before it agrees with its record.
        """
        announced = await self._announced()
        damaged: set[str] = set()
        for location in {*announced, *await self._store.location_ids()}:
            try:
                step = await self._store.reconcile(location, announced.get(location))
            except DAMAGED as error:
                note_unreadable("locations", location, error)
                damaged.add(location)
                continue
            if step:
                log.warning("settings and topic differed", location=location, step=step)
        self._damaged = damaged
        self._reconcile_at = monotonic() + RECONCILE_AGAIN_SECONDS if damaged else inf

    async def publish_pending(self) -> None:
        """Publishes every location that is behind. Raises when Kafka or MongoDB is away.

        One that cannot be published for another reason keeps no other one waiting.
        """
        for record in await self._store.unpublished():
            if record.location_id in self._damaged:
                continue
            try:
                await self._publish_until_current(record)
            except Exception as error:
                if is_transient(error):
                    raise
                note_unreadable("locations", record.location_id, error)

    async def _publish_until_current(self, record: LocationSettingsChanged) -> None:
        while True:
            await self._publish(LOCATIONS, encode(announcement(record)))
            stored = await self._store.mark_published(record)
            if stored.version == record.version:
                return
            record = stored

    async def _keep_publishing(self) -> None:
        while True:
            self._changed.clear()
            try:
                if monotonic() >= self._reconcile_at:
                    await self.reconcile()
                await self.publish_pending()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look repeats it
                log.warning("settings are stored but not published yet", error=described(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self._changed.wait()
